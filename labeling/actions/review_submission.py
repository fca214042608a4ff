"""A reviewer's verdict. Rejected work stops counting and its slot opens again; returned work keeps its slot.

Race: the author amends while the verdict is given. Both lock the opening and the assignment: a verdict that comes
second meets a newer revision and is refused, an amendment that comes second clears a return, and is refused where
the verdict was a rejection.

Race: another reviewer's verdict comes first. Who says which review they `saw` last is refused when another one holds.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User
from labeling.actions import check_turns, hold_assignment
from labeling.models import Membership, ProjectState, Purpose, Review, Submission, Verdict
from labeling.reviews.verdicts import GIVEN

# What its author reads must say why.
MUST_SAY = (Verdict.REJECTED, Verdict.RETURNED)


class NotStanding(Conflict):
    code = "not_standing"
    detail = gettext_lazy("The labeler has amended this submission since; review the new one.")


class Answered(Conflict):
    """`review` is what holds now; None where it was taken back."""

    code = "answered_meanwhile"
    detail = gettext_lazy(
        "Somebody has answered this in the meantime, so nothing was written. This is how it stands now."
    )

    def __init__(self, review: Review | None) -> None:
        super().__init__()
        self.review = review


class OwnWork(Conflict):
    code = "own_work"
    detail = gettext_lazy("This is your own work: somebody else reviews it.")


class NobodyAmends(Conflict):
    code = "nobody_amends"
    detail = gettext_lazy("It cannot go back to its author, who works here no more; accept or reject it.")


@transaction.atomic
def review_submission(
    *, submission: Submission, reviewer: User, verdict: str, now: datetime, comment: str = "", seen: int | None = None
) -> Review:
    """Record the verdict on the standing submission. Accepting or returning takes a free slot back.

    seen: the number of the review that held when the reviewer looked, 0: none; left out, whatever holds is overruled.
    Raises Invalid without the comment that a rejection or return needs, NotStanding when a newer revision stands,
    Answered when another review holds than they saw, OwnWork, HeldByAnother, and NobodyAmends.
    """
    if verdict not in GIVEN:
        raise Invalid(fields={"verdict": [_("One of: %(choices)s.") % {"choices": ", ".join(GIVEN)}]})
    if verdict in MUST_SAY and not comment.strip():
        raise Invalid(fields={"comment": [_("Say why: the labeler reads it.")]})
    held = hold_standing(submission, reviewer)
    if seen is not None:
        check_nobody_answered(submission, reviewer, seen)
    check_turns.close(submission, reviewer=reviewer, now=now)
    if verdict == Verdict.RETURNED:
        check_author_can_amend(held)
    return give(held, Review(submission=submission, reviewer=reviewer, verdict=verdict, comment=comment), now)


def hold_standing(submission: Submission, reviewer: User) -> hold_assignment.Held:
    """Lock the submission's assignment, and make sure that it stands and is not the reviewer's own."""
    assignment = submission.assignment
    if assignment.labeler_id == reviewer.pk:
        raise OwnWork
    held = hold_assignment.lock(assignment)
    if assignment.submissions.filter(revision__gt=submission.revision).exists():
        raise NotStanding
    return held


def check_nobody_answered(submission: Submission, reviewer: User, seen: int) -> None:
    """What the reviewer said or took back themselves, in another tab, is no news to them."""
    newest = submission.reviews.select_related("reviewer").order_by("-number").first()
    holds = newest if newest and newest.verdict != Verdict.WITHDRAWN else None
    is_own = newest is not None and newest.reviewer_id == reviewer.pk
    if not is_own and seen != (holds.number if holds else 0):
        raise Answered(holds)


def check_author_can_amend(held: hold_assignment.Held) -> None:
    project_id, labeler_id = held.assignment.project_id, held.assignment.labeler_id
    is_here = Membership.objects.filter(project_id=project_id, user_id=labeler_id, removed_at=None).exists()
    if held.is_excluded or not is_here:
        raise NobodyAmends
    if held.assignment.project.state == ProjectState.SEALED:
        raise NobodyAmends(_("The project is sealed: nobody can amend it; accept or reject it."))


def give(held: hold_assignment.Held, review: Review, now: datetime) -> Review:
    """Write the review down, and let the submission count or not."""
    assignment = held.assignment
    review.project_id, review.labeler_id, review.created_at = assignment.project_id, assignment.labeler_id, now
    review.save(force_insert=True)
    if review.verdict == Verdict.REJECTED:
        if assignment.slot is not None:
            hold_assignment.open_counted_slot(held)
    elif assignment.purpose == Purpose.WORK and not held.is_excluded:
        hold_assignment.count_again(held)
    trail.record(
        f"submission.{review.verdict}",
        by=review.reviewer,
        now=now,
        project_id=assignment.project_id,
        subject=f"assignment:{assignment.pk}",
        comment=review.comment,
    )
    return review
