"""What labelers say: drafts, submissions and skips; and what reviewers say of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from labeling.models.numbers import NumberField
from labeling.models.projects import Project, Role
from labeling.models.work import Assignment, Task


class Draft(models.Model):
    """An unfinished judgment. A null judgment is what a submission left behind: its revision still counts."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    revision = models.BigIntegerField()
    judgment = models.JSONField(null=True)
    saved_at = models.DateTimeField()


class Submission(models.Model):
    """One recorded judgment. Insert-only: an amendment is a new revision, the highest one stands.

    `judgment` speaks of completions by the letters of the assignment's order, exactly as it was sent.
    `client_id` is the UUID that the client made; `digest` is the SHA-256 of the whole body under it.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="submissions", db_index=False)
    client_id = models.UUIDField()
    revision = models.PositiveSmallIntegerField()
    number = NumberField()
    judgment = models.JSONField()
    # What the screen noticed while it was made (`labeling.screen.noticed`); null when the client noticed nothing.
    signals = models.JSONField(null=True)
    digest = models.BinaryField(max_length=32)
    role = models.CharField(max_length=10, choices=Role)
    # Kept, but beyond the overlap: its slot had gone to somebody else, or the project was sealed.
    is_surplus = models.BooleanField(default=False)
    active_seconds = models.FloatField(null=True)
    wall_seconds = models.FloatField(null=True)
    opened_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "client_id"], name="submission_client_id_once"),
            models.UniqueConstraint("assignment", F("revision").desc(), name="submission_revision_once"),
        ]


class SkipReason(models.TextChoices):
    UNCLEAR = "unclear", _("Unclear")
    UNSAFE = "unsafe", _("Unsafe")
    PERSONAL_DATA = "personal_data", _("Personal data")
    WRONG_LANGUAGE = "wrong_language", _("Wrong language")
    NEEDS_EXPERTISE = "needs_expertise", _("Needs expertise")
    BROKEN = "broken", _("Broken")
    DUPLICATE = "duplicate", _("Duplicate")
    OTHER = "other", _("Other")


class Skip(models.Model):
    """A labeler passed a task on, and why."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, primary_key=True, related_name="skip")
    # As the assignment says; here for the list of tasks.
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="skips", db_index=False, db_constraint=False)
    reason = models.CharField(max_length=20, choices=SkipReason)
    note = models.TextField(blank=True)
    number = NumberField()
    active_seconds = models.FloatField(null=True)
    wall_seconds = models.FloatField(null=True)
    opened_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "reason", "task"], name="skip_of_reason")]


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    # To its author, who amends it: until then no dataset has it, and its slot stays theirs.
    RETURNED = "returned", _("Sent back")
    # The reviewer took the verdict back: as if there were none.
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Review(models.Model):
    """A reviewer's verdict on one submission; the newest one holds. Insert-only.

    `project` and `labeler` are the submission's, kept here so that its author's screen finds what was said of their
    work without a walk over all of it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    labeler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)
    number = NumberField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["labeler", "project", "-number"],
                condition=Q(verdict__in=["rejected", "returned"]),
                name="review_for_its_labeler",
            ),
        ]


class AuthoredText(models.Model):
    """The digest of a text that a labeler wrote: they never rank it. SHA-256 of its exact UTF-8 bytes."""

    labeler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["labeler", "digest"], name="authored_text_once")]
