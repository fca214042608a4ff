"""PUT /api/assignments/ID/questions/UUID/, GET /api/projects/SLUG/questions/, PUT /api/questions/ID/answer/."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from labeling.models import Question
from tests import make

ApiOf = Callable[..., Any]


def test_asking_and_repeating(api_of: ApiOf) -> None:
    assignment, key = make.assignment(), uuid4()
    api, path = api_of(assignment.labeler), f"assignments/{assignment.pk}/questions/{key}/"
    status, body = api.put(path, {"text": " Why?\r\n"})
    assert status == 201
    assert (body["id"], body["assignment"], body["text"]) == (str(key), str(assignment.pk), " Why?\r\n")
    assert body["answer"] is None
    assert api.put(path, {"text": " Why?\r\n"}) == (200, body)
    assert api.put(path, {"text": "Why?"})[1]["error"] == "another_question"
    assert api.put(path, {"text": "Why?"})[0] == 409


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": 7}, {"text": "Why?", "to": "maya"}])
def test_bad_questions(api_of: ApiOf, body: Any) -> None:
    assignment = make.assignment()
    assert api_of(assignment.labeler).put(f"assignments/{assignment.pk}/questions/{uuid4()}/", body)[0] == 400
    assert api_of(assignment.labeler).put(f"assignments/{assignment.pk}/questions/7/", {"text": "?"})[0] == 400
    assert not Question.objects.exists()


def test_nobody_asks_on_another_ones_assignment(api_of: ApiOf) -> None:
    assignment = make.assignment()
    for person in (make.member(assignment.project), make.manager(assignment.project), make.user()):
        path = f"assignments/{assignment.pk}/questions/{uuid4()}/"
        assert api_of(person).put(path, {"text": "Why?"})[0] == 404


def test_the_list_is_filtered_and_tells_whose_letters(api_of: ApiOf) -> None:
    assignment = make.assignment()
    first, second = make.question(assignment, "First?"), make.question(assignment, "Second?")
    api = api_of(make.manager(assignment.project))
    path = f"projects/{assignment.project.slug}/questions/"
    status, body = api.put(f"questions/{first.pk}/answer/", {"answer": "Yes."})
    assert (status, body["answer"], body["answered_by"]) == (200, "Yes.", make.manager(assignment.project).username)
    assert [one["text"] for one in api.get(path)[1]["results"]] == ["Second?", "First?"]
    (waiting,) = api.get(f"{path}?state=open")[1]["results"]
    assert (waiting["id"], waiting["asker"]) == (str(second.pk), assignment.labeler.username)
    assert len(waiting["order"]) == 4
    assert [one["id"] for one in api.get(f"{path}?state=answered")[1]["results"]] == [str(first.pk)]
    assert api.get(f"{path}?state=lost")[0] == 400


def test_reviewers_see_no_policy_and_leave_the_guidelines_alone(api_of: ApiOf) -> None:
    assignment = make.assignment()
    question = make.question(assignment)
    api = api_of(make.member(assignment.project, "reviewer"))
    status, body = api.get(f"projects/{assignment.project.slug}/questions/")
    assert status == 200
    assert "policy" not in str(body)
    ids = {str(completion.pk) for completion in assignment.task.completions.all()}
    assert not ids & set(body["results"][0]["order"])
    assert api.put(f"questions/{question.pk}/answer/", {"answer": "Yes.", "faq": True})[0] == 403
    assert api.put(f"questions/{question.pk}/answer/", {"answer": "Yes."})[0] == 200


@pytest.mark.parametrize("body", [{}, {"answer": ""}, {"answer": "Yes.", "faq": "maybe"}, {"answer": 1}])
def test_bad_answers(api_of: ApiOf, body: Any) -> None:
    question = make.question(make.assignment())
    assert api_of(make.manager(question.project)).put(f"questions/{question.pk}/answer/", body)[0] == 400


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    api_of: ApiOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assignment = make.assignment()
    for number in range(8):
        make.question(assignment, f"{number}?")
    api = api_of(make.manager(assignment.project))
    with django_assert_max_num_queries(8):
        assert len(api.get(f"projects/{assignment.project.slug}/questions/")[1]["results"]) == 8
