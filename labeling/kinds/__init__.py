"""The kinds of judgment. A kind is one module with the members of `Kind`, and one line in KINDS."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from labeling.kinds import demonstration, ranking
from labeling.kinds.errors import InvalidJudgment, InvalidSettings
from labeling.kinds.presets import PRESETS, Preset

__all__ = ["KINDS", "LETTERS", "PRESETS", "InvalidJudgment", "InvalidSettings", "Kind", "Preset"]

# By these letters labelers know completions; K is at most nine.
LETTERS = "ABCDEFGHI"


class Kind(Protocol):
    """What every kind module offers."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def template(self) -> str: ...
    @property
    def fewest_cards(self) -> int: ...
    @property
    def most_cards(self) -> int: ...

    def check_settings(self, ranking: Any, form: Any) -> tuple[dict[str, Any], dict[str, Any]]: ...

    def parse_judgment(
        self,
        judgment: Any,
        *,
        labels: Sequence[str],
        texts: Mapping[str, str],
        ranking: Mapping[str, Any],
        form: Mapping[str, Any],
    ) -> dict[str, Any]: ...

    def authored_texts(self, judgment: Mapping[str, Any]) -> list[str]: ...

    def summarise(self, judgment: Mapping[str, Any]) -> str: ...


KINDS: dict[str, Kind] = {"ranking": ranking, "demonstration": demonstration}
