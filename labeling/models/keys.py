"""What is known to be right: answer keys, by which gold and qualifications are scored."""

from django.conf import settings
from django.db import models

from labeling.models.projects import Project
from labeling.models.work import Task


class AnswerKey(models.Model):
    """The sure part of a task's right answer; what it leaves out is not scored.

    `pairs` are [better, worse] by the completions' indexes, `flags` {index: {flag: true or false}}. Nothing of it
    reaches a labeler, but for `explanation` and the pairs of a qualification, after they have answered.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="key")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    pairs = models.JSONField(default=list)
    flags = models.JSONField(default=dict)
    explanation = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
