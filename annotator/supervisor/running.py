"""A whole product on a state of its own, for tests and benchmarks: started as by ./run, killed from outside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from annotator.supervisor import folders, processes, site

# The servers that the tests run on, and what they set, are not this product's.
NOT_HANDED_ON = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "STATE_DIR",
    "MEDIA_ROOT",
    "DJANGO_SETTINGS_MODULE",
    "DEBUG",
    "PYTHONPATH",
)


class Running:
    """`./run up` on `state`. Processes are found by what they are, as an operator would find them."""

    def __init__(self, state: Path, *, root: Path = site.ROOT, env: Mapping[str, str] | None = None) -> None:
        self.state, self.root, self.port = state, root, free_port()
        kept = {key: value for key, value in os.environ.items() if key not in NOT_HANDED_ON and "PYTEST" not in key}
        self.env = {**kept, **(env or {})}
        self.said = state.with_name(f"{state.name}.said")
        # To run it as another user.
        self.prefix: list[str] = []
        self.python = sys.executable
        self.supervisor: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> list[str]:
        return [*self.prefix, self.python, "-P", "-m", "annotator.supervisor", "--state", str(self.state), *words]

    def start(self, *words: str) -> float:
        """Start it, wait for its first answer, and return how many seconds that took."""
        begun = time.monotonic()
        env = {"PYTHONPATH": str(self.root), **self.env}
        with self.said.open("ab") as said:
            self.supervisor = subprocess.Popen(
                self.command("up", "--port", str(self.port), *(words or ["--no-demo"])),
                env=env,
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.wait_for_page()
        return time.monotonic() - begun

    def wait_for_page(self, seconds: float = 90) -> None:
        if not processes.wait_until(lambda: self.has_ended() or site.answers("127.0.0.1", self.port), seconds=seconds):
            raise AssertionError(f"No page within {seconds} s:\n{self.said.read_text()[-4000:]}")
        if self.has_ended():
            raise AssertionError(f"./run up ended:\n{self.said.read_text()[-4000:]}")

    def has_ended(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is not None

    def manage(self, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `./run manage WORDS` beside it."""
        env = {"PYTHONPATH": str(self.root), **self.env}
        return subprocess.run(
            self.command("manage", *words),
            env=env,
            cwd=self.root,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def numbers(self, role: str) -> list[int]:
        """Return the process numbers of "web", "worker", "beat", "PostgreSQL" or "Valkey", the first started first."""
        if role in ("PostgreSQL", "Valkey"):
            folder = {"PostgreSQL": "postgres", "Valkey": "valkey"}[role]
            return sorted(processes.working_in(self.state / folder))
        # granian's own children are started by multiprocessing.
        words = {"web": ("granian", "multiprocessing"), "worker": ("worker",), "beat": ("beat",)}[role]
        lines = {number: processes.command_line(number) for number in processes.marked(self.state)}
        return sorted(number for number, line in lines.items() if any(_says(line, word) for word in words))

    def everyone(self) -> list[int]:
        servers = self.numbers("PostgreSQL") + self.numbers("Valkey")
        return sorted({*processes.marked(self.state), *servers, *self._supervisor_number()})

    def kill(self, *roles: str) -> None:
        """Kill all processes of these roles (of all roles and the supervisor without), at once."""
        numbers = [number for role in roles for number in self.numbers(role)] if roles else self.everyone()
        for number in numbers:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if not roles and self.supervisor:
            self.supervisor.wait()

    def stop(self, by: signal.Signals = signal.SIGINT, patience: float = 60) -> int:
        """Stop it as Ctrl-C does, and return its exit code."""
        if self.supervisor is None:
            return 0
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(by)
        return self.supervisor.wait(patience)

    def _supervisor_number(self) -> list[int]:
        return [self.supervisor.pid] if self.supervisor and self.supervisor.poll() is None else []


def _says(line: list[str], word: str) -> bool:
    return word in line or any(part.startswith(f"from {word}") for part in line)


@contextmanager
def throw_away(*, env: Mapping[str, str] | None = None, copy_of: Path | None = None) -> Iterator[Running]:
    """Give a product on a state on the disk (fsync on, as always), and take it away again.

    The state is new, or a copy of one that was stopped: as an operator moves it, owners and times with it.
    """
    with tempfile.TemporaryDirectory(prefix="annotator-running-") as folder:
        running = Running(Path(folder, "state"), env=env)
        if copy_of:
            subprocess.run(["cp", "-Rp", copy_of, running.state], check=True)
        try:
            yield running
        finally:
            running.stop()
            running.kill()
            shutil.rmtree(folders.socket_path(running.state), ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
