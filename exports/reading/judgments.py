"""What a snapshot holds of one prompt: plain dataclasses, filled by `snapshots` and read by the configs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Messages = list[dict[str, Any]]


@dataclass(slots=True)
class Completion:
    id: int
    index: int
    card_id: int
    messages: Messages
    model: str
    external_id: str
    sampling: str
    reasoning: str = ""

    @property
    def text(self) -> str:
        return str(self.messages[-1]["content"])


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    ranking: dict[str, Any]
    form: dict[str, Any]


@dataclass(slots=True)
class Judgment:
    """One revision of a submission, or a skip."""

    assignment_id: int
    labeler_id: int
    role: str
    purpose: str
    version: Version
    # Completion indexes in the order of the letters.
    order: list[int]
    number: int
    at: datetime
    active_seconds: float | None
    wall_seconds: float | None
    client_id: str = ""
    revision: int = 0
    is_standing: bool = True
    is_surplus: bool = False
    body: dict[str, Any] = field(default_factory=dict)
    # What the screen noticed, as JSON; empty when nothing.
    signals: str = ""
    verdict: str = ""
    skip_reason: str = ""
    skip_note: str = ""
    # Why no config but `raw` has it; empty when it counts.
    left_out: str = ""


@dataclass(slots=True)
class JudgedTask:
    id: int
    external_id: str
    batch: str
    prompt_type: str
    use_case: str
    language: str
    source: str
    source_user: str
    metadata: str
    # Judgments may have been added because people disagreed: agreement is computed from the other tasks.
    is_adaptive: bool = False
    completions: list[Completion] = field(default_factory=list)
    judgments: list[Judgment] = field(default_factory=list)
    is_gold: bool = False
    # Skipped as unsafe or for personal data, and not restored since: its texts stay here.
    is_withheld: bool = False

    def cards(self, judgment: Judgment) -> list[Completion]:
        """The completions in the order in which that labeler saw them."""
        by_index = {completion.index: completion for completion in self.completions}
        return [by_index[index] for index in judgment.order]


@dataclass(slots=True)
class JudgedPrompt:
    id: int
    group_id: int
    messages: Messages
    split: str
    is_quarantined: bool
    tasks: list[JudgedTask] = field(default_factory=list)
