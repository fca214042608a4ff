"""Taking a verdict back: the submission is unreviewed again, and counts if its slot is still free."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import check_turns, review_submission
from labeling.models import Review, Submission, Verdict


class NothingToWithdraw(Conflict):
    code = "nothing_to_withdraw"
    detail = gettext_lazy("There is no verdict of yours on it that could be taken back.")


@transaction.atomic
def withdraw_review(*, submission: Submission, by: User, now: datetime) -> Review:
    """Take back one's own verdict, the newest on the submission.

    Raises NothingToWithdraw when another's is newer or there is none, NotStanding when the labeler amended since.
    """
    held = review_submission.hold_standing(submission, by)
    newest = submission.reviews.order_by("-number").first()
    if newest is None or newest.reviewer_id != by.pk or newest.verdict == Verdict.WITHDRAWN:
        raise NothingToWithdraw
    check_turns.reopen(submission)
    return review_submission.give(held, Review(submission=submission, reviewer=by, verdict=Verdict.WITHDRAWN), now)
