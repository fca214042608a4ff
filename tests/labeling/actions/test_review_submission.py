"""Verdicts: what each does to slots and amendments, what it refuses, and what happens when two come at once."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.errors import Conflict, Invalid
from accounts.models import Event
from labeling.actions import remove_member, review_submission, submit, withdraw_review
from labeling.models import Assignment, Opening, Project, Review, Submission
from labeling.reviews import verdicts
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Submission:
    """One labeler's judgment of the only task of its project."""
    project = make.project()
    make.tasks(project, 1)
    return make.submitted(make.claimed(project, make.member(project)))


def of(submission: Submission) -> Project:
    return submission.assignment.project


def judge(submission: Submission, verdict: str, comment: str = "Because.") -> Review:
    return review_submission.review_submission(
        submission=submission, reviewer=make.manager(of(submission)), verdict=verdict, comment=comment,
        now=timezone.now(),
    )  # fmt: skip


def withdraw(submission: Submission) -> Review:
    return withdraw_review.withdraw_review(submission=submission, by=make.manager(of(submission)), now=timezone.now())


def amended(submission: Submission) -> Submission:
    return make.submitted(Assignment.objects.select_related("project").get(pk=submission.assignment_id))


def counts(submission: Submission) -> tuple[int, int]:
    opening = Opening.objects.get(task=submission.assignment.task_id)
    return opening.filled, opening.counted


@pytest.mark.parametrize("verdict", ["rejected", "returned"])
@pytest.mark.parametrize("comment", ["", " \n"])
def test_what_its_author_reads_says_why(said: Submission, verdict: str, comment: str) -> None:
    with pytest.raises(Invalid) as refused:
        judge(said, verdict, comment)
    assert set(refused.value.fields) == {"comment"}
    assert judge(said, "accepted", "").verdict == "accepted"


@pytest.mark.parametrize("verdict", ["withdrawn", "maybe", ""])
def test_a_verdict_is_one_of_three(said: Submission, verdict: str) -> None:
    with pytest.raises(Invalid):
        judge(said, verdict)


def test_returned_work_keeps_its_slot_and_an_amendment_clears_the_return(said: Submission) -> None:
    review = judge(said, "returned")
    assert counts(said) == (1, 1)
    assert (review.project_id, review.labeler_id) == (of(said).pk, said.assignment.labeler_id)
    (row,) = verdicts.own_reviews(said.assignment.labeler, of(said)).returned
    assert row.assignment_id == said.assignment_id
    newer = amended(said)
    assert (newer.revision, newer.is_surplus) == (2, False)
    assert counts(said) == (1, 1)
    assert verdicts.standing(newer) is None
    assert len(verdicts.own_reviews(said.assignment.labeler, of(said))) == 0


def test_a_rejected_judgment_is_never_amended_nor_its_task_given_again(said: Submission) -> None:
    judge(said, "rejected")
    assert counts(said) == (0, 0)
    with pytest.raises(submit.Rejected):
        amended(said)
    with pytest.raises(Exception, match="Nothing is left"):
        make.claimed(of(said), said.assignment.labeler)
    assert make.claimed(of(said), make.member(of(said))).task_id == said.assignment.task_id


def test_sending_a_rejected_judgment_again_says_that_it_was_kept(said: Submission) -> None:
    """A client that never heard the answer may send after the rejection."""
    judge(said, "rejected")
    assignment = Assignment.objects.select_related("project").get(pk=said.assignment_id)
    body = {"judgment": make.judgment(assignment), "active_seconds": 12.5}
    again = submit.submit(assignment=assignment, client_id=said.client_id, body=body, now=timezone.now())
    assert not again.is_new


@pytest.mark.parametrize("verdict", ["accepted", "returned"])
def test_another_verdict_takes_a_free_slot_back(said: Submission, verdict: str) -> None:
    judge(said, "rejected")
    judge(said, verdict)
    assert counts(said) == (1, 1)
    assert amended(said).revision == 2


def test_a_slot_that_went_to_somebody_else_stays_theirs(said: Submission) -> None:
    judge(said, "rejected")
    make.submitted(make.claimed(of(said), make.member(of(said))))
    judge(said, "accepted")
    assert counts(said) == (1, 1)


def test_withdrawing_makes_it_unreviewed_again(said: Submission) -> None:
    judge(said, "rejected")
    assert withdraw(said).verdict == "withdrawn"
    assert verdicts.standing(said) is None
    assert counts(said) == (1, 1)
    with pytest.raises(withdraw_review.NothingToWithdraw):
        withdraw(said)
    verbs = list(Event.objects.filter(verb__startswith="submission.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["submission.rejected", "submission.withdrawn"]


def test_only_ones_own_newest_verdict_is_withdrawn_and_not_after_an_amendment(said: Submission) -> None:
    other = make.member(of(said), "reviewer")
    judge(said, "returned")
    with pytest.raises(withdraw_review.NothingToWithdraw):
        withdraw_review.withdraw_review(submission=said, by=other, now=timezone.now())
    amended(said)
    with pytest.raises(review_submission.NotStanding):
        withdraw(said)


def test_nobody_reviews_their_own_work(said: Submission) -> None:
    with pytest.raises(review_submission.OwnWork):
        review_submission.review_submission(
            submission=said, reviewer=said.assignment.labeler, verdict="accepted", now=timezone.now()
        )


def test_nothing_goes_back_to_who_cannot_amend_it(said: Submission) -> None:
    Project.objects.update(state="sealed")
    said = Submission.objects.select_related("assignment__project").get(pk=said.pk)
    with pytest.raises(review_submission.NobodyAmends, match="sealed"):
        judge(said, "returned")
    Project.objects.update(state="open")
    said = Submission.objects.select_related("assignment__project").get(pk=said.pk)
    author = said.assignment.labeler
    remove_member.remove_member(project=of(said), user=author, by=None, now=timezone.now())
    with pytest.raises(review_submission.NobodyAmends):
        judge(said, "returned")
    judge(said, "accepted")


def test_an_excluded_labelers_work_counts_no_more_whatever_a_reviewer_says(said: Submission) -> None:
    make.ruled(of(said), said.assignment.labeler)
    judge(said, "accepted")
    assert counts(said) == (0, 0)
    with pytest.raises(review_submission.NobodyAmends):
        judge(said, "returned")


def test_reviews_are_never_changed(said: Submission) -> None:
    judge(said, "accepted")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Review.objects.update(verdict="rejected")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verdict", ["returned", "rejected"])
def test_a_verdict_and_an_amendment_at_once(verdict: str) -> None:
    """Whoever comes second is told; never does a verdict stand on what was amended since without anybody knowing."""
    project = make.project()
    make.tasks(project, 1)
    said = make.submitted(make.claimed(project, make.member(project)))
    start, told = Barrier(2), []

    def attempt(act: object) -> None:
        start.wait()
        try:
            act(said)  # type: ignore[operator]
        except Conflict as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=[act]) for act in (lambda one: judge(one, verdict), amended)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    has_amended = Submission.objects.count() == 2
    assert told in ([], ["not_standing"], ["rejected"])
    assert has_amended is (told != ["rejected"])
    # A return that came first was cleared by the amendment; one that came second was refused.
    assert Review.objects.exists() is (told != ["not_standing"])
    assert counts(said) == ((0, 0) if told == ["rejected"] else (1, 1))
