"""A private Valkey, the broker of the background jobs."""

import signal
import socket
import subprocess
from pathlib import Path

from annotator.supervisor import processes
from annotator.supervisor.account import Account
from annotator.supervisor.folders import open_for

SOCKET = "valkey.sock"
OPTIONS = ("--port", "0", "--unixsocketperm", "700", "--appendonly", "yes", "--save", "", "--daemonize", "no")


class Valkey:
    """The server of one folder; what it holds are wake-ups, the jobs themselves are rows in PostgreSQL."""

    name = "Valkey"
    parting = signal.SIGTERM

    def __init__(self, home: Path, sockets: Path, binary: Path, account: Account | None) -> None:
        self.home, self.sockets, self.binary, self.account = home, sockets, binary, account
        self.log = home.with_name("logs") / "valkey.log"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.sockets / SOCKET}"

    def start(self) -> subprocess.Popen[bytes]:
        processes.end_all(lambda: processes.working_in(self.home), by=signal.SIGTERM, patience=5)
        (self.sockets / SOCKET).unlink(missing_ok=True)
        home, sockets = open_for(self.account, self.home), open_for(self.account, self.sockets)
        command: list[str | Path] = [
            self.binary,
            "--dir",
            home.address,
            "--unixsocket",
            f"{sockets.address}/{SOCKET}",
            *OPTIONS,
        ]
        self.log.parent.mkdir(exist_ok=True)
        try:
            with self.log.open("ab") as log:
                return processes.start(
                    command,
                    account=self.account,
                    inherit=[home.descriptor, sockets.descriptor],
                    cwd="/",
                    log=log,
                    parting=self.parting,
                )
        finally:
            home.close()
            sockets.close()

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.sockets / SOCKET))
                client.sendall(b"PING\r\n")
                return client.recv(7).startswith(b"+PONG")
            except OSError:
                return False
