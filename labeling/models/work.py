"""Tasks, the openings that claims take, and assignments with their slots and orders."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from labeling.models.numbers import NumberField
from labeling.models.projects import GuidelineVersion, Project, Role
from labeling.models.prompts import Batch, Prompt, Split


class Purpose(models.TextChoices):
    WORK = "work", _("Work")
    GOLD = "gold", _("Gold")
    QUALIFICATION = "qualification", _("Qualification")
    REVIEW = "review", _("Review")
    REPEAT = "repeat", _("Repeat")


class TaskState(models.TextChoices):
    """Whether a task is open to labelers. waiting, claimed and done follow from its opening."""

    OPEN = "open", _("Open")
    PARKED = "parked", _("Parked")
    ARCHIVED = "archived", _("Archived")


class Task(models.Model):
    """A prompt and its completions, to be judged by `overlap` labelers. Wide and rarely updated.

    A task exists for people once it has an opening: those of an unfinished import have none.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="tasks")
    # The import locks what these two point at once for all rows of a transaction (labeling.actions.write_rows),
    # which is what the database's own constraint would do row by row, for a fifth of its time.
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="tasks", db_index=False, db_constraint=False
    )
    imported_by = models.ForeignKey(
        "labeling.Import", on_delete=models.SET_NULL, null=True, related_name="tasks", db_constraint=False
    )
    # Where it stands in the imported file.
    line = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=500)
    # One 8-byte digest per field of the imported row (labeling.importing.fingerprints): tells whether
    # a later row of the same id has the same content and, if not, names the field that differs.
    fingerprint = models.BinaryField()
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    # Gold and qualification tasks have left the queue: they are handed out beside it, and have no slots.
    purpose = models.CharField(max_length=13, choices=Purpose, default=Purpose.WORK, db_default=Purpose.WORK)
    # Its prompt's, which never changes: repeated here so that lists can be narrowed by it.
    split = models.CharField(max_length=10, choices=Split)
    priority = models.IntegerField(default=0)
    # Null: as the project says for the prompt's split.
    overlap = models.PositiveSmallIntegerField(null=True)
    # Its overlap may have grown because people disagreed: agreement is computed from the other tasks only.
    is_adaptive = models.BooleanField(default=False, db_default=False)
    prompt_type = models.CharField(max_length=100, blank=True)
    use_case = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=35, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_user = models.CharField(max_length=200, blank=True)
    metadata = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "external_id"], name="task_external_id_once_per_project"),
        ]
        # Beyond the first, for the filters of the list of tasks: each leads to its rows in the list's order.
        indexes = [
            models.Index(fields=["project", "id"], name="task_of_project"),
            models.Index(fields=["batch", "id"], name="task_of_batch"),
            models.Index(fields=["project", "state", "id"], condition=~Q(state="open"), name="task_held"),
            models.Index(fields=["project", "split", "id"], condition=~Q(split="train"), name="task_of_split"),
            models.Index(fields=["project", "use_case", "id"], condition=~Q(use_case=""), name="task_of_use_case"),
            models.Index(fields=["project", "language", "id"], condition=~Q(language=""), name="task_of_language"),
            models.Index(fields=["project", "id"], condition=Q(purpose="gold"), name="task_gold"),
        ]


class Lane(models.Model):
    """A stretch of a project's queue. Lower ranks go first: see `labeling.queues.lane_rank`."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    rank = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "rank"], name="lane_rank_once_per_project")]


# What a task is to people, besides parked and archived.
DONE = Q(is_held=False, counted__gte=F("allowed"))
WAITING = Q(is_held=False, counted__lt=F("allowed"), filled=F("counted"))
IN_HAND = Q(is_held=False, counted__lt=F("allowed"), filled__gt=F("counted"))


class Opening(models.Model):
    """A task's place in the queue and the count of its slots. Narrow, since every claim rewrites it.

    `allowed` is the overlap asked for, `filled` the slots held now, `counted` those of them submitted.
    Lowering the overlap may leave `filled` above `allowed`: that closes free slots only.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="opening")
    # As the task says; not checked a second time by the database, for the speed of imports.
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lane = models.BigIntegerField()
    position = models.BigIntegerField()
    allowed = models.PositiveSmallIntegerField()
    filled = models.PositiveSmallIntegerField(default=0)
    counted = models.PositiveSmallIntegerField(default=0)
    # Between these two `allowed` follows the judgments while people disagree; null: the overlap is fixed.
    least = models.PositiveSmallIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)
    # Parked, archived, gold or of a qualification: nobody can claim it from the queue.
    is_held = models.BooleanField(default=False)
    # The random base order of the completions, drawn at the first claim (indexes of cards).
    base_order = ArrayField(models.SmallIntegerField(), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(counted__lte=F("filled")), name="opening_counted_within_filled"),
            models.CheckConstraint(
                condition=Q(least__isnull=True, most__isnull=True)
                | Q(least__isnull=False, most__isnull=False, least__gte=1, most__gte=F("least")),
                name="opening_ends_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "lane", "position"],
                condition=Q(filled__lt=F("allowed"), is_held=False),
                name="opening_claimable",
            ),
            # For the list of tasks, in its order.
            models.Index(fields=["project", "task"], condition=WAITING, name="opening_waiting"),
            models.Index(fields=["project", "task"], condition=IN_HAND, name="opening_in_hand"),
            models.Index(fields=["project", "task"], condition=DONE, name="opening_done"),
        ]


