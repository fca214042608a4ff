"""What reviewers said of submissions: of several reviews the newest holds, a withdrawn one says nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import User
from labeling.models import Membership, Project, Review, Submission, Verdict
from labeling.tasks.task import beginning_of

# What a reviewer can say; withdrawing it is another matter.
GIVEN = (Verdict.ACCEPTED, Verdict.RETURNED, Verdict.REJECTED)
# Beside each other in the labeler's news.
MOST_SHOWN = 50


def standing_of(submissions: Collection[Submission]) -> dict[int, Review]:
    """The review that holds, by the submission's id; in one query."""
    newest = {
        review.submission_id: review
        for review in Review.objects.filter(submission__in=submissions).select_related("reviewer").order_by("number")
    }
    return {key: review for key, review in newest.items() if review.verdict != Verdict.WITHDRAWN}


def standing(submission: Submission) -> Review | None:
    return standing_of([submission]).get(submission.pk)


def is_rejected(submission: Submission) -> bool:
    review = standing(submission)
    return review is not None and review.verdict == Verdict.REJECTED


@dataclass(frozen=True)
class OwnReview:
    """What a reviewer wants a labeler to know of one judgment; who they are is not said."""

    review: Review
    assignment_id: int
    beginning: str
    # A rejection that their screen has not shown yet.
    is_new: bool


@dataclass(frozen=True)
class OwnReviews:
    """Newest first. What was returned waits until it is amended; a rejection is news once."""

    returned: list[OwnReview]
    rejected: list[OwnReview]
    # What showing it lets one know of, by its number; 0 when there is nothing.
    until: int

    @property
    def unread(self) -> int:
        return sum(row.is_new for row in self.rejected)

    def __len__(self) -> int:
        return len(self.returned) + len(self.rejected)


def holding(labeler: User, *said: Verdict) -> QuerySet[Review]:
    """The reviews of theirs that hold, of submissions that stand, which say one of these."""
    newer = Review.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    amended = Submission.objects.filter(
        assignment=OuterRef("submission__assignment"), revision__gt=OuterRef("submission__revision")
    )
    return Review.objects.filter(~Exists(newer), ~Exists(amended), labeler=labeler, verdict__in=said)


def returned_counts(labeler: User, projects: Collection[int]) -> dict[int, int]:
    """How much was sent back to them and waits, by project."""
    found = holding(labeler, Verdict.RETURNED).filter(project__in=projects)
    return dict(found.values_list("project_id").annotate(count=Count("pk")))


def own_reviews(labeler: User, project: Project) -> OwnReviews:
    """Rejections and returns that hold, of submissions that stand; in two queries, one when there are none."""
    theirs = holding(labeler, Verdict.REJECTED, Verdict.RETURNED).filter(project=project)
    found = list(theirs.select_related("submission__assignment__task__prompt").order_by("-number")[:MOST_SHOWN])
    seen = 0
    if found:
        places = Membership.objects.filter(user=labeler, project=project)
        seen = places.values_list("reviews_seen", flat=True).first() or 0
    rows = [row_of(review, seen) for review in found]
    return OwnReviews(
        returned=[row for row in rows if row.review.verdict == Verdict.RETURNED],
        rejected=[row for row in rows if row.review.verdict == Verdict.REJECTED],
        until=max((review.number for review in found), default=0),
    )


def row_of(review: Review, seen: int) -> OwnReview:
    assignment = review.submission.assignment
    is_new = review.verdict == Verdict.REJECTED and review.number > seen
    return OwnReview(review, assignment.pk, beginning_of(assignment.task.prompt.messages), is_new)
