"""A private PostgreSQL: made once, started in half a second, recovers from any kill."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import psycopg2

from annotator.supervisor import processes
from annotator.supervisor.account import Account
from annotator.supervisor.folders import Folder, open_for

NAME = "annotator"  # of the role and of the database
OPTIONS = ("listen_addresses=", "unix_socket_permissions=0700", "shared_buffers=256MB", "random_page_cost=1.1")
# For servers that live as long as one run of the tests.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=10min")


class Postgres:
    """The server of one data folder. fsync and synchronous_commit stay on: what is acknowledged is on disk."""

    name = "PostgreSQL"
    parting = signal.SIGINT  # "fast": ends sessions, writes a checkpoint

    is_throw_away = False

    def __init__(self, home: Path, sockets: Path, password: str, binaries: Path, account: Account | None) -> None:
        self.home, self.sockets, self.password, self.binaries, self.account = home, sockets, password, binaries, account
        self.log = home.with_name("logs") / "postgres.log"

    @property
    def url(self) -> str:
        return self._url(NAME)

    def _url(self, database: str) -> str:
        return f"postgres://{NAME}:{self.password}@/{database}?host={quote(str(self.sockets))}"

    def start(self) -> subprocess.Popen[bytes]:
        """Make the cluster if there is none yet, and start its server.

        What an earlier server left is in the way: its backends, its locks (whose numbers may by now be strangers').
        """
        processes.end_all(lambda: processes.working_in(self.home), by=signal.SIGINT, patience=10)
        if not self.home.exists():
            self._make_cluster()
        self._check_version()
        (self.home / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.sockets.glob(".s.PGSQL.*"):
            stale.unlink()
        data, sockets = open_for(self.account, self.home), open_for(self.account, self.sockets)
        options = [*OPTIONS, *(THROW_AWAY if self.is_throw_away else ()), f"unix_socket_directories={sockets.address}"]
        command: list[str | Path] = [self.binaries / "postgres", "-D", data.address]
        command += [word for option in options for word in ("-c", option)]
        return self._run(command, [data, sockets])

    def is_ready(self) -> bool:
        try:
            psycopg2.connect(self._url("postgres"), connect_timeout=1).close()
        except psycopg2.OperationalError:
            return False
        return True

    def make_database(self, options: str = "") -> None:
        """Make the database, if it is not there; options: how, in SQL."""
        if not self.command(f"SELECT FROM pg_database WHERE datname = '{NAME}'"):
            self.command(f"CREATE DATABASE {NAME} {options}")

    def command(self, sql: str) -> int:
        """Run a command beside the database; return how many rows it gave."""
        connection = psycopg2.connect(self._url("postgres"))
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        connection.close()
        return int(cursor.rowcount)

    def _run(self, command: Sequence[str | Path], folders: Sequence[Folder]) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(exist_ok=True)
        try:
            with self.log.open("ab") as log:
                return processes.start(
                    command,
                    account=self.account,
                    inherit=[folder.descriptor for folder in folders],
                    cwd="/",
                    log=log,
                    parting=self.parting,
                )
        finally:
            for folder in folders:
                folder.close()

    def _make_cluster(self) -> None:
        """Make it under another name first: a cluster is whole, or not there."""
        draft = Path(tempfile.mkdtemp(prefix="postgres-", dir=self.home.parent))
        folder = open_for(self.account, draft)
        with tempfile.NamedTemporaryFile("w", dir=self.sockets) as secret:
            if self.account:
                open_for(self.account, self.sockets).close()
                os.chown(secret.name, self.account.uid, self.account.gid)
            secret.write(self.password)
            secret.flush()
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._major() >= 17 else []
            command: list[str | Path] = [
                self.binaries / "initdb",
                "-D",
                folder.address,
                "-U",
                NAME,
                f"--pwfile={secret.name}",
            ]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", *locale]
            command += ["--no-sync"] if self.is_throw_away else []
            if self._run(command, [folder]).wait():
                raise SystemExit(f"PostgreSQL could not make its files; see {self.log}.")
        draft.rename(self.home)

    def _major(self) -> int:
        """Read "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"."""
        version = subprocess.run([self.binaries / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        return int(version.split()[2].split(".")[0])

    def _check_version(self) -> None:
        made_by = (self.home / "PG_VERSION").read_text().strip()
        if made_by != str(self._major()):
            raise SystemExit(
                f"{self.home} was made by PostgreSQL {made_by}, the one at hand is {self._major()}. "
                "Move the data with pg_dump and pg_restore (docs/operations.md)."
            )
