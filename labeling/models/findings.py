"""What judgments show: derived rows, kept up in the background (`labeling.actions.digest_judgments`).

Nothing here is truth. Deleted, they are made anew from submissions, skips, reviews and rulings; in between they
are as old as `Digest.digested_at` says. Lists filter by them, so that no page has to read judgments to find tasks.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from labeling.models.projects import Project
from labeling.models.work import Assignment, Task


class Digest(models.Model):
    """How far a project's findings have come: everything numbered up to `boundary` is in them."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="digest")
    boundary = models.BigIntegerField(default=0)
    # Where all findings are being made anew: the last task that has them. Null: all have.
    remade_to = models.BigIntegerField(null=True)
    # Where, after a change of the policy, it is chosen anew what reviewers check: the last task done. Null: all are.
    picked_to = models.BigIntegerField(null=True)
    digested_at = models.DateTimeField(null=True)
    # What the dashboard shows and only the whole project can tell, with the moment it was counted.
    figures = models.JSONField(default=dict)
    figures_at = models.DateTimeField(null=True)


class TaskFinding(models.Model):
    """What the standing judgments of one task show together.

    `judged` counts those that count; `disagreement` is 1 minus their half-credit agreement, null below two.
    The sums are over pairs of labelers and pairs of texts, as in `labeling.statistics.agreement`.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="finding")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    judged = models.PositiveSmallIntegerField(default=0)
    skipped = models.PositiveSmallIntegerField(default=0)
    rejected = models.PositiveSmallIntegerField(default=0)
    # Judged faster than the texts can be read.
    hasty = models.PositiveSmallIntegerField(default=0)
    disagreement = models.FloatField(null=True)
    # The names of the flags that anybody raised on any completion.
    flags = ArrayField(models.TextField(), default=list)
    common = models.IntegerField(default=0)
    equal = models.IntegerField(default=0)
    half = models.IntegerField(default=0)
    decisive = models.IntegerField(default=0)
    decisive_equal = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                "project", F("disagreement").desc(), "task", condition=Q(disagreement__gt=0), name="finding_disputed"
            ),
            models.Index(fields=["project", "task"], condition=Q(skipped__gt=0), name="finding_skipped"),
            models.Index(fields=["project", "task"], condition=Q(rejected__gt=0), name="finding_rejected"),
            models.Index(fields=["project", "task"], condition=Q(hasty__gt=0), name="finding_hasty"),
            models.Index(fields=["project", "task"], condition=Q(common__gt=0), name="finding_compared"),
            # Far fewer where most orders tie: the wider index would be walked from end to end for them.
            models.Index(fields=["project", "task"], condition=Q(decisive__gt=0), name="finding_decisive"),
            GinIndex(fields=["flags"], name="finding_flags"),
            # For flags that many tasks have: walking them in order meets one at once.
            models.Index(fields=["project", "task"], condition=Q(flags__gt=[]), name="finding_flagged"),
        ]


class JudgmentFinding(models.Model):
    """What one standing judgment shows, beside the majority of the others' on its task.

    `compared` pairs of texts were ordered by both; `agreed_twice` is twice the half-credit agreement on them,
    so that it stays a whole number; `decisive` and `decisive_equal` leave out ties on either side.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, primary_key=True, related_name="finding")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    labeler_id = models.IntegerField()
    submitted_at = models.DateTimeField()
    active_seconds = models.FloatField(null=True)
    # How long its texts take to read; null where nothing is to be read.
    reading_seconds = models.FloatField(null=True)
    # It fills the overlap: neither surplus, rejected nor excluded.
    counts = models.BooleanField()
    is_hasty = models.BooleanField(default=False)
    # Every scale of every completion has one and the same answer.
    is_straight = models.BooleanField(default=False)
    pairs = models.PositiveSmallIntegerField(default=0)
    ties = models.PositiveSmallIntegerField(default=0)
    compared = models.PositiveSmallIntegerField(default=0)
    strict_equal = models.PositiveSmallIntegerField(default=0)
    agreed_twice = models.PositiveSmallIntegerField(default=0)
    decisive = models.PositiveSmallIntegerField(default=0)
    decisive_equal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["project", "labeler_id", "-submitted_at"], name="finding_of_labeler"),
            models.Index(fields=["project", "-submitted_at"], name="finding_of_project"),
            # What few judgments have: found without reading a labeler's others.
            models.Index(
                fields=["project", "labeler_id", "-submitted_at"], condition=Q(is_hasty=True), name="judgment_hasty"
            ),
            models.Index(
                fields=["project", "labeler_id", "-submitted_at"],
                condition=Q(is_straight=True),
                name="judgment_flat",
            ),
        ]
