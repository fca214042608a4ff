"""The garbage collector during a build."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A page of prompts makes tens of thousands of objects and no cycles: reference counts free them. What cycles there
# are elsewhere may fill this much before somebody looks.
YOUNG_OBJECTS = 200_000


@contextmanager
def settled_heap() -> Iterator[None]:
    """Keep the collector from walking, again and again, what was there before and stays."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
