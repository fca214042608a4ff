"""Which judgments count: every one of a snapshot gets the reason for which it is left out, or none."""

from typing import Any

from exports.reading.judgments import JudgedPrompt, JudgedTask, Judgment
from exports.reading.snapshots import Snapshot
from exports.recipes.recipe import Recipe

# These are measurements of the labeler. A reviewer's own judgment counts: it settles the task.
MEASURING = ("gold", "qualification", "repeat")


class Sieve:
    """The rules of a recipe over the judgments of a snapshot.

    names: whom the recipe's names stand for at the snapshot's moment (exports.recipes.people.resolve).
    """

    def __init__(self, snapshot: Snapshot, recipe: Recipe, names: dict[str, Any]) -> None:
        self.snapshot = snapshot
        self.recipe = recipe
        filters = recipe.filters
        self.banned = {names["labelers"][name] for name in filters.labelers_exclude}
        self.labelers = {user_id for name in filters.groups for user_id in names["groups"][name]}

    def mark(self, prompt: JudgedPrompt) -> None:
        for task in prompt.tasks:
            of_task = self.why_task(prompt, task)
            for judgment in task.judgments:
                judgment.left_out = self.why_erased(judgment) or of_task or self.why(task, judgment)
            if "settled" not in self.recipe.filters.review:
                settle(task)

    def why_not_in_view(self, task: JudgedTask, judgment: Judgment) -> str:
        """Why even `raw` does not have it: erased, or not of the recipe's tasks or time; empty when it has."""
        since = self.recipe.filters.since
        is_early = since is not None and judgment.at < since
        return self.why_erased(judgment) or self.why_not_chosen(task) or ("filter_since" if is_early else "")

    def why_erased(self, judgment: Judgment) -> str:
        return "erased" if judgment.labeler_id in self.snapshot.erased else ""

    def why_task(self, prompt: JudgedPrompt, task: JudgedTask) -> str:
        if task.is_withheld:
            return "withheld"
        if prompt.is_quarantined and prompt.split == "train":
            return "quarantined"
        return "gold" if task.is_gold else self.why_not_chosen(task)

    def why_not_chosen(self, task: JudgedTask) -> str:
        filters = self.recipe.filters
        if filters.batches and task.batch not in filters.batches:
            return "filter_batches"
        if filters.use_case and task.use_case not in filters.use_case:
            return "filter_use_case"
        if filters.language and task.language not in filters.language:
            return "filter_language"
        return ""

    def has_licenses(self, task: JudgedTask) -> bool:
        """Whether all completions of the task stand under licenses that the recipe asks for."""
        wanted = self.recipe.filters.licenses
        return not wanted or all(self.snapshot.licenses.get(one.model, "") in wanted for one in task.completions)

    def why(self, task: JudgedTask, judgment: Judgment) -> str:
        filters = self.recipe.filters
        if not judgment.is_standing:
            return "superseded"
        if judgment.skip_reason:
            return "skipped"
        if judgment.purpose in MEASURING:
            return judgment.purpose
        if self.is_excluded(judgment):
            return "labeler_excluded"
        if judgment.verdict == "rejected":
            return "rejected"
        if judgment.verdict == "returned" and "returned" not in filters.review:
            return "returned"
        if (judgment.verdict or "unreviewed") not in filters.review:
            return "filter_review"
        if filters.since and judgment.at < filters.since:
            return "filter_since"
        if filters.guideline_version_min and judgment.version.number < filters.guideline_version_min:
            return "filter_guideline_version"
        if filters.roles and judgment.role not in filters.roles:
            return "filter_roles"
        if filters.groups and judgment.labeler_id not in self.labelers:
            return "filter_groups"
        if judgment.labeler_id in self.banned:
            return "filter_labelers"
        return ""

    def is_excluded(self, judgment: Judgment) -> bool:
        ruling = self.snapshot.exclusions.get(judgment.labeler_id)
        if ruling is None or not ruling.is_excluded:
            return False
        return ruling.since is None or judgment.at >= ruling.since


def settle(task: JudgedTask) -> None:
    """Where a reviewer judged the task to settle it, the others' judgments give way to theirs."""
    if any(judgment.purpose == "review" and not judgment.left_out for judgment in task.judgments):
        for judgment in task.judgments:
            if judgment.purpose != "review" and not judgment.left_out:
                judgment.left_out = "settled"
