"""Axes that end at round numbers."""

from math import ceil, log10


def nice_top(highest: float) -> int:
    """The next 1, 2, 2.5 or 5 times a power of ten at or above it; at least 4, so that the middle is whole."""
    if highest <= 4:
        return 4
    power = int(10 ** int(log10(highest)))
    for step in (1, 2, 2.5, 5, 10):
        if step * power >= highest:
            return ceil(step * power)
    return 10 * power
