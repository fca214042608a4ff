"""A reviewer's verdict. A rejected submission stops counting and its slot opens again."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import hold_assignment, slots
from labeling.models import Opening, Review, Submission, Verdict


class NotStanding(Conflict):
    code = "not_standing"
    detail = "The labeler has amended this submission since; review the new one."


@transaction.atomic
def review_submission(
    *, submission: Submission, reviewer: User, verdict: str, now: datetime, comment: str = ""
) -> Review:
    """Record the verdict on the standing submission. Accepting again gives a free slot back.

    Raises NotStanding when a newer revision stands.
    """
    assignment, opening = hold_assignment.lock(submission.assignment)
    if assignment.submissions.filter(revision__gt=submission.revision).exists():
        raise NotStanding
    review = Review.objects.create(
        submission=submission, reviewer=reviewer, verdict=verdict, comment=comment, created_at=now
    )
    if verdict == Verdict.REJECTED and assignment.slot is not None:
        assignment.slot = None
        assignment.save(update_fields=["slot"])
        slots.return_slot(opening, was_counted=True)
    elif verdict == Verdict.ACCEPTED and assignment.slot is None and slots.retake_slot(assignment, opening):
        assignment.save(update_fields=["slot"])
        Opening.objects.filter(pk=opening.pk).update(counted=opening.counted + 1)
    trail.record(
        f"submission.{verdict}",
        by=reviewer,
        now=now,
        project_id=assignment.project_id,
        subject=f"assignment:{assignment.pk}",
        comment=comment,
    )
    return review
