"""What a labeler has seen: answers to their questions, reviews, the guidelines. It is never unseen."""

from datetime import datetime

from accounts.models import User
from labeling.models import Membership, Project, Question, Review


def mark_answers_read(*, asker: User, project: Project, until: datetime, now: datetime) -> int:
    """The asker saw the answers given until then; one that was corrected since is new to them. Returns how many."""
    unread = Question.objects.filter(asker=asker, project=project, answered_at__lte=until, read_at=None)
    return unread.update(read_at=now)


def mark_guidelines_seen(*, labeler: User, project: Project, number: int) -> None:
    """The screen showed this text of the guidelines; an older one, from another tab, changes nothing."""
    newest = project.versions.order_by("-number").values_list("guidelines_number", flat=True)[0]
    Membership.objects.filter(
        user=labeler, project=project, removed_at=None, guidelines_seen__lt=min(number, newest)
    ).update(guidelines_seen=min(number, newest))


def mark_reviews_seen(*, labeler: User, project: Project, number: int) -> None:
    """The screen showed the reviews of their work up to this number: later ones are news."""
    newest = Review.objects.filter(labeler=labeler, project=project, number__lte=number).order_by("-number").first()
    if newest is not None:
        Membership.objects.filter(user=labeler, project=project, reviews_seen__lt=newest.number).update(
            reviews_seen=newest.number
        )
