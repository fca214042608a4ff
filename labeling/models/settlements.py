"""The work that a ruling on a labeler leaves behind: slots to open, or to fill again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from labeling.models.jobs import Job, JobState
from labeling.models.projects import Exclusion, Project


class Settlement(Job):
    """Goes through a labeler's assignments after a ruling. What counts does not hang on it: exports obey the ruling.

    `cursor` is the last assignment that is settled; it moves in the transaction of that assignment's slot.
    """

    ruling = models.OneToOneField(Exclusion, on_delete=models.CASCADE, related_name="settlement")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    labeler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cursor = models.BigIntegerField(default=0)
    # Judgments and tasks in hand whose slots were opened, judgments that fill a slot again, and those that
    # counted once and found their slot taken.
    opened = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "labeler"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="settlement_one_at_a_time",
            )
        ]
