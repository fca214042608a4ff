"""Reading a snapshot: prompts in the order of their groups, with all that was said of them up to a boundary.

Pages of prompts in short transactions; no snapshot of PostgreSQL is held open. Whatever is read is
insert-only and bounded by its number, so any worker reads the same rows after any restart.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import orjson
from django.db.models import Q

from exports.reading.judgments import Completion, JudgedPrompt, JudgedTask, Judgment, Version
from exports.reading.licenses import licenses_at
from exports.reading.statements import Statements
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
        self.licenses = licenses_at(self.project, self.holds("created_at"))

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.holds)

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
        rows = self._statements.prompts(prompt_ids)
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
        tasks = {}
        for prompt_id, *rest in self._statements.tasks(prompts):
            task = JudgedTask(*rest)
            tasks[task.id] = task
            prompts[prompt_id].tasks.append(task)
        return tasks

    def _judgments(self, tasks: dict[int, JudgedTask]) -> None:
        """All revisions; the highest of each assignment stands."""
        by_submission: dict[int, Judgment] = {}
        earlier: Judgment | None = None
        for (
            task_id, key, assignment_id, labeler_id, role, purpose, version_id, order, number, at, active, wall,
            client_id, revision, is_surplus, body, signals,
        ) in self._statements.submissions(tasks):  # fmt: skip
            judgment = Judgment(
                assignment_id, labeler_id, role, purpose, self.versions[version_id], order, number, at, active, wall,
                client_id, revision, True, is_surplus, orjson.loads(body), signals or "",
            )  # fmt: skip
            if earlier is not None and earlier.assignment_id == assignment_id:
                earlier.is_standing = False
            earlier = judgment
            tasks[task_id].judgments.append(judgment)
            by_submission[key] = judgment
        for key, verdict in self._statements.reviews(by_submission):
            by_submission[key].verdict = "" if verdict == models.Verdict.WITHDRAWN else verdict

    def _skips(self, tasks: dict[int, JudgedTask]) -> None:
        """Skips; one that the labeler followed by a submission is taken back by it."""
        for (
            task_id, assignment_id, labeler_id, role, purpose, version_id, order, number, at, active, wall, reason,
            note,
        ) in self._statements.skips(tasks):  # fmt: skip
            is_last_word = all(judgment.assignment_id != assignment_id for judgment in tasks[task_id].judgments)
            tasks[task_id].judgments.append(
                Judgment(
                    assignment_id, labeler_id, role, purpose, self.versions[version_id], order, number, at, active,
                    wall, is_standing=is_last_word, skip_reason=reason, skip_note=note,
                )
            )  # fmt: skip

    def _marks(self, tasks: dict[int, JudgedTask]) -> None:
        restored: dict[int, int] = defaultdict(int)
        for task_id, mark, number in self._statements.marks(tasks):
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
        rows = self._statements.completions(tasks)
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
