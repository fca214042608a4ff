"""Asking about a task. It stays with its labeler; the managers see the question.

Race: the same question comes twice at once; the database takes one per UUID, and the later one finds it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from labeling.models import Assignment, Question
from labeling.storable import check_storable

LONGEST_QUESTION = 5_000


class AnotherQuestion(Conflict):
    code = "another_question"
    detail = gettext_lazy("Another question was asked under this id.")


@dataclass(frozen=True)
class Asked:
    question: Question
    is_new: bool


@transaction.atomic
def ask_question(*, assignment: Assignment, client_id: UUID, text: str, now: datetime) -> Asked:
    """Ask, whatever became of the assignment; the same again changes nothing. Raises AnotherQuestion or Invalid."""
    check(text)
    question, is_new = Question.objects.get_or_create(
        assignment=assignment, client_id=client_id, defaults={
            "project_id": assignment.project_id, "asker_id": assignment.labeler_id, "text": text, "asked_at": now,
        },
    )  # fmt: skip
    if not is_new and question.text != text:
        raise AnotherQuestion
    if is_new:
        trail.record(
            "question.asked", by=assignment.labeler, now=now, project_id=assignment.project_id,
            subject=f"question:{question.pk}", assignment=assignment.pk,
        )  # fmt: skip
    return Asked(question, is_new)


def check(text: str) -> None:
    if not text.strip():
        raise Invalid(fields={"text": [_("Ask something.")]})
    if len(text) > LONGEST_QUESTION:
        raise Invalid(fields={"text": [_("It has at most %(most)s characters.") % {"most": LONGEST_QUESTION}]})
    check_storable(text, "text")
