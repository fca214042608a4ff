"""Fingerprints tell same from different, and where."""

import pytest

from labeling.importing.fingerprints import FIELDS, WIDTH, differing_field
from labeling.importing.rows import normalise
from labeling.importing.spelling import spell
from tests.labeling.importing.reading import RANKING

ROW = {
    "id": "i", "prompt": "a", "completions": [{"text": "x", "model": "m"}, "y"], "priority": 1, "overlap": 2,
    "split": "test", "prompt_type": "p", "use_case": "u", "language": "en", "source": "s", "source_user": "su",
    "batch": "b",
    "metadata": {"k": 1, "l": 2},
}  # fmt: skip


def mark(**change):
    return spell(normalise(ROW | change, 1, RANKING)).mark


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("is_absent", [False, True])
def test_the_field_that_differs_is_named(field, is_absent):
    other = {
        "prompt": "z",
        "completions": ["x", "y"],
        "split": "train",
        "priority": 0,
        "overlap": 9,
        "metadata": {"k": 2},
    }
    absent = None if field not in ("prompt", "completions") else other[field]
    assert differing_field(mark(), mark(**{field: absent if is_absent else other.get(field, "other")})) == field
    assert differing_field(mark(), mark()) == ""


@pytest.mark.parametrize("key", ["text", "model", "id", "reasoning", "sampling", "metadata"])
def test_every_part_of_a_completion_counts(key):
    value = {"a": 1} if key in ("sampling", "metadata") else "other"
    changed = mark(completions=[{"text": "x", "model": "m"} | {key: value}, "y"])
    assert differing_field(mark(), changed) == "completions"


def test_spelling_does_not_count():
    assert mark() == mark(metadata={"l": 2, "k": 1}, prompt=[{"content": "a", "role": "user"}])
    assert mark() == mark(completions=[{"model": "m", "text": "x", "metadata": {}}, {"text": "y", "model": None}])
    assert len(mark()) == WIDTH * len(FIELDS)
    assert mark(metadata={"l": 2}, k=1) == mark(), "an unknown key is metadata"


def test_fingerprints_stay_as_they_are():
    """Stored fingerprints are compared with those of later versions: this one may never change."""
    assert mark().hex() == GOLDEN


# One line for each of three fields.
GOLDEN = (
    "5168bd634e48454d2aef1cbbcd16e46ef6fc42039fba3776"
    "1bf41ef6fd6f6f6c0d72d5bd89f3691f0638590ce167d208"
    "a92ae1644e025f80e64984c3aacf6edee16d568b3138d9b3"
    "8472c2e34d854f7596ad3bb4a2d666d3f8c7ef84ea621d1d"
)
