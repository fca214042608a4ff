"""What the short way holds of a page of prompts: lists, one place for each prompt or answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exports.arithmetic.ballots import Ballot
from exports.reading.judgments import Version
from exports.statistics.leanings import Compared
from exports.writing.shared_rows import Single, Written

# From and to.
Span = tuple[int, int]


@dataclass(frozen=True, eq=False, slots=True)
class Ranked:
    """What a ranking says: one object for all that say the same, and equal only to itself, so that it is a quick key.

    Numbers of answers are their places among those of their prompt.
    """

    ballot: Ballot
    compared: Compared


class Said(NamedTuple):
    """A ranking of a prompt, and the work behind it."""

    ranked: Ranked
    assignment_id: int
    labeler_id: int
    version: Version
    active_seconds: float | None
    # YYYYMMDD
    day: str


@dataclass(slots=True)
class Answers:
    """Answers in columns, those of a prompt side by side and in their order."""

    messages: Sequence[Written | Single]
    # Bytes of each one's JSON.
    sizes: Sequence[int]
    ids: Sequence[str]
    models: Sequence[str]
    samplings: Sequence[str]
    # Signs of each text as it is compared (exports.configs.cases.as_compared).
    lengths: Sequence[int]

    def of(self, span: Span) -> "Answers":
        taken = slice(*span)
        return Answers(
            self.messages[taken], self.sizes[taken], self.ids[taken], self.models[taken], self.samplings[taken],
            self.lengths[taken],
        )  # fmt: skip


@dataclass(slots=True)
class UsualPage:
    """Usual prompts of one split, each together with its one task."""

    split: str
    answers: Answers
    # Which answers are each prompt's.
    spans: list[Span]
    said: list[list[Said]]
    prompt_ids: list[int]
    prompts: list[Written]
    external_ids: list[str]
    are_adaptive: list[bool]
    batches: list[str]
    sources: list[str]
    source_users: list[str]
    prompt_types: list[str]
    use_cases: list[str]
    languages: list[str]
