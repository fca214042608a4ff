"""What comes in: prompts, the completions that policies gave, and the splits they were born into."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from labeling.models.projects import Project


class Split(models.TextChoices):
    TRAIN = "train", _("Train")
    VALIDATION = "validation", _("Validation")
    TEST = "test", _("Test")


class Batch(models.Model):
    """A portion of the work under one name; an import is one unless its rows say otherwise."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="batches", db_index=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="batch_name_once_per_project")]


class Policy(models.Model):
    """A model or model version that wrote completions; `model` in files. Only managers may see it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="policies", db_index=False)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="policy_name_once_per_project")]


class PromptGroup(models.Model):
    """Prompts that must not be torn apart by a split. Founded at import, never merged, never moved.

    Here and in the two tables below the project repeats that of their tasks, which the database checks:
    checking it again for each of the rows that an import writes cost 2.4 microseconds a row.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    split = models.CharField(max_length=10, choices=Split)


class GroupKey(models.Model):
    """A trait by which prompts belong together: a conversation's root, a source user."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    digest = models.BinaryField(max_length=16)
    group = models.ForeignKey(PromptGroup, on_delete=models.CASCADE, related_name="keys")
    # What a cancelled import taught about groups of others is forgotten with it.
    imported_by = models.ForeignKey(
        "labeling.Import", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "digest"], name="group_key_once_per_project")]


class Prompt(models.Model):
    """One or more chat messages to be answered; prompts with the same messages are one row.

    `messages` is a list of {"role", "content"}; content is a string now, a list of parts later.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="prompts", db_index=False, db_constraint=False
    )
    group = models.ForeignKey(PromptGroup, on_delete=models.CASCADE, related_name="prompts")
    messages = models.JSONField()
    digest = models.BinaryField(max_length=32)
    split = models.CharField(max_length=10, choices=Split)
    # It links groups of different splits, so it stays out of train.
    is_quarantined = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "digest"], name="prompt_once_per_project")]


class Completion(models.Model):
    """One answer to a prompt as it was given. Those with `same_as` share another's text and its card.

    `index` is the place in the file and never shown; `messages` is a list of assistant (or tool) messages.
    """

    task = models.ForeignKey("labeling.Task", on_delete=models.CASCADE, related_name="completions", db_index=False)
    index = models.PositiveSmallIntegerField()
    same_as = models.ForeignKey("self", on_delete=models.CASCADE, null=True, db_index=False, related_name="+")
    # As at the task's batch, an import locks the policies of a thousand rows once.
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, null=True, db_index=False, related_name="completions", db_constraint=False
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    messages = models.JSONField()
    reasoning = models.TextField(blank=True)
    external_id = models.TextField(blank=True)
    sampling = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "index"], name="completion_index_once_per_task")]
        indexes = [models.Index(fields=["policy", "task"], name="completion_of_policy")]

    @property
    def text(self) -> str:
        """The answer itself: the last message's content."""
        return str(self.messages[-1]["content"])
