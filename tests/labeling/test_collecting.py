"""An import spares the process Python's search for cycles, and gives it back."""

import gc

import pytest

from labeling.collecting import YOUNG_OBJECTS, rare_collection


def test_thresholds_come_back_also_after_an_error():
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), rare_collection():
        assert gc.get_threshold()[0] == YOUNG_OBJECTS
        assert gc.get_freeze_count() > 0
        _ = 1 / 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
