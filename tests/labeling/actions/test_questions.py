"""Asking, answering, the FAQ, and what counts as seen."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.errors import Invalid
from accounts.models import Event
from labeling.actions import ask_question, change_project, claim
from labeling.actions.answer_question import OnlyManagersChangeGuidelines, answer_question
from labeling.actions.mark_seen import mark_answers_read, mark_guidelines_seen
from labeling.models import Assignment, Project, Question
from labeling.queries import current_version
from tests import make

pytestmark = pytest.mark.django_db


def answered(question: Question, answer: str = "Yes.", **options: Any) -> Question:
    options = {"role": "manager", "by": make.manager(question.project), "now": timezone.now()} | options
    return answer_question(question=question, answer=answer, **options)


@pytest.mark.parametrize("state", ["claimed", "submitted", "skipped", "released"])
def test_a_question_can_be_asked_whatever_became_of_the_assignment_and_changes_nothing_of_it(state: str) -> None:
    assignment = make.assignment(state)
    question = make.question(assignment)
    assert Assignment.objects.get(pk=assignment.pk).state == state
    assert (question.project_id, question.asker_id) == (assignment.project_id, assignment.labeler_id)
    assert Event.objects.get(verb="question.asked").actor_id == assignment.labeler_id


def test_the_same_question_twice_is_one() -> None:
    assignment, key = make.assignment(), uuid4()
    for is_new in (True, False):
        made = ask_question.ask_question(assignment=assignment, client_id=key, text="Why?", now=timezone.now())
        assert made.is_new is is_new
    with pytest.raises(ask_question.AnotherQuestion):
        ask_question.ask_question(assignment=assignment, client_id=key, text="How?", now=timezone.now())
    assert Question.objects.get().text == "Why?"


@pytest.mark.parametrize("text", ["", " \n", "x" * 5_001, "a\0b"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        make.question(make.assignment(), text)


def test_a_correction_is_new_to_the_asker_and_the_earlier_answer_stays_in_the_trail() -> None:
    question = answered(make.question(make.assignment()))
    until = timezone.now()
    assert mark_answers_read(asker=question.asker, project=question.project, until=until, now=until) == 1
    again = answered(question)
    assert again.read_at is not None
    corrected = answered(question, "No.")
    assert (corrected.answer, corrected.read_at) == ("No.", None)
    assert Event.objects.get(verb="question.corrected").details["before"] == "Yes."
    assert Event.objects.filter(verb__startswith="question.").count() == 3


def test_an_answer_after_the_list_was_read_stays_new() -> None:
    question = answered(make.question(make.assignment()))
    assert question.answered_at is not None
    before = question.answered_at - timedelta(seconds=1)
    assert mark_answers_read(asker=question.asker, project=question.project, until=before, now=before) == 0


def test_an_answer_for_the_faq_makes_a_version_and_leaves_assignments_in_hand_theirs() -> None:
    assignment = make.assignment(of=make.project(guidelines="Be fair."))
    question = answered(make.question(assignment), "Yes, **if** it helps.", faq=True, faq_question="Are jokes fine?")
    version = current_version(assignment.project)
    assert version.guidelines == (
        "Be fair.\n\n## Questions and answers\n\n### Are jokes fine?\n\nYes, **if** it helps.\n"
    )
    assert (version.number, version.guidelines_number) == (2, 2)
    assert Assignment.objects.get(pk=assignment.pk).version.number == 1
    assert (question.is_in_faq, question.faq_question) == (True, "Are jokes fine?")


def test_an_answer_in_the_faq_is_replaced_by_its_correction_and_a_repeat_makes_no_version() -> None:
    question = make.question(make.assignment(), "Jokes?")
    for _ in range(2):
        answered(question, faq=True)
    assert current_version(question.project).number == 2
    answered(question, "No.", faq=True)
    assert current_version(question.project).guidelines == "## Questions and answers\n\n### Jokes?\n\nNo.\n"


def test_reviewers_answer_but_leave_the_guidelines_alone() -> None:
    question = make.question(make.assignment())
    reviewer = make.member(question.project, "reviewer")
    with pytest.raises(OnlyManagersChangeGuidelines):
        answered(question, by=reviewer, role="reviewer", faq=True)
    assert answered(question, by=reviewer, role="reviewer").answered_by == reviewer


@pytest.mark.parametrize("given", [{"answer": " "}, {"answer": "x" * 20_001}, {"faq_question": "x" * 501}])
def test_what_is_no_answer_is_refused(given: dict[str, str]) -> None:
    question = make.question(make.assignment())
    with pytest.raises(Invalid):
        answered(question, **given)
    assert Question.objects.get().answered_at is None


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("question_says_something", {"text": ""}),
        ("question_answer_is_whole", {"answer": "Yes."}),
        ("question_answer_is_whole", {"answered_at": make.NOON}),
        ("question_read_when_answered", {"read_at": make.NOON}),
        ("question_in_faq_when_answered", {"is_in_faq": True, "faq_question": "Why?"}),
        ("question_in_faq_when_answered", {"faq_question": "Why?"}),
    ],
)
def test_the_database_refuses_what_cannot_be(constraint: str, fields: dict[str, Any]) -> None:
    question = make.question(make.assignment())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**fields)


def test_the_database_takes_one_question_per_id() -> None:
    question = make.question(make.assignment())
    question.pk = None
    with pytest.raises(IntegrityError, match="question_client_id_once"), transaction.atomic():
        question.save(force_insert=True)


def test_what_was_seen_of_the_guidelines_only_grows_and_never_beyond_what_there_is() -> None:
    project = make.project(guidelines="One.")
    labeler = make.member(project)
    seen = []
    for number in (0, 1, 99, 1):
        mark_guidelines_seen(labeler=labeler, project=project, number=number)
        seen.append(make.membership(project, labeler).guidelines_seen)
    assert seen == [0, 1, 1, 1]


def test_another_form_alone_is_no_other_text_of_the_guidelines() -> None:
    project = make.project(guidelines="One.")
    by = make.manager(project)
    change_project.change_project(project=project, by=by, now=timezone.now(), ranking={"ties": False})
    assert (current_version(project).number, current_version(project).guidelines_number) == (2, 1)
    change_project.change_project(project=project, by=by, now=timezone.now(), guidelines="Two.")
    assert (current_version(project).number, current_version(project).guidelines_number) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_answers_for_the_faq_at_once_both_arrive() -> None:
    project: Project = make.project(guidelines="Be fair.")
    make.tasks(project, 1)
    labeler, manager = make.member(project), make.manager(project)
    assignment = claim.next_assignment(project=project, labeler=labeler, now=timezone.now()).assignment
    questions = [make.question(assignment, f"Question {number}?") for number in range(6)]
    barrier = threading.Barrier(len(questions))

    def answer(question: Question) -> None:
        try:
            barrier.wait()
            answered(question, f"Answer to {question.text}", by=manager, faq=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[question]) for question in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = current_version(project).guidelines
    assert all(text.count(f"### {question.text}\n\nAnswer to {question.text}") == 1 for question in questions)
    assert current_version(project).number == 7
