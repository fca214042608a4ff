"""What reviewers say, on the labeler's side: the badge's texts, the dialog, the task that came back, the history."""

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions.answer_question import answer_question
from labeling.actions.review_submission import review_submission
from labeling.models import Membership, Review, Submission
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(client: Client) -> Submission:
    project = make.project(slug="moon")
    make.tasks(project, 3)
    labeler = make.member(project)
    client.force_login(labeler)
    return make.submitted(make.claimed(project, labeler))


def judge(submission: Submission, verdict: str) -> Review:
    return review_submission(
        submission=submission, reviewer=make.member(submission.assignment.project, "reviewer", "strict-one"),
        verdict=verdict, comment="Read <B> to its end.", now=timezone.now(),
    )  # fmt: skip


def news(client: Client) -> str:
    return client.get("/label/moon/questions/").content.decode()


def test_nothing_said_is_nothing_shown(client: Client, said: Submission) -> None:
    page = news(client)
    assert 'data-count="0"' in page
    assert "<template" not in page


def test_returned_work_is_news_until_it_is_amended(client: Client, said: Submission) -> None:
    review = judge(said, "returned")
    page = news(client)
    assert '<template data-part="badge">1 sent back' in page
    assert '<template data-part="badge-seen">1 sent back' in page
    assert "Read &lt;B&gt; to its end." in page
    assert f'href="/label/moon/?assignment={said.assignment_id}"' in page
    assert "strict-one" not in page
    assert client.post("/label/moon/questions/", {"until": "", "review": review.number}).status_code == 204
    assert "1 sent back" in news(client)
    assert "1 sent back to you" in client.get("/").content.decode()
    make.submitted(said.assignment)
    assert "sent back" not in news(client)
    assert "sent back" not in client.get("/").content.decode()


def test_a_rejection_is_news_once_and_stays_to_be_read(client: Client, said: Submission) -> None:
    review = judge(said, "rejected")
    question = make.question(said.assignment)
    answer_question(
        question=question, answer="Yes.", by=make.manager(question.project), role="manager", now=timezone.now()
    )
    page = news(client)
    assert '<template data-part="badge">1 not accepted · 1 answer' in page
    assert "badge-seen" not in page
    client.post("/label/moon/questions/", {"review": review.number})
    page = news(client)
    assert '<template data-part="badge">1 answer' in page
    assert "Read &lt;B&gt; to its end." in page


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 19])
def test_what_was_seen_is_a_number(client: Client, said: Submission, number: str) -> None:
    assert client.post("/label/moon/questions/", {"review": number}).status_code == 400


def test_nobody_can_say_to_have_seen_what_is_still_to_come(client: Client, said: Submission) -> None:
    review = judge(said, "rejected")
    client.post("/label/moon/questions/", {"review": review.number + 1000})
    assert Membership.objects.get(user=said.assignment.labeler).reviews_seen == review.number


def test_the_task_that_came_back_opens_with_what_they_said(client: Client, said: Submission) -> None:
    judge(said, "returned")
    task = client.get(f"/label/moon/assignments/{said.assignment_id}/").content.decode()
    assert "A reviewer asks you to amend this." in task
    assert "Read &lt;B&gt; to its end." in task
    assert "data-sealed" not in task
    assert "strict-one" not in task


def test_rejected_work_can_be_read_and_not_changed(client: Client, said: Submission) -> None:
    judge(said, "rejected")
    task = client.get(f"/label/moon/assignments/{said.assignment_id}/").content.decode()
    assert 'data-sealed="rejected"' in task
    assert "This judgment was not accepted" in task
    assert 'id="submit"' not in task


def test_accepted_work_looks_as_ever(client: Client, said: Submission) -> None:
    judge(said, "accepted")
    task = client.get(f"/label/moon/assignments/{said.assignment_id}/").content.decode()
    assert "Read &lt;B&gt;" not in task


def test_the_history_tells_returned_from_rejected(client: Client, said: Submission) -> None:
    judge(said, "returned")
    second = make.submitted(make.claimed(said.assignment.project, said.assignment.labeler))
    review_submission(
        submission=second, reviewer=make.manager(second.assignment.project), verdict="rejected", comment="Copied.",
        now=timezone.now(),
    )  # fmt: skip
    page = client.get("/label/moon/history/").content.decode()
    back, rest = page.split("Not accepted by a reviewer")
    assert "Sent back to you" in back
    assert "Read &lt;B&gt; to its end." in back
    assert "Copied." not in back
    assert "Copied." in rest
