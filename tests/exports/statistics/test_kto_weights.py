"""TRL: desirable weight x desirable rows to undesirable weight x undesirable rows from 1:1 to 4:3."""

import pytest

from exports.statistics.kto_weights import kto_weights


@pytest.mark.parametrize(
    ("good", "bad", "desirable", "undesirable"),
    [
        (100, 100, (1, 1), (1, 1)),
        (4, 3, (1, 1), (1, 1)),
        (100, 300, (3, 4), (1, 1)),
        (200, 100, (1, 1), (1.5, 2)),
    ],
)
def test_the_scarcer_side_counts_more(
    good: int, bad: int, desirable: tuple[float, ...], undesirable: tuple[float, ...]
):
    weights = kto_weights(good, bad)["weights"]
    assert tuple(weights["desirable_weight"].values()) == desirable
    assert tuple(weights["undesirable_weight"].values()) == undesirable


@pytest.mark.parametrize(("good", "bad"), [(0, 7), (7, 0), (0, 0)])
def test_one_class_alone_has_no_weights(good: int, bad: int):
    assert kto_weights(good, bad) == {"desirable": good, "undesirable": bad, "weights": None}