class AssignmentState(models.TextChoices):
    CLAIMED = "claimed", _("Claimed")
    SUBMITTED = "submitted", _("Submitted")
    SKIPPED = "skipped", _("Skipped")
    RELEASED = "released", _("Released")
    # The lease ran out and the slot was given back; looks like released from outside.
    EXPIRED = "expired", _("Expired")
    # Never handed out: the labeler wrote one of the texts.
    EXCLUDED = "excluded", _("Excluded")


TRANSITIONS: dict[str, frozenset[str]] = {
    AssignmentState.CLAIMED: frozenset({"submitted", "skipped", "released", "expired"}),
    AssignmentState.RELEASED: frozenset({"claimed", "submitted", "skipped"}),
    AssignmentState.EXPIRED: frozenset({"claimed", "submitted", "skipped", "released"}),
    AssignmentState.SKIPPED: frozenset({"submitted"}),
    AssignmentState.SUBMITTED: frozenset(),
    AssignmentState.EXCLUDED: frozenset(),
}


class Assignment(models.Model):
    """One labeler's place on a task, for ever; `order` is how that labeler sees the completions.

    A non-null `slot` is the proof that it fills the overlap: (task, slot) is unique, and surplus, released,
    skipped, rejected, gold and qualification assignments have none.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    labeler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=13, choices=Purpose, default=Purpose.WORK)
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.CLAIMED)
    # The labeler's role when they claimed, so that an export can leave managers out.
    role = models.CharField(max_length=10, choices=Role)
    slot = models.PositiveSmallIntegerField(null=True)
    # The row of the task's Latin square that gave the order.
    row = models.PositiveSmallIntegerField(default=0)
    # Completion indexes in the order of the letters: order[0] is shown as A. Empty for demonstrations.
    order = ArrayField(models.SmallIntegerField(), default=list)
    # The policy at each of these positions (id; minus index - 1 where the file named none), for balance.
    seats = ArrayField(models.BigIntegerField(), default=list)
    # Its place among this labeler's assignments, counted while gold is mixed in: it decides the next draw.
    ordinal = models.PositiveIntegerField(default=0, db_default=0)
    lane = models.BigIntegerField()
    position = models.BigIntegerField()
    leased_until = models.DateTimeField()
    claimed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "labeler"], name="assignment_once_per_labeler"),
            models.UniqueConstraint(fields=["task", "slot"], condition=Q(slot__isnull=False), name="slot_held_once"),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | Q(purpose="work", state__in=["claimed", "submitted"]),
                name="slot_only_for_work_in_hand_or_done",
            ),
        ]
        indexes = [
            models.Index(fields=["labeler", "project", "lane", "-position"], name="assignment_queue_place"),
            models.Index(fields=["labeler", "project", "-id"], name="assignment_history"),
            models.Index(fields=["labeler", "project", "task"], name="assignment_task"),
            models.Index(
                fields=["labeler", "project", "id"],
                condition=Q(state__in=["claimed", "expired"]),
                name="assignment_in_hand",
            ),
            models.Index(fields=["project", "leased_until"], condition=Q(state="claimed"), name="assignment_lease_end"),
            models.Index(fields=["project", "labeler"], condition=Q(state="skipped"), name="assignment_skipped"),
        ]


class TaskMark(models.Model):
    """A ruling on a task that snapshots must see: parked, restored, archived, gold. Insert-only."""

    class Mark(models.TextChoices):
        PARKED = "parked", _("Parked")
        RESTORED = "restored", _("Restored")
        ARCHIVED = "archived", _("Archived")
        GOLD = "gold", _("Gold")
        NOT_GOLD = "not_gold", _("Not gold")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=10, choices=Mark)
    note = models.TextField(blank=True)
    number = NumberField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
