"""What lies on a labeler's desk: the prompt, the lettered completions, and what was said so far.

Everything a labeler is shown comes through here, so blindness is decided in one place: no policy,
external id, score, split, batch, file order or other judgment is on a sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection

from labeling.kinds import KINDS, LETTERS, Kind
from labeling.models import Assignment, AssignmentState, Draft, GuidelineVersion, Review, Submission, Verdict


@dataclass(frozen=True)
class Card:
    """A completion as the task has it: only `text` may reach a labeler."""

    index: int
    text: str
    # The policy's id; minus index - 1 where the file named none.
    policy: int


@dataclass(frozen=True)
class Sheet:
    assignment: Assignment
    version: GuidelineVersion
    messages: list[dict[str, Any]]
    # (letter, text) in the order of the letters.
    completions: list[tuple[str, str]]
    draft: Draft | None = None
    submission: Submission | None = None
    # A reviewer's verdict on it, for their author to read: the reviewer knows no policies either.
    review: Review | None = None
    kind: Kind = field(default=KINDS["ranking"])

    @property
    def texts(self) -> dict[str, str]:
        return dict(self.completions)


@lru_cache(maxsize=256)
def version_of(version_id: int) -> GuidelineVersion:
    """Versions never change, so they are kept."""
    return GuidelineVersion.objects.get(pk=version_id)


def read_task(task_id: int) -> tuple[list[dict[str, Any]], list[Card]]:
    """The prompt's messages and the cards in file order, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.messages::json, (
                SELECT json_agg(json_build_array(c.index, c.messages->-1->'content', c.policy_id) ORDER BY c.index)
                FROM labeling_completion c WHERE c.task_id = t.id AND c.same_as_id IS NULL)
            FROM labeling_task t JOIN labeling_prompt p ON p.id = t.prompt_id WHERE t.id = %s
            """,
            [task_id],
        )
        messages, cards = cursor.fetchone()
    return messages, [Card(index, text, policy or -index - 1) for index, text, policy in cards or []]


def lay_out(assignment: Assignment, messages: list[dict[str, Any]], cards: Sequence[Card]) -> Sheet:
    """Bring the cards into the assignment's order under letters."""
    by_index = {card.index: card.text for card in cards}
    completions = [(LETTERS[place], by_index[index]) for place, index in enumerate(assignment.order)]
    version = version_of(assignment.version_id)
    return Sheet(assignment, version, messages, completions, kind=KINDS[assignment.project.kind])


def read_sheet(assignment: Assignment) -> Sheet:
    """Everything its labeler may see of an assignment."""
    messages, cards = read_task(assignment.task_id)
    sheet = lay_out(assignment, messages, cards)
    draft = Draft.objects.filter(assignment=assignment).exclude(judgment=None).first()
    submission, review = None, None
    if assignment.state == AssignmentState.SUBMITTED:
        submission = Submission.objects.filter(assignment=assignment).order_by("-revision").first()
        newest = submission and submission.reviews.order_by("-number").first()
        review = newest if newest and newest.verdict in (Verdict.RETURNED, Verdict.REJECTED) else None
    return Sheet(assignment, sheet.version, messages, sheet.completions, draft, submission, review, sheet.kind)


class TextsByLetter(Mapping[str, str]):
    """The text under each letter of an assignment, read only when somebody looks: few judgments need it."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment

    @cached_property
    def texts(self) -> dict[str, str]:
        messages, cards = read_task(self.assignment.task_id)
        return lay_out(self.assignment, messages, cards).texts

    def __getitem__(self, letter: str) -> str:
        return self.texts[letter]

    def __iter__(self) -> Iterator[str]:
        return iter(LETTERS[: len(self.assignment.order)])

    def __len__(self) -> int:
        return len(self.assignment.order)
