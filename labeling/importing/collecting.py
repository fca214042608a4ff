"""Python's search for cycles, kept out of the way of work that makes none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# About ten chunks of rows; the default of 700 searched the whole process for a tenth of an import's time.
YOUNG_OBJECTS = 100_000


@contextmanager
def rare_collection() -> Iterator[None]:
    """What is there stays out of the search, and the search is rare. Cycles are still found, so memory is bounded."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
