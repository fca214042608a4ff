"""The reviewers' queue: submissions that somebody should look at, and those that somebody did."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labeling.models.projects import Project
from labeling.models.submissions import Submission
from labeling.models.work import Task


class CheckReason(models.TextChoices):
    """Why a submission is checked; the first of these that holds. Their order is the queue's."""

    AMENDED = "amended", _("Amended")
    NEW_LABELER = "new_labeler", _("New labeler")
    DISPUTED = "disputed", _("Disputed")
    RANDOM = "random", _("Random share")


RANKS: dict[str, int] = {reason: rank for rank, reason in enumerate(CheckReason.values)}


class Check(models.Model):
    """One turn of a submission in the queue: open until it has a verdict, or is amended, settled or ruled out.

    Made by the digest from the project's review policy, and by an amendment of what was reviewed. `holder` looks at
    it until `held_until`: nobody else gets it meanwhile. project, task and labeler are the assignment's, kept here
    so that the queue and its counts need no other table.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, primary_key=True, related_name="check_turn")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    labeler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    reason = models.CharField(max_length=12, choices=CheckReason)
    rank = models.PositiveSmallIntegerField()
    # Minus the task's disagreement where it is disputed: the most disputed first.
    weight = models.FloatField(default=0)
    added_at = models.DateTimeField()
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    held_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder=None) | Q(held_until__isnull=False),
                name="check_holder_until_when",
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(holder=None), name="check_closed_is_held_by_nobody"),
        ]
        indexes = [
            models.Index(
                fields=["project", "rank", "weight", "task", "submission"],
                condition=Q(closed_at=None),
                name="check_queue",
            ),
            models.Index(
                fields=["project", "labeler", "rank", "weight", "task", "submission"],
                condition=Q(closed_at=None),
                name="check_queue_of_labeler",
            ),
            models.Index(fields=["holder", "project"], condition=Q(holder__isnull=False), name="check_held"),
        ]

    def is_held_besides(self, person_id: int, now: datetime) -> bool:
        """Somebody else looks at it now."""
        return self.holder_id not in (None, person_id) and self.held_until is not None and self.held_until > now
