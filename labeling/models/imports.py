"""Imports: a file on its way in, and what was wrong with it."""

from django.db import models
from django.db.models import Q

from labeling.models.jobs import Job, JobState
from labeling.models.projects import Project


class Import(Job):
    """One file. It runs in two phases, check and write; both go on where a killed worker left off."""

    class OnError(models.TextChoices):
        REJECT = "reject"
        SKIP = "skip"

    class Phase(models.TextChoices):
        CHECK = "check"
        WRITE = "write"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=255, blank=True)
    # Relative to MEDIA_ROOT; named by us, never by the sender.
    path = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    bytes = models.BigIntegerField(default=0)
    on_error = models.CharField(max_length=10, choices=OnError, default=OnError.REJECT)
    is_dry_run = models.BooleanField(default=False)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.CHECK)
    # Rows that are behind us in this phase; a resumed job goes on after them.
    checked_rows = models.BigIntegerField(default=0)
    written_rows = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    # {"code": {"count": n, "detail": "sentence"}}
    warnings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=JobState.RUNNING), name="import_running_once_per_project"
            )
        ]


class ImportKey(models.Model):
    """What the check phase has seen: finds ids that a file uses twice without holding them in memory.

    `row` counts the rows of the file from 1; several rows of a JSON array may stand on one line. Written
    by the ten thousand a second and read once, in full, hence neither constraint nor index of its own.
    """

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="keys", db_index=False, db_constraint=False)
    row = models.BigIntegerField()
    line = models.BigIntegerField()
    digest = models.BinaryField(max_length=16)
    fingerprint = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["job"], name="import_key_of_job")]


class ImportProblem(models.Model):
    """One reason why a line was refused."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems", db_index=False)
    row = models.BigIntegerField()
    line = models.BigIntegerField()
    field = models.CharField(max_length=200, blank=True)
    detail = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["job", "line", "id"], name="import_problem_by_line")]
