"""A reviewer's verdict. A rejected submission stops counting and its slot opens again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import hold_assignment
from labeling.models import Review, Submission, Verdict


class NotStanding(Conflict):
    code = "not_standing"
    detail = gettext_lazy("The labeler has amended this submission since; review the new one.")


@transaction.atomic
def review_submission(
    *, submission: Submission, reviewer: User, verdict: str, now: datetime, comment: str = ""
) -> Review:
    """Record the verdict on the standing submission. Accepting again gives a free slot back.

    Raises NotStanding when a newer revision stands.
    """
    assignment = submission.assignment
    held = hold_assignment.lock(assignment)
    if assignment.submissions.filter(revision__gt=submission.revision).exists():
        raise NotStanding
    review = Review.objects.create(
        submission=submission, reviewer=reviewer, verdict=verdict, comment=comment, created_at=now
    )
    if verdict == Verdict.REJECTED and assignment.slot is not None:
        hold_assignment.open_counted_slot(held)
    elif verdict == Verdict.ACCEPTED:
        hold_assignment.count_again(held)
    trail.record(
        f"submission.{verdict}",
        by=reviewer,
        now=now,
        project_id=assignment.project_id,
        subject=f"assignment:{assignment.pk}",
        comment=comment,
    )
    return review
