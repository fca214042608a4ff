"""Several people's orders of the same answers, drawn as lines from column to column: who rises, who falls.

Pure arithmetic: places in, coordinates out; the template draws. Answers of one tier stand at one height, side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COLUMN, ROW, EDGE = 96, 34, 20
# Above the columns stand names.
HEAD = 22
# Between answers that somebody ranks as equal.
APART = 22


@dataclass(frozen=True)
class Dot:
    letter: str
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    letter: str
    # From the first column to its neighbours: "M x,y L x,y …".
    path: str


@dataclass(frozen=True)
class Column:
    name: str
    x: float
    # The one under review.
    is_ours: bool
    dots: list[Dot]
    # Where the line of acceptability goes; None where there is none.
    line_y: float | None

    @property
    def left(self) -> float:
        return self.x - 2 * APART

    @property
    def right(self) -> float:
        return self.x + 2 * APART


@dataclass(frozen=True)
class OrderLines:
    columns: list[Column]
    lines: list[Line]
    width: float
    height: float
    # (letter, [place by column]): the same as a table.
    table: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Order:
    """Tiers of letters, best first; how many of them are acceptable, None where that was not asked."""

    name: str
    tiers: Sequence[Sequence[str]]
    acceptable: int | None = None


def draw(orders: Sequence[Order], letters: Sequence[str]) -> OrderLines:
    """The first order is the one under review. A letter that somebody left unranked has no dot in their column."""
    places = [places_of(order.tiers) for order in orders]
    columns = [
        column(order, number, at, len(letters)) for number, (order, at) in enumerate(zip(orders, places, strict=True))
    ]
    lines = [line(letter, columns) for letter in letters]
    width = 2 * EDGE + 2 * APART + COLUMN * (max(1, len(orders)) - 1)
    table = [(letter, [told(at.get(letter)) for at in places]) for letter in letters]
    return OrderLines(
        columns, [one for one in lines if one.path], width, HEAD + 2 * EDGE + ROW * (len(letters) - 1), table
    )


def places_of(tiers: Sequence[Sequence[str]]) -> Mapping[str, tuple[int, int, int]]:
    """Letter: (how many stand above, its place in the tier, how many share the tier)."""
    found: dict[str, tuple[int, int, int]] = {}
    above = 0
    for tier in tiers:
        for number, letter in enumerate(tier):
            found[letter] = (above, number, len(tier))
        above += len(tier)
    return found


def column(order: Order, number: int, places: Mapping[str, tuple[int, int, int]], count: int) -> Column:
    x = EDGE + APART + number * COLUMN
    dots = []
    for letter, (above, place, shared) in places.items():
        # A tier stands in the middle of the rows that it fills.
        y = HEAD + EDGE + ROW * (above + (shared - 1) / 2)
        dots.append(Dot(letter, x + APART * (place - (shared - 1) / 2), y))
    good = sum(len(tier) for tier in order.tiers[: order.acceptable]) if order.acceptable is not None else None
    line_y = None if good is None else HEAD + EDGE + ROW * (min(max(good, 0), count) - 0.5)
    return Column(order.name, x, number == 0, dots, line_y)


def line(letter: str, columns: Sequence[Column]) -> Line:
    points = [dot for one in columns for dot in one.dots if dot.letter == letter]
    if len(points) < 2:
        return Line(letter, "")
    return Line(letter, "M" + " L".join(f"{dot.x:g},{dot.y:g}" for dot in points))


def told(place: tuple[int, int, int] | None) -> str:
    """As people count places: 1, 2 =, …"""
    if place is None:
        return "–"
    above, _number, shared = place
    return f"{above + 1}{' =' if shared > 1 else ''}"
