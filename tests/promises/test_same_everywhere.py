"""P24: the same judgments give the same datasets, to the byte: in another PostgreSQL, after a restore, on another
machine, under another Python.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.supervisor import account, binaries, folders, site
from annotator.supervisor.postgres import Postgres
from annotator.supervisor.pytest_servers import running as serving
from tests.exports.build import contents

# Another machine, as far as a process can tell: its clock's zone, its language, its hashes, its secret.
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SECRET_KEY": "another-machine-" * 3}
PYTHONS = ("3.11", "3.12", "3.13")
# Sorts texts otherwise than C.UTF-8, which our servers are made with. Not every build of PostgreSQL has it.
HAS_ICU = "SELECT FROM pg_collation WHERE collprovider = 'i'"
DANISH = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'da'"


@dataclass
class Origin:
    """The database in which people worked, its backup, and what was built from it."""

    server: Postgres
    backup: Path
    datasets: dict[str, bytes]
    media: Path


def postgres_by_version() -> dict[int, Path]:
    """{major version: its bin folder}, of the wheel and of the system."""
    owner = account.of_servers(Path("/nowhere"))
    of_wheel = {version: binaries.wheel_postgres(owner, version) for version in binaries.WHEEL_FOLDERS}
    found = {version: folder for version, folder in of_wheel.items() if folder}
    for folder in Path("/usr/lib/postgresql").glob("*/bin"):
        if folder.parent.name.isdigit() and (folder / "pg_restore").exists():
            found[int(folder.parent.name)] = folder
    return found


def postgres(at: Path, version: int) -> Postgres:
    owner = account.of_servers(at / "postgres")
    at.mkdir()
    server = Postgres(
        at / "postgres", folders.for_sockets(at, owner), "only-for-tests", postgres_by_version()[version], owner
    )
    server.is_throw_away = True
    return server


def python(server: Postgres, *words: str | Path, interpreter: str = sys.executable, **env: str) -> None:
    """Run our code on the server's database."""
    environment = {**os.environ, "DATABASE_URL": server.url, "PYTHONPATH": str(site.ROOT), **env}
    command = [interpreter, "-P", *words]
    done = subprocess.run(command, env=environment, cwd=site.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]


def tool(server: Postgres, name: str, *words: str | Path) -> None:
    done = subprocess.run([server.binaries / name, *words, "--dbname", server.url], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]


def built(server: Postgres, media: Path, **how: str) -> dict[str, bytes]:
    media.mkdir()
    python(server, "-m", "tests.promises.same_datasets", media, **how)
    return contents(media)


@pytest.fixture(scope="module")
def here() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="annotator-same-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def origin(here: Path) -> Iterator[Origin]:
    """On the oldest PostgreSQL at hand: backups are restored in the same or a newer one."""
    server = postgres(here / "origin", min(postgres_by_version()))
    with serving(server):
        server.make_database()
        python(server, "manage.py", "migrate", "--verbosity=0")
        python(server, "-m", "tests.promises.same_datasets", "fill")
        media = here / "media"
        datasets = built(server, media)
        assert len(datasets) > 100
        tool(server, "pg_dump", "--format=custom", f"--file={here / 'backup'}")
        yield Origin(server, here / "backup", datasets, media)


def restored(server: Postgres, backup: Path, options: str = "") -> None:
    server.command("DROP DATABASE IF EXISTS annotator")
    server.make_database(options)
    tool(server, "pg_restore", "--no-owner", "--exit-on-error", backup)


def test_after_a_backup_is_restored_the_datasets_are_the_same(origin: Origin, here: Path) -> None:
    restored(origin.server, origin.backup, DANISH if origin.server.command(HAS_ICU) else "")
    assert built(origin.server, here / "restored", **ELSEWHERE) == origin.datasets


def test_the_newest_postgresql_gives_the_same_datasets(origin: Origin, here: Path) -> None:
    """From 15 where Debian's is installed, else from the wheel's 16, to 18."""
    oldest, *_, newest = sorted(postgres_by_version())
    assert oldest < newest
    server = postgres(here / "newest", newest)
    with serving(server):
        restored(server, origin.backup)
        assert built(server, here / "by-newest") == origin.datasets


@pytest.mark.fresh_clone
@pytest.mark.xdist_group("promises")
def test_another_python_gives_the_same_datasets(origin: Origin, here: Path) -> None:
    interpreter = other_python()
    if interpreter is None:
        pytest.skip(f"There is no other Python here than the one that runs us: install one of {', '.join(PYTHONS)}.")
    venv = here / "venv"
    subprocess.run([interpreter, "-m", "venv", venv], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes"]
    subprocess.run([*pip, "--requirement", str(site.ROOT / "requirements.txt")], check=True)
    restored(origin.server, origin.backup)
    made = built(origin.server, here / "other-python", interpreter=str(venv / "bin" / "python"))
    assert made == origin.datasets


def other_python() -> str | None:
    """An interpreter of another version that we run on; shims of version managers say where theirs is."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    managed = sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/*/bin"))
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, managed)])
    for version in PYTHONS:
        for folder in path.split(os.pathsep):
            found = shutil.which(f"python{version}", path=folder)
            if version == ours or found is None:
                continue
            asked = subprocess.run(
                [found, "-c", "import sys, venv; print(sys.executable)"], capture_output=True, text=True
            )
            if asked.returncode == 0:
                return asked.stdout.strip()
    return None
