"""The state folder: databases, media, exports, secrets, logs. Everything that one installation is."""

import fcntl
import json
import os
import secrets
import time
from pathlib import Path

LOCK_PATIENCE_SECONDS = 60


class InUse(Exception):
    """Another supervisor holds the state."""

    def __init__(self, purpose: str, process: str) -> None:
        super().__init__(f"held by process {process} ({purpose})")
        self.purpose, self.process = purpose, process


class State:
    """The folder and what can be asked of it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path = self.path.resolve()
            self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise SystemExit(
                f"{error.filename} belongs to someone else: run as its owner, or choose another folder with --state."
            ) from error

    def hold(self, purpose: str) -> None:
        """Take the lock for the life of this process (the kernel frees it, however we die), or raise InUse."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._lock, 100, 0).decode().split() or ["starting", "?"]
            raise InUse(holder[0], holder[-1]) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{purpose} {os.getpid()}".encode(), 0)
        self.addresses_path.unlink(missing_ok=True)

    @property
    def addresses_path(self) -> Path:
        return self.path / "addresses.json"

    def publish(self, addresses: dict[str, str]) -> None:
        """Tell other commands where the running servers are."""
        _write_private(self.addresses_path, json.dumps(addresses))

    def published(self) -> dict[str, str] | None:
        try:
            addresses: dict[str, str] = json.loads(self.addresses_path.read_text())
        except FileNotFoundError:
            return None
        return addresses

    def secret(self, name: str) -> Path:
        """Return the file of a random secret, made on first use, readable by its owner only."""
        path = self.path / "secrets" / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(48))
        return path

    def remembers(self, name: str, value: str) -> bool:
        path = self.path / "remembered" / name
        return path.exists() and path.read_text() == value

    def remember(self, name: str, value: str) -> None:
        path = self.path / "remembered" / name
        path.parent.mkdir(exist_ok=True)
        _write_private(path, value)


def hold_patiently(state: State, purpose: str, wait_for: str) -> None:
    """Take the lock; wait while a command of the kind `wait_for` has it, it will end by itself."""
    end = time.monotonic() + LOCK_PATIENCE_SECONDS
    while True:
        try:
            return state.hold(purpose)
        except InUse as error:
            if error.purpose not in (wait_for, "starting") or time.monotonic() > end:
                raise
        time.sleep(0.1)


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, for our eyes only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
