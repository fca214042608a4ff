"""What all tests share. Their servers come from annotator/supervisor/pytest_servers.py, builders from make.py."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.utils import translation

from tests.emptying import empty_by_deleting

# Tests never assert times: on a busy machine a strategy is slow without being at fault.
hypothesis.settings.register_profile(
    "annotator", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("annotator")


def pytest_configure() -> None:
    # Templates name static files as they are: nothing has been collected and hashed.
    settings.STORAGES["staticfiles"]["BACKEND"] = "tests.as_sent.AsSent"
    # As in production, but for the work: tests sign in hundreds of times.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64
    # whitenoise warns of a missing folder, and warnings are errors here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def media_of_this_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each process of pytest-xdist has its own database, hence the same ids: their files must not meet."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> None:
    """The cache is no model's table: what a test of real transactions left there, no flush takes away."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse to connect to anything but this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(str(address[0])):
            raise AssertionError(f"A test wanted to connect to {address}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_here(host: str) -> bool:
    if host in ("localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def flushes_say_so() -> Iterator[None]:
    """Only the flush after a test of real transactions may empty the trail; inside the tests nothing may."""
    with pytest.MonkeyPatch.context() as patch:
        empty_by_deleting(patch)
        yield


@pytest.fixture(autouse=True)
def no_language_of_others() -> None:
    """A request leaves its language active in the thread: the next test begins without."""
    translation.deactivate()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the source tree."""
    return Path(settings.BASE_DIR)
