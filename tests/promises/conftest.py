"""Products that run in real processes on states of their own, on the disk, with fsync on."""

from collections.abc import Iterator

import pytest

from annotator.supervisor.running import Running, throw_away

# What a test waits for happens soon, but by itself: the defaults are made for production.
IMPATIENT = {"JOB_LEASE_SECONDS": "3", "SWEEP_SECONDS": "1"}


@pytest.fixture
def product() -> Iterator[Running]:
    """A state that nothing has been started on yet."""
    with throw_away(env=IMPATIENT) as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One after the other in one process of xdist: two products at once starve each other on two processors."""
    for test in items:
        if "/promises/" in test.path.as_posix() and not test.get_closest_marker("fresh_clone"):
            test.add_marker(pytest.mark.promise)
            test.add_marker(pytest.mark.xdist_group("promises"))
