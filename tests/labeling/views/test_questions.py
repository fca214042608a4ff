"""The pages of questions: one's own beside the task, and the one on which they are answered."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from labeling.actions.answer_question import answer_question
from labeling.actions.change_project import change_project
from labeling.models import Question
from labeling.queries import current_version
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return make.question(make.assignment(of=make.project(guidelines="Be fair.")), "Is *this* fine?")


def answered(question: Question) -> Question:
    return answer_question(
        question=question, answer="**Yes.**", by=make.manager(question.project), role="manager", now=timezone.now()
    )


def test_the_navigation_counts_what_waits(client: Client, question: Question) -> None:
    client.force_login(make.manager(question.project))
    page = client.get(f"/projects/{question.project.slug}/questions/").content.decode()
    assert "Is *this* fine?" in page
    assert '<span class="badge badge--warn" title="waiting for an answer">1</span>' in page
    answered(question)
    page = client.get(f"/projects/{question.project.slug}/questions/").content.decode()
    assert "No open questions" in page
    assert "waiting for an answer" not in page


def test_answering_without_scripts_comes_back_to_the_page(client: Client, question: Question) -> None:
    client.force_login(make.manager(question.project))
    path = f"/projects/{question.project.slug}/questions/"
    answer = client.post(f"{path}{question.pk}/", {"answer": "Yes.\r\nIt is.", "faq": "on", "faq_question": "Fine?"})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert Question.objects.get().answer == "Yes.\nIt is."
    assert current_version(question.project).guidelines.endswith("### Fine?\n\nYes.\nIt is.\n")


def test_answering_in_place_gives_the_question_anew_or_says_what_is_wrong(client: Client, question: Question) -> None:
    client.force_login(make.manager(question.project))
    path, headers = f"/projects/{question.project.slug}/questions/{question.pk}/", {"HX-Request": "true"}
    wrong = client.post(path, {"answer": ""}, headers=headers).content.decode()
    assert f'id="id_{question.pk}_answer_error"' in wrong
    right = client.post(path, {"answer": "**Yes**"}, headers=headers).content.decode()
    assert "<strong>Yes</strong>" in right
    assert "<html" not in right


def test_reviewers_are_not_offered_the_faq(client: Client, question: Question) -> None:
    client.force_login(make.member(question.project, "reviewer"))
    page = client.get(f"/projects/{question.project.slug}/questions/").content.decode()
    assert "guidelines" not in page
    assert "policy-" not in page


def test_one_sees_ones_own_questions_and_says_that_the_answers_were_seen(client: Client, question: Question) -> None:
    other = make.question(make.assignment(of=question.project), "Somebody else's?")
    answered(question)
    answered(other)
    client.force_login(question.asker)
    path = f"/label/{question.project.slug}/questions/"
    page = client.get(path).content.decode()
    assert "<strong>Yes.</strong>" in page
    assert "1 answer" in page
    assert "Somebody" not in page
    assert make.manager(question.project).username not in page
    until = page.split('data-until="')[1].split('"')[0]
    assert client.post(path, {"until": until}).status_code == 204
    assert 'data-unread="0"' in client.get(path).content.decode()
    assert Question.objects.get(pk=other.pk).read_at is None


@pytest.mark.parametrize("until", ["", "yesterday", "2026-13-40T00:00:00Z"])
def test_no_time_is_refused(client: Client, question: Question, until: str) -> None:
    client.force_login(question.asker)
    path = f"/label/{question.project.slug}/questions/"
    assert client.post(path, {"until": until}).status_code == 400
    assert Question.objects.get().read_at is None


def test_own_questions_take_as_many_queries_however_many(
    client: Client, question: Question, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        make.question(question.assignment, f"{number}?")
    client.force_login(question.asker)
    with django_assert_max_num_queries(6):
        client.get(f"/label/{question.project.slug}/questions/")


def test_what_changed_in_the_guidelines_is_shown_by_paragraph(client: Client, question: Question) -> None:
    project = question.project
    change_project(project=project, by=make.manager(project), now=timezone.now(), guidelines="Be fair.\n\nBe **kind**.")
    client.force_login(question.asker)
    changes = client.get(f"/label/{project.slug}/guidelines/?from=1&to=2").content.decode()
    assert changes.count("<ins") == 1
    assert "<strong>kind</strong>" in changes
    assert "fair" not in changes
    assert client.post(f"/label/{project.slug}/guidelines/", {"version": "2"}).status_code == 204
    assert make.membership(project, question.asker).guidelines_seen == 2
