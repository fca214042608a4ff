"""How many rows of a dataset have a text under each license."""

from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from exports.configs import Config
from exports.configs.cases import Row
from exports.reading.licenses import BETWEEN
from exports.writing.shared_rows import Block, Plan


class LicenseCount:
    """How many rows of a config have a text under each license."""

    def __init__(self, config: Config, *, are_stated: bool) -> None:
        self._are_stated = are_stated
        names = [column.name for column in config.facts if column.name.endswith("_license")]
        # One look-up a row: told apart only at the end.
        self._words: Callable[[Row], Any] = words_of_facts(names) if names else words_in_completions
        self._names = names
        self._rows: Counter[Any] = Counter()

    def add(self, row: Row) -> None:
        self._rows[self._words(row)] += 1

    def add_shared(self, plan: Plan, block: Block) -> None:
        if not self._are_stated:
            self._rows[("",) * len(self._names)] += block.rows
            return
        words = []
        for kind, place in [plan.place_of[name] for name in self._names]:
            pool = plan.pools[kind]
            begin, of_pool = block.spans[pool][0], block.pools[pool][place]
            words.append([of_pool[begin + taken] for taken in block.places[kind]])
        self._rows.update(zip(*words, strict=True))

    def counted(self) -> dict[str, int]:
        """{license: rows}; the empty text where none was stated. Labelers' own texts count there too."""
        licenses: Counter[str] = Counter()
        for words, rows in self._rows.items():
            told_apart = {
                one for word in ((words,) if isinstance(words, str) else words) for one in word.split(BETWEEN)
            }
            licenses.update(dict.fromkeys(told_apart, rows))
        return dict(sorted(licenses.items()))


def words_of_facts(names: list[str]) -> Callable[[Row], Any]:
    read = itemgetter(*names)
    return lambda row: read(row.facts)


def words_in_completions(row: Row) -> frozenset[str]:
    """The licenses in a row of whole rankings; of prompts alone there are none."""
    completions = row.core.get("completions", ())
    return frozenset(word for one in completions for word in one.get("licenses") or [one.get("license", "")])
