"""Rows put together from parts that many of them share: a prompt stands in every pair of its answers, and so on.

Each part becomes JSON once, and a cell of an Arrow column once in a batch; a row is a handful of references. The
bytes are those of the row written out whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, runtime_checkable

import orjson


class Part(NamedTuple):
    """`pieces`: its values as JSON, cut where values of other kinds of parts stand between."""

    values: Mapping[str, Any]
    pieces: list[bytes]


class Plan:
    """How the parts of a config's rows lie in one another.

    kinds: the columns of each kind of part; together all columns of the row.
    """

    def __init__(self, *kinds: Iterable[str]) -> None:
        self.kinds = [tuple(names) for names in kinds]
        self.kind_of = {name: kind for kind, names in enumerate(self.kinds) for name in names}
        runs = [(kind, list(names)) for kind, names in groupby(sorted(self.kind_of), key=self.kind_of.__getitem__)]
        self._runs = [[names for kind, names in runs if kind == wanted] for wanted in range(len(self.kinds))]
        starts = [sum(map(len, self._runs[:kind])) for kind in range(len(self.kinds))]
        nexts: list[Iterator[int]] = [iter(range(start, start + len(self._runs[k]))) for k, start in enumerate(starts)]
        # Where, among the pieces of all parts, those of a line stand one after the other.
        self._in_line = itemgetter(*(next(nexts[kind]) for kind, _ in runs))

    def part(self, kind: int, values: Mapping[str, Any]) -> Part:
        return Part(values, [inside({name: values[name] for name in names}) for names in self._runs[kind]])

    def name_part(self, kind: int, name: str) -> Part:
        """A part of one column whose value JSON leaves as it is: letters, digits and dashes."""
        (column,) = self.kinds[kind]
        return Part({column: name}, [b'"%b":"%b"' % (column.encode(), name.encode())])

    def values(self, parts: tuple[Part, ...]) -> dict[str, Any]:
        """The row written out whole."""
        return {name: value for part in parts for name, value in part.values.items()}

    def line(self, parts: tuple[Part, ...]) -> bytes:
        """The row as canonical JSON: as orjson.dumps(row, option=OPT_SORT_KEYS | OPT_APPEND_NEWLINE)."""
        pieces: list[bytes] = []
        for part in parts:
            pieces += part.pieces
        return b"{%b}\n" % b",".join(self._in_line(pieces))


def inside(values: dict[str, Any]) -> bytes:
    """The JSON of an object without its braces."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)[1:-1]


@runtime_checkable
class SharesParts(Protocol):
    """A config whose rows are made of parts."""

    plan: Plan

    def shared(self, material: Any, drops: Counter[str]) -> list[tuple[Part, ...]]:
        """The parts of each of a prompt's rows."""
        ...


class SharedRow:
    """A row by its parts. `core` and `facts` are for those who want them whole."""

    __slots__ = ("core_names", "parts", "plan")

    def __init__(self, plan: Plan, parts: tuple[Part, ...], core_names: tuple[str, ...]) -> None:
        self.plan = plan
        self.parts = parts
        self.core_names = core_names

    @property
    def core(self) -> dict[str, Any]:
        return {name: self[name] for name in self.core_names}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self[name] for name in self.plan.kind_of if name not in self.core_names}

    def __getitem__(self, name: str) -> Any:
        return self.parts[self.plan.kind_of[name]].values[name]
