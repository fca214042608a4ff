"""Python's search for cycles, kept out of the way of work that makes none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# About ten chunks of an import's rows; the default of 700 searched the whole process for a tenth of an import's time.
YOUNG_OBJECTS = 100_000


@contextmanager
def rare_collection(young_objects: int = YOUNG_OBJECTS) -> Iterator[None]:
    """What is there stays out of the search, and the search is rare. Cycles are still found, so memory is bounded.

    young_objects: how many may come before somebody looks.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(young_objects, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
