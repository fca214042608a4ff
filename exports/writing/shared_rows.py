"""Rows put together from parts that many of them share: a prompt stands in every pair of its answers, and so on.

Rows come in blocks: parts, and which of them each row takes. Many blocks become lines and columns at once
(exports.writing.batch).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


# The one message of an answer, for where there are many: its text, and how JSON spells it.
Single = tuple[str, str]
BEFORE_TEXT, BEHIND_TEXT = b'[{"content":', b',"role":"assistant"}]'
AROUND_TEXT = len(BEFORE_TEXT) + len(BEHIND_TEXT)


def are_single(values: Iterable[Any]) -> bool:
    return set(map(type, values)) == {tuple}


def as_written(messages: Written | Single) -> Written:
    if isinstance(messages, Written):
        return messages
    text, spelled = messages
    return Written([{"role": "assistant", "content": text}], BEFORE_TEXT + spelled.encode() + BEHIND_TEXT)


# What several parts of a kind hold, by columns: a part is what stands at one place of all of them. Messages are
# Written or Single.
Pool = Sequence[Sequence[Any]]


def pool_of(parts: Iterable[Sequence[Any]]) -> Pool:
    """parts: each with its values, in the order of its kind's columns."""
    return list(zip(*parts, strict=True))


class Block(NamedTuple):
    """Rows that belong together.

    pools: each of the plan; several blocks may share one. spans: which of a pool's parts, from and to, are the
    block's. places: for each kind, which of these each row takes. size: bytes of their texts.
    """

    pools: tuple[Pool, ...]
    spans: tuple[tuple[int, int], ...]
    places: tuple[Sequence[int], ...]
    size: int

    @property
    def rows(self) -> int:
        return len(self.places[0])


def whole(pools: tuple[Pool, ...], places: tuple[Sequence[int], ...], size: int) -> Block:
    """A block that has its pools for itself."""
    return Block(pools, tuple([(0, len(pool[0])) for pool in pools]), places, size)


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
        names_of_all = sorted([*self.place_of, *self.joined])
        # What stands side by side in a line and comes from one part; a joined column stands alone.
        self.runs = [tuple(names) for _, names in groupby(names_of_all, key=self._kind_of)]

    def _kind_of(self, name: str) -> int | str:
        """The kind of a column; a joined one is a kind of its own."""
        return self.place_of[name][0] if name in self.place_of else name

    def values(self, block: Block) -> Iterator[dict[str, Any]]:
        """The rows written out whole."""
        pools = [block.pools[pool] for pool in self.pools]
        begins = [block.spans[pool][0] for pool in self.pools]
        for places in zip(*block.places, strict=True):
            taken = [begin + place for begin, place in zip(begins, places, strict=True)]
            given = {name: pools[kind][place][taken[kind]] for name, (kind, place) in self.place_of.items()}
            row: dict[str, Any] = {
                name: as_written(value).messages if isinstance(value, tuple) else value for name, value in given.items()
            }
            yield row | {name: "-".join([row[one] for one in of]) for name, of in self.joined.items()}


@runtime_checkable
class SharesParts(Protocol):
    """A config whose rows are made of parts."""

    plan: Plan

    def shared(self, material: Any, drops: Any) -> list[Block]:
        """A prompt's rows."""
        ...
