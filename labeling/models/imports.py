"""Imports: a file on its way in, and what was wrong with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labeling.models.jobs import Job, JobState
from labeling.models.projects import Project


class Import(Job):
    """One file. Its rows are checked and written in one go, unseen until the last one is found good."""

    class OnError(models.TextChoices):
        REJECT = "reject", _("Reject")
        SKIP = "skip", _("Skip")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=255, blank=True)
    # Relative to MEDIA_ROOT; named by us, never by the sender.
    path = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    bytes = models.BigIntegerField(default=0)
    on_error = models.CharField(max_length=10, choices=OnError, default=OnError.REJECT)
    is_dry_run = models.BooleanField(default=False)
    # Rows that are behind us; a resumed job goes on after them.
    rows = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    # How far its prompts have been read for the search, as a task's id, and whether all have been.
    words_up_to = models.BigIntegerField(default=0)
    is_searchable = models.BooleanField(default=False)
    # {"code": {"count": n, "detail": "sentence"}}
    warnings = models.JSONField(default=dict)
    # What the batch of its tasks is called where their rows don't say; empty: after the import.
    batch = models.CharField(max_length=200, blank=True)
    # What a dry run found beside the counts (labeling.actions.finish_check).
    report = models.JSONField(default=dict)
    # The file of a dry run stays until then, to be imported as it was checked.
    kept_until = models.DateTimeField(null=True, blank=True)
    # The import that a dry run led to; it has taken over the file.
    confirmed_as = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="checked_as"
    )
    # {policy's name: license} that its rows state; said when the import is done.
    licenses = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=JobState.RUNNING), name="import_running_once_per_project"
            )
        ]


class ImportProblem(models.Model):
    """One reason why a line was refused."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems", db_index=False)
    row = models.BigIntegerField()
    line = models.BigIntegerField()
    field = models.CharField(max_length=200, blank=True)
    detail = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["job", "line", "id"], name="import_problem_by_line")]
