"""Answering a question, or correcting the answer; a manager may put it into the guidelines' FAQ.

Races: two answers for the FAQ at once, or an answer and a change of the settings; the project's row lock makes
them queue, so each adds to the guidelines that the other left. Two answers to one question: the later one holds,
the earlier stands in the trail.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Invalid, NotYourRole
from accounts.models import User
from labeling.actions import change_project
from labeling.models import Project, Question, Role
from labeling.questions import faq as section
from labeling.storable import check_storable

LONGEST_ANSWER = 20_000
LONGEST_FAQ_QUESTION = 500


class OnlyManagersChangeGuidelines(NotYourRole):
    detail = gettext_lazy("Only managers can add to the guidelines.")


@transaction.atomic
def answer_question(
    *, question: Question, answer: str, by: User, role: str, now: datetime, faq: bool = False, faq_question: str = ""
) -> Question:
    """Answer; the asker sees it as new. The same again changes nothing.

    With `faq`, question (as `faq_question` words it) and answer become a new version of the guidelines; an answer
    that stands there already is replaced. Raises Invalid or OnlyManagersChangeGuidelines.
    """
    check(answer, faq_question)
    if faq and role != Role.MANAGER:
        raise OnlyManagersChangeGuidelines
    project = Project.objects.select_for_update(no_key=True).get(pk=question.project_id)
    question = Question.objects.select_for_update(of=["self"]).select_related("asker").get(pk=question.pk)
    wording = (" ".join(faq_question.split()) or " ".join(question.text.split())) if faq else question.faq_question
    if (answer, wording) == (question.answer, question.faq_question):
        return question
    before = question.answer
    if faq:
        write_into_guidelines(project, question, wording, answer, by, now)
    question.answer, question.faq_question, question.is_in_faq = answer, wording, bool(wording)
    question.answered_by, question.answered_at, question.read_at = by, now, None
    question.save()
    trail.record(
        "question.corrected" if before else "question.answered", by=by, now=now, project_id=project.pk,
        subject=f"question:{question.pk}", faq=faq, **({"before": before} if before else {}),
    )  # fmt: skip
    return question


def write_into_guidelines(
    project: Project, question: Question, wording: str, answer: str, by: User, now: datetime
) -> None:
    newest = project.versions.order_by("-number")[0]
    earlier = section.entry(question.faq_question, question.answer) if question.is_in_faq else ""
    guidelines = section.with_entry(newest.guidelines, section.entry(wording, answer), instead_of=earlier)
    change_project.change_project(project=project, by=by, now=now, guidelines=guidelines)


def check(answer: str, faq_question: str) -> None:
    if not answer.strip():
        raise Invalid(fields={"answer": [_("Answer something.")]})
    if len(answer) > LONGEST_ANSWER:
        raise Invalid(fields={"answer": [_("It has at most %(most)s characters.") % {"most": LONGEST_ANSWER}]})
    if len(faq_question) > LONGEST_FAQ_QUESTION:
        raise Invalid(
            fields={"faq_question": [_("It has at most %(most)s characters.") % {"most": LONGEST_FAQ_QUESTION}]}
        )
    check_storable(answer, "answer")
    check_storable(faq_question, "faq_question")
