"""What somebody has to pass before they get work."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from labeling.models.projects import Project
from labeling.models.submissions import Submission
from labeling.models.work import Task

LOWEST_GRADE, HIGHEST_GRADE = 1, 7


class QualificationSet(models.Model):
    """Tasks to be answered first, and what is enough. Never changed: another set is a second attempt.

    Defaults are InstructGPT's (arXiv 2203.02155, B.1): 75 % of comparisons and flags, 6 of 7 for demonstrations.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="qualification_sets")
    name = models.CharField(max_length=200)
    least_pairs = models.FloatField(default=0.75)
    least_flags = models.FloatField(default=0.75)
    # The mean grade of demonstrations, of 1 to 7.
    least_grade = models.FloatField(default=6)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="qualification_name_once_per_project")]

    def __str__(self) -> str:
        return self.name


class QualificationTask(models.Model):
    """A task's place in its set."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="in_qualification")
    set = models.ForeignKey(QualificationSet, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "position"], name="qualification_position_once")]


class Grade(models.Model):
    """A reviewer's grade of one demonstration; the newest one holds. Insert-only."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="grades")
    grade = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LOWEST_GRADE), MaxValueValidator(HIGHEST_GRADE)]
    )
    comment = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__range=(LOWEST_GRADE, HIGHEST_GRADE)), name="grade_of_seven")
        ]
