"""Folders that a server under another account can use wherever they lie."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from annotator.supervisor.account import Account

# A unix socket's address is at most 107 bytes long (Linux; 103 on macOS).
MOST_SOCKET_PATH = 103
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass
class Folder:
    """An open folder. `address` names it for the child that inherits `descriptor`."""

    path: Path
    descriptor: int
    address: str

    def close(self) -> None:
        os.close(self.descriptor)


def open_for(account: Account | None, path: Path) -> Folder:
    """Make `path` a private folder of the account and open it.

    Another account may be barred from a parent of `path` (root's home is 0700, and stays so). What /proc says about a
    process's own open folder leads there without the parents: the child gets the folder open, and that name.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    return Folder(path, descriptor, f"/proc/self/fd/{descriptor}" if account else str(path))


def socket_path(state: Path) -> Path:
    """Return the short path of the folder for the sockets of `state`: its own path may be too long for one."""
    name = f"annotator-{os.geteuid()}-{hashlib.sha256(os.fsencode(state)).hexdigest()[:12]}"
    path = Path(tempfile.gettempdir(), name)
    if len(os.fsencode(path)) + len(LONGEST_SOCKET_NAME) > MOST_SOCKET_PATH:
        path = Path("/tmp", name)  # noqa: S108 (private: made 0700 and checked below)
    return path


def for_sockets(state: Path, account: Account | None) -> Path:
    """Make the folder for the sockets of `state`, private to us and to the servers' account."""
    path = socket_path(state)
    path.mkdir(mode=0o700, exist_ok=True)
    owner = account.uid if account else os.geteuid()
    seen = path.lstat()
    if path.is_symlink() or seen.st_uid not in (owner, os.geteuid()):
        raise SystemExit(f"{path} belongs to someone else; remove it, or set TMPDIR.")
    path.chmod(0o700)
    if account:
        os.chown(path, account.uid, account.gid)
    return path
