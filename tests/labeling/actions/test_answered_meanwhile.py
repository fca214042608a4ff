"""Two reviewers judge the same submission: who looked before the other answered overrules nothing."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from labeling.actions import review_submission, withdraw_review
from labeling.models import Opening, Review, Submission
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Submission:
    project = make.project()
    make.tasks(project, 1)
    return make.submitted(make.claimed(project, make.member(project)))


@pytest.fixture
def one(said: Submission) -> User:
    return make.member(said.assignment.project, "reviewer")


@pytest.fixture
def other(said: Submission) -> User:
    return make.member(said.assignment.project, "reviewer")


def judge(submission: Submission, reviewer: User, verdict: str, seen: int | None) -> Review:
    return review_submission.review_submission(
        submission=submission, reviewer=reviewer, verdict=verdict, comment="Why.", seen=seen, now=timezone.now()
    )


def withdraw(submission: Submission, reviewer: User) -> None:
    withdraw_review.withdraw_review(submission=submission, by=reviewer, now=timezone.now())


def test_a_stale_verdict_is_refused_with_what_holds(said: Submission, one: User, other: User) -> None:
    first = judge(said, one, "accepted", 0)
    with pytest.raises(review_submission.Answered) as refused:
        judge(said, other, "rejected", 0)
    assert refused.value.review == first
    assert Review.objects.count() == 1
    assert Opening.objects.get().counted == 1
    # Having seen it, they may.
    assert judge(said, other, "rejected", first.number).verdict == "rejected"
    with pytest.raises(review_submission.Answered):
        judge(said, one, "returned", first.number)


def test_a_verdict_that_was_taken_back_meanwhile_is_news_too(said: Submission, one: User, other: User) -> None:
    first = judge(said, one, "accepted", 0)
    withdraw(said, one)
    with pytest.raises(review_submission.Answered) as refused:
        judge(said, other, "rejected", first.number)
    assert refused.value.review is None
    # Who saw none, and none holds again, has missed nothing.
    assert judge(said, other, "accepted", 0).verdict == "accepted"


def test_ones_own_other_tab_is_no_news(said: Submission, one: User) -> None:
    first = judge(said, one, "accepted", 0)
    judge(said, one, "returned", 0)
    withdraw(said, one)
    assert judge(said, one, "rejected", first.number).verdict == "rejected"


def test_who_does_not_say_what_they_saw_overrules(said: Submission, one: User, other: User) -> None:
    judge(said, one, "accepted", None)
    assert judge(said, other, "rejected", None).verdict == "rejected"


def test_a_number_that_never_was_is_refused(said: Submission, one: User) -> None:
    with pytest.raises(review_submission.Answered):
        judge(said, one, "accepted", 10**30)


@pytest.mark.django_db(transaction=True)
def test_two_verdicts_at_once(said: Submission, one: User, other: User) -> None:
    start, told = Barrier(2), []

    def attempt(reviewer: User, verdict: str) -> None:
        start.wait()
        try:
            judge(Submission.objects.get(pk=said.pk), reviewer, verdict, 0)
        except review_submission.Answered as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=each) for each in ((one, "accepted"), (other, "rejected"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    holds = Review.objects.get()
    assert [refusal.review for refusal in told] == [holds]
    assert Opening.objects.get().counted == (1 if holds.verdict == "accepted" else 0)
