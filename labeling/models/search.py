"""What the search over prompts looks in: derived rows, read from prompts in the background (`labeling.tasks.words`)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from labeling.models.projects import Project
from labeling.models.work import Task


class TaskWords(models.Model):
    """The words of a task's prompt. Not truth: deleted, they are read anew."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="words")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    words = SearchVectorField()

    class Meta:
        indexes = [
            # For words that nearly every prompt has: walking tasks in their order meets them at once.
            models.Index(fields=["project", "task"], name="words_of_project"),
            GinIndex(fields=["words"], name="words_found"),
        ]
