"""Reading a snapshot: prompts in the order of their groups, with all that was said of them up to a boundary.

Pages of prompts in short transactions; no snapshot of PostgreSQL is held open. Whatever is read is
insert-only and bounded by its number, so any worker reads the same rows after any restart.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from django.db.models import Q, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from exports.judgments import Completion, JudgedPrompt, JudgedTask, Judgment, Version
from exports.licenses import licenses_at
from labeling import models

WITHHOLDING = (models.SkipReason.UNSAFE, models.SkipReason.PERSONAL_DATA)


@dataclass(frozen=True, slots=True)
class Exclusion:
    is_excluded: bool
    since: datetime | None


@dataclass
class Snapshot:
    """A project at one moment: everything numbered up to `boundary` and recorded up to `until`.

    Erasures alone act on earlier moments too, up to the number `erased_up_to`.
    """

    project: models.Project
    boundary: int
    until: datetime | None = None
    erased_up_to: int = 0
    erased: frozenset[int] = frozenset()
    exclusions: dict[int, Exclusion] = field(default_factory=dict)
    versions: dict[int, Version] = field(default_factory=dict)
    policies: dict[int, str] = field(default_factory=dict)
    # By the names of policies; only those of which one was stated.
    licenses: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rulings = models.Exclusion.objects.filter(self.holds("created_at"), project=self.project).order_by("number")
        for ruling in rulings:
            self.exclusions[ruling.labeler_id] = Exclusion(ruling.is_excluded, ruling.since)
        erasures = models.Exclusion.objects.filter(project=self.project, is_erasure=True, number__lte=self.erased_up_to)
        self.erased = frozenset(erasures.values_list("labeler_id", flat=True))
        for version in models.GuidelineVersion.objects.filter(project=self.project).defer("guidelines"):
            self.versions[version.pk] = Version(version.number, version.ranking, version.form)
        self.policies = dict(models.Policy.objects.filter(project=self.project).values_list("pk", "name"))
        self.licenses = licenses_at(self)

    def holds(self, moment: str, number: str = "number") -> Q:
        """What the snapshot sees, by number and, with `until`, by time."""
        seen = Q(**{f"{number}__lte": self.boundary})
        return seen & Q(**{f"{moment}__lte": self.until}) if self.until else seen

    def plan(self) -> "array[int]":
        """The ids of all prompts that somebody judged or skipped a task of, by (group, id); 8 bytes each.

        More than the snapshot may hold, never less: these states are for ever. Each page looks closer.
        """
        judged = models.Assignment.objects.filter(project=self.project, state__in=["submitted", "skipped"])
        prompts = models.Prompt.objects.filter(project=self.project, tasks__in=judged.values("task_id"))
        ids = prompts.order_by("group_id", "id").distinct().values_list("id", "group_id")
        return array("q", (prompt_id for prompt_id, _ in ids.iterator(chunk_size=5000)))

    def page(self, prompt_ids: Sequence[int]) -> list[JudgedPrompt]:
        """These prompts, in the order given."""
        rows = models.Prompt.objects.filter(pk__in=among(prompt_ids)).values_list(
            "id", "group_id", as_text("messages"), "split", "is_quarantined"
        )
        prompts = {
            key: JudgedPrompt(key, group, orjson.loads(messages), split, is_quarantined)
            for key, group, messages, split, is_quarantined in rows
        }
        tasks = self._tasks(prompts)
        self._judgments(tasks)
        self._skips(tasks)
        judged = {key: task for key, task in tasks.items() if task.judgments}
        self._marks(judged)
        self._completions(judged)
        return [prompts[prompt_id] for prompt_id in prompt_ids]

    def _tasks(self, prompts: dict[int, JudgedPrompt]) -> dict[int, JudgedTask]:
        rows = (
            models.Task.objects.filter(prompt_id__in=among(prompts))
            .order_by("id")
            .values_list(
                "prompt_id", "id", "external_id", "batch__name", "prompt_type", "use_case", "language",
                "source", "source_user", as_text("metadata"), "is_adaptive",
            )
        )  # fmt: skip
        tasks = {}
        for prompt_id, *rest in rows:
            task = JudgedTask(*rest)
            tasks[task.id] = task
            prompts[prompt_id].tasks.append(task)
        return tasks

    def _judgments(self, tasks: dict[int, JudgedTask]) -> None:
        """All revisions; the highest of each assignment stands."""
        rows = (
            models.Submission.objects.filter(self.holds("submitted_at"), assignment__task_id__in=among(tasks))
            .order_by("assignment_id", "revision")
            .values_list(
                "assignment__task_id", "assignment_id", "assignment__labeler_id", "role", "assignment__purpose",
                "assignment__version_id", "assignment__order", "number", "submitted_at", "active_seconds",
                "wall_seconds", as_text("client_id"), "revision", "is_surplus", as_text("judgment"),
                as_text("signals"), "id",
            )
        )  # fmt: skip
        by_submission: dict[int, Judgment] = {}
        earlier: Judgment | None = None
        for (
            task_id, assignment_id, labeler_id, role, purpose, version_id, order, number, at, active, wall, client_id,
            revision, is_surplus, body, signals, key,
        ) in rows:  # fmt: skip
            judgment = Judgment(
                assignment_id, labeler_id, role, purpose, self.versions[version_id], order, number, at, active, wall,
                client_id, revision, True, is_surplus, orjson.loads(body), signals or "",
            )  # fmt: skip
            if earlier is not None and earlier.assignment_id == assignment_id:
                earlier.is_standing = False
            earlier = judgment
            tasks[task_id].judgments.append(judgment)
            by_submission[key] = judgment
        reviews = models.Review.objects.filter(self.holds("created_at"), submission_id__in=among(by_submission))
        for key, verdict in reviews.order_by("number").values_list("submission_id", "verdict"):
            by_submission[key].verdict = "" if verdict == models.Verdict.WITHDRAWN else verdict

    def _skips(self, tasks: dict[int, JudgedTask]) -> None:
        """Skips; one that the labeler followed by a submission is taken back by it."""
        rows = (
            models.Skip.objects.filter(self.holds("skipped_at"), assignment__task_id__in=among(tasks))
            .order_by("assignment_id")
            .values_list(
                "assignment__task_id", "assignment_id", "assignment__labeler_id", "assignment__role",
                "assignment__purpose", "assignment__version_id", "assignment__order", "number", "skipped_at",
                "active_seconds", "wall_seconds", "reason", "note",
            )
        )  # fmt: skip
        for (
            task_id, assignment_id, labeler_id, role, purpose, version_id, order, number, at, active, wall, reason,
            note,
        ) in rows:  # fmt: skip
            is_last_word = all(judgment.assignment_id != assignment_id for judgment in tasks[task_id].judgments)
            tasks[task_id].judgments.append(
                Judgment(
                    assignment_id, labeler_id, role, purpose, self.versions[version_id], order, number, at, active,
                    wall, is_standing=is_last_word, skip_reason=reason, skip_note=note,
                )
            )  # fmt: skip

    def _marks(self, tasks: dict[int, JudgedTask]) -> None:
        restored: dict[int, int] = defaultdict(int)
        rows = models.TaskMark.objects.filter(self.holds("created_at"), task_id__in=among(tasks)).order_by("number")
        for task_id, mark, number in rows.values_list("task_id", "mark", "number"):
            if mark == models.TaskMark.Mark.RESTORED:
                restored[task_id] = number
            elif mark in (models.TaskMark.Mark.GOLD, models.TaskMark.Mark.NOT_GOLD):
                tasks[task_id].is_gold = mark == models.TaskMark.Mark.GOLD
        for task in tasks.values():
            task.is_withheld = any(
                judgment.skip_reason in WITHHOLDING and judgment.is_standing and judgment.number > restored[task.id]
                for judgment in task.judgments
            )

    def _completions(self, tasks: dict[int, JudgedTask]) -> None:
        rows = (
            models.Completion.objects.filter(task_id__in=among(tasks))
            .order_by("task_id", "index")
            .values_list(
                "task_id", "id", "index", "same_as_id", "policy_id", as_text("messages"), "external_id",
                as_text("sampling"), "reasoning",
            )
        )  # fmt: skip
        for task_id, key, index, same_as_id, policy_id, messages, external_id, sampling, reasoning in rows:
            tasks[task_id].completions.append(
                Completion(
                    id=key,
                    index=index,
                    card_id=same_as_id or key,
                    messages=orjson.loads(messages),
                    model=self.policies.get(policy_id, "") if policy_id else "",
                    external_id=external_id,
                    sampling="" if sampling == "{}" else sampling,
                    reasoning=reasoning,
                )
            )


def among(ids: Iterable[int]) -> RawSQL:
    """For `in`: one value for the driver and the database to read, however many ids there are."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def as_text(column: str) -> Cast:
    """The column as PostgreSQL prints it: orjson parses JSON several times faster than the driver's way."""
    return Cast(column, TextField())
