"""Rows put together from parts that many of them share: a prompt stands in every pair of its answers, and so on.

Rows come in blocks: parts, and which of them each row takes. Many blocks become lines and columns at once
(exports.writing.batch).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, Protocol, runtime_checkable

import orjson

from exports.reading.judgments import Messages


class Written(NamedTuple):
    """Messages, and their canonical JSON."""

    messages: Messages
    json: bytes


def written(messages: Messages) -> Written:
    # The slice is as long as its text; what orjson gives holds on to a buffer several times as long.
    return Written(messages, orjson.dumps(messages, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)[:-1])


class Part(NamedTuple):
    """values: in the order of its kind's columns, messages as Written. size: bytes of the texts in it."""

    values: tuple[Any, ...]
    size: int = 0


class Block(NamedTuple):
    """Rows that belong together.

    pools: the parts of each pool of the plan; places: for each kind, which part of its pool each row takes.
    """

    pools: tuple[Sequence[Part], ...]
    places: tuple[Sequence[int], ...]

    @property
    def rows(self) -> int:
        return len(self.places[0])

    @property
    def size(self) -> int:
        """Bytes of the texts in its parts."""
        return sum([part.size for pool in self.pools for part in pool])


class Plan:
    """How rows are made of parts.

    kinds: the columns that each kind of part has; a place without a name is no column of this kind.
    pools: from which pool each kind takes its parts; by default each has its own.
    joined: {column: those whose texts stand in it, with dashes between}; of names that JSON leaves as they are.
    """

    def __init__(
        self,
        *kinds: Sequence[str],
        pools: Sequence[int] = (),
        joined: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.kinds = [tuple(names) for names in kinds]
        self.pools = tuple(pools or range(len(kinds)))
        self.joined = dict(joined or {})
        self.place_of = {
            name: (kind, place) for kind, names in enumerate(self.kinds) for place, name in enumerate(names) if name
        }
        whole = sorted([*self.place_of, *self.joined])
        # What stands side by side in a line and comes from one part; a joined column stands alone.
        self.runs = [tuple(names) for _, names in groupby(whole, key=lambda name: self.place_of.get(name, (name,))[0])]

    def values(self, block: Block) -> Iterator[dict[str, Any]]:
        """The rows written out whole."""
        pools = [block.pools[pool] for pool in self.pools]
        for places in zip(*block.places, strict=True):
            parts = [pool[place].values for pool, place in zip(pools, places, strict=True)]
            given = {name: parts[kind][place] for name, (kind, place) in self.place_of.items()}
            row: dict[str, Any] = {
                name: value.messages if isinstance(value, Written) else value for name, value in given.items()
            }
            yield row | {name: "-".join([row[one] for one in of]) for name, of in self.joined.items()}


@runtime_checkable
class SharesParts(Protocol):
    """A config whose rows are made of parts."""

    plan: Plan

    def shared(self, material: Any, drops: Any) -> list[Block]:
        """A prompt's rows."""
        ...
