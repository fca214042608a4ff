"""A pytest plugin: a throw-away PostgreSQL and a Valkey, up before pytest-django reads the settings.

Loaded by `-p`, since conftest.py would be too late. With pytest-xdist the first process starts them and the others
inherit their addresses; pytest-django gives each process a database of its own. A DATABASE_URL or REDIS_URL in the
environment is used as it is. TEST_POSTGRES_BIN names the bin folder of another PostgreSQL.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from annotator.supervisor import account, binaries, folders, processes
from annotator.supervisor.postgres import Postgres
from annotator.supervisor.valkey import Valkey

MEMORY = Path("/dev/shm")  # noqa: S108
ENOUGH_BYTES = 1024**3
started = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
    os.environ["DEBUG"] = "0"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = started.enter_context(_throw_away_folder())
        os.environ["STATE_DIR"] = str(folder)
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = started.enter_context(_postgres(folder))
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = started.enter_context(_valkey(folder))
    try:
        return (yield)
    except BaseException:
        started.close()
        raise


def pytest_unconfigure() -> None:
    started.close()


@contextmanager
def _throw_away_folder() -> Generator[Path, None, None]:
    """In memory where there is room: the tests make and drop many tables."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES
    with tempfile.TemporaryDirectory(prefix="annotator-tests-", dir=MEMORY if has_room else None) as name:
        yield Path(name)


@contextmanager
def _postgres(folder: Path) -> Generator[str, None, None]:
    owner = account.of_servers(folder / "postgres")
    chosen = os.environ.get("TEST_POSTGRES_BIN")
    found = Path(chosen) if chosen else binaries.postgres_bin(owner)
    server = Postgres(folder / "postgres", folders.for_sockets(folder, owner), "only-for-tests", found, owner)
    server.is_throw_away = True
    with running(server):
        server.make_database()
        yield server.url


@contextmanager
def _valkey(folder: Path) -> Generator[str, None, None]:
    owner = account.of_servers(folder / "valkey")
    server = Valkey(folder / "valkey", folders.for_sockets(folder, owner), binaries.valkey_server(owner), owner)
    with running(server):
        yield server.url


@contextmanager
def running(server: Postgres | Valkey) -> Generator[None, None, None]:
    """Start the server, wait for it, and stop it in the end."""
    process = server.start()
    try:
        if not processes.wait_until(lambda: server.is_ready() or process.poll() is not None, seconds=30):
            raise pytest.UsageError(f"{server.name} for the tests did not start; see {server.log}")
        if process.poll() is not None:
            raise pytest.UsageError(f"{server.name} for the tests ended: {server.log.read_text()}")
        yield
    finally:
        processes.stop(process, by=server.parting, patience=10)
        shutil.rmtree(server.sockets, ignore_errors=True)
