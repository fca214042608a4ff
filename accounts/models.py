"""People, their API tokens and sign-in links, and the trail of who did what."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class User(AbstractUser):
    """A person who signs in. What they may do in a project stands in their membership there."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(max_length=150, blank=True)
    can_create_projects = models.BooleanField(default=False)
    # Theme, layout, remapped keys: what the screens remember of a person.
    preferences = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="user_username_any_case")]

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.display_name or self.username


class ApiToken(models.Model):
    """A key to the API. Only its SHA-256 is kept: the token itself is 256 random bits, shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100, blank=True)
    digest = models.BinaryField(max_length=32, unique=True)
    # The slug of the one project whose exports it can read; empty: everything its user may do.
    exports_of = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class SignInLink(models.Model):
    """A link that signs its person in once. Only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


# What is done in a project besides labeling, and besides what stands on its single tasks.
OF_PROJECT = ~Q(verb__startswith="assignment.") & ~Q(verb__startswith="task.")


class Event(models.Model):
    """One line of the trail: who did what to what, written in the transaction that did it. Append-only.

    `subject` names the thing as "kind:id". The project is a bare number: the trail outlives what it tells of.
    """

    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    verb = models.CharField(max_length=60)
    project_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Claims and judgments are told on the page of their task: a project's own trail leaves them out.
            models.Index(fields=["project_id", "-id"], condition=OF_PROJECT, name="event_of_project_alone"),
            models.Index(fields=["subject", "-id"], name="event_of_subject"),
        ]
