"""Projects, what they ask of labelers, and who belongs to them."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from labeling.models.numbers import NumberField

KINDS = [("ranking", _("Ranking")), ("demonstration", _("Demonstration"))]


class ProjectState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    SEALED = "sealed", _("Sealed")


class Role(models.TextChoices):
    LABELER = "labeler", _("Labeler")
    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Manager")


class Standing(models.TextChoices):
    """Of a labeler whose project has a qualification. Empty: has not answered all of it yet."""

    WAITING = "waiting", _("Waiting for grading")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    WAIVED = "waived", _("Not asked")


def default_splits() -> dict[str, float]:
    return {"train": 0.9, "validation": 0.05, "test": 0.05}


def default_review() -> dict[str, Any]:
    return {"first": 5, "share": 0.02, "disputed": 0.5}


def new_secret() -> str:
    return secrets.token_hex(32)


class ProjectQuerySet(models.QuerySet["Project"]):
    def of(self, user_id: int) -> "ProjectQuerySet":
        """The projects that this person is a member of now."""
        return self.filter(memberships__user_id=user_id, memberships__removed_at=None)

    def listed(self) -> "ProjectQuerySet":
        """Those that lists show: not the archived ones."""
        return self.filter(archived_at=None)


class Project(models.Model):
    """One collection effort. What it asks of labelers stands in its newest guideline version."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    preset = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.OPEN)
    # One number for all, or one per split: {"train": 1, "validation": 3, "test": 3}.
    overlap = models.JSONField(default=int)
    # On which tasks the overlap grows while people disagree, and how (`labeling.actions.check_adaptive`); null: none.
    adaptive = models.JSONField(null=True)
    splits = models.JSONField(default=default_splits)
    # A number or a text; with a prompt group's founding key it decides the split.
    split_seed = models.JSONField(default=int)
    lease_minutes = models.PositiveIntegerField(default=30)
    # The share of a labeler's tasks that is gold.
    gold_rate = models.FloatField(default=0, db_default=0)
    # What the manager aims at: all judged by this day, and so many judgments a day. Labelers never see it.
    goal_date = models.DateField(null=True)
    goal_per_day = models.PositiveIntegerField(null=True)
    # What labelers have to pass before they get work; null: nothing.
    qualification = models.ForeignKey(
        "labeling.QualificationSet", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Caps of every labeler who has none of their own: judgments a day, and percent of all that the project asks for.
    daily_cap = models.PositiveIntegerField(null=True)
    share_cap = models.PositiveSmallIntegerField(null=True)
    # Whether labelers see how well they agree with others.
    shows_agreement = models.BooleanField(default=False)
    # Which judgments reviewers check: everybody's first ones, a random share, and those of disputed tasks: with at
    # least this much disagreement (null: none).
    review = models.JSONField(default=default_review)
    # The key of the pseudonyms in this project's exports; never leaves the database.
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    # Out of the lists, and sealed; it can be brought back.
    archived_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = ProjectQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def overlap_of(self, split: str) -> int:
        """How many labelers judge a task of this split, unless the task says so itself."""
        return int(self.overlap[split] if isinstance(self.overlap, dict) else self.overlap)


class GuidelineVersion(models.Model):
    """Guidelines, form and ranking settings as they stood from `created_at` on. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    guidelines = models.TextField(blank=True)
    # The version that brought in this text: a change of form or ranking alone shows it to nobody again.
    guidelines_number = models.PositiveIntegerField(default=1)
    ranking = models.JSONField(default=dict)
    form = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("project", F("number").desc(), name="version_number_once_per_project")]


class Membership(models.Model):
    """A person in a project. Removal keeps the row: their judgments stay.

    Its row is the labeler's lock: claims of one person in one project happen one after the other.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    # Labelers can be held apart in groups ("train", "heldout"), as InstructGPT did.
    group = models.CharField(max_length=40, blank=True)
    # The guidelines that the screen has shown this person, by their `guidelines_number`; 0: none yet.
    guidelines_seen = models.PositiveIntegerField(default=0)
    # The newest review of their work that the screen has shown this person, by its number.
    reviews_seen = models.BigIntegerField(default=0)
    # Null: as the project says.
    daily_cap = models.PositiveIntegerField(null=True, blank=True)
    share_cap = models.PositiveSmallIntegerField(null=True, blank=True)
    # While it is set nothing new is handed out; what is in hand may be finished.
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What managers write down about this person.
    note = models.TextField(blank=True)
    # Null: as the project says.
    gold_rate = models.FloatField(null=True, blank=True)
    # How far they are with what has to be passed, and a set of their own for another attempt (null: the project's).
    standing = models.CharField(max_length=10, choices=Standing, blank=True, default="", db_default="")
    own_qualification = models.ForeignKey(
        "labeling.QualificationSet", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share_cap=None) | Q(share_cap__range=(1, 100)), name="membership_share_cap_in_percent"
            ),
            models.UniqueConstraint(fields=["project", "user"], name="membership_once_per_project"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]


class Exclusion(models.Model):
    """A ruling on whether a labeler's work counts; the newest one holds. Insert-only.

    `since` limits an exclusion to submissions from that moment on; null means all of them. An erasure
    cannot be taken back, and no dataset that is built from then on holds anything of the labeler's.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exclusions")
    labeler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_excluded = models.BooleanField()
    is_erasure = models.BooleanField(default=False)
    since = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    number = NumberField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
