"""Changes of many tasks at once: a job, and what each task was before, so that it can be taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from labeling.models.jobs import Job
from labeling.models.projects import Project
from labeling.models.work import Task


class TaskChange(Job):
    """What is done to a selection of tasks, or to all that fit the filters.

    `cursor` is the last task that is done with; it moves in the transaction of that task's change.
    """

    class Action(models.TextChoices):
        PRIORITY = "priority", _("Set the priority")
        OVERLAP = "overlap", _("Set the overlap")
        ONE_MORE = "one_more", _("One more labeler")
        REQUEUE = "requeue", _("Requeue")
        ARCHIVE = "archive", _("Archive")
        RESTORE = "restore", _("Restore")
        GOLD = "gold", _("Make gold")
        UNDO = "undo", _("Undo")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="task_changes")
    action = models.CharField(max_length=10, choices=Action)
    value = models.IntegerField(null=True)
    # Either these tasks, or, without any, all that fit the filters.
    task_ids = ArrayField(models.BigIntegerField(), null=True)
    filters = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    # As counted when it was asked for; null when counting took too long.
    total = models.PositiveIntegerField(null=True)
    cursor = models.BigIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # They were so already, cannot become so, or (undoing) somebody changed them since.
    left_alone = models.PositiveIntegerField(default=0)


class TaskBefore(models.Model):
    """What one task was before a change and what it was right after it: priority, overlap, state and the like."""

    change = models.ForeignKey(TaskChange, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "task"], name="task_before_once_per_change")]
