"""Products that run in real processes on states of their own, on the disk, with fsync on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.supervisor.running import Running, throw_away

# What a test waits for happens soon, but by itself: the defaults are made for production.
IMPATIENT = {"JOB_LEASE_SECONDS": "3", "SWEEP_SECONDS": "1"}


@pytest.fixture(autouse=True)
def kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist marks the tests of a group by their names: once it did not, and nobody noticed."""
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ or request.node.get_closest_marker("fresh_clone")
    assert is_alone or request.node.nodeid.endswith("@promises"), "Products must not run two at a time."


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A state that was started and stopped once: a first start takes seven times as long as the next."""
    with throw_away() as running:
        running.start()
        assert running.stop() == 0
        yield running.state


@pytest.fixture
def product(request: pytest.FixtureRequest) -> Iterator[Running]:
    """A product on a state of its own, not started yet: everything is made there, but for tests of a `new_state`."""
    is_new = request.node.get_closest_marker("new_state")
    copy_of = None if is_new else request.getfixturevalue("prepared")
    with throw_away(env=IMPATIENT, copy_of=copy_of) as running:
        yield running


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups, however early this file was loaded
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One after the other in one process of xdist: two products at once starve each other on two processors."""
    for test in items:
        if "/promises/" in test.path.as_posix() and not test.get_closest_marker("fresh_clone"):
            test.add_marker(pytest.mark.promise)
            test.add_marker(pytest.mark.xdist_group("promises"))
