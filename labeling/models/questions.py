"""What labelers ask about their tasks, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from labeling.models.projects import Project
from labeling.models.work import Assignment, Purpose

IS_OPEN = Q(answer="", answered_by=None, answered_at=None)
IS_ANSWERED = ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)


class Question(models.Model):
    """A question on a task. Its answer can be corrected: the earlier one stands in the trail.

    `project` and `asker` are the assignment's, kept here so that lists and counts need no other table.
    `read_at`: the asker saw the answer as it is now. `faq_question`: how the guidelines word the question.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="questions", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="questions", db_index=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_id = models.UUIDField()
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    is_in_faq = models.BooleanField(default=False)
    faq_question = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "client_id"], name="question_client_id_once"),
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(condition=IS_OPEN | IS_ANSWERED, name="question_answer_is_whole"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(answered_at__isnull=False), name="question_read_when_answered"
            ),
            models.CheckConstraint(
                condition=Q(is_in_faq=False, faq_question="")
                | (Q(is_in_faq=True, answered_at__isnull=False) & ~Q(faq_question="")),
                name="question_in_faq_when_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-id"], name="question_of_project"),
            models.Index(fields=["asker", "project", "-id"], name="question_of_asker"),
        ]

    @property
    def is_about_work(self) -> bool:
        """Neither about gold nor a qualification: of those only managers know."""
        return self.assignment.purpose == Purpose.WORK and self.assignment.task.purpose == Purpose.WORK
