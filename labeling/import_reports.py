"""What a dry run found, ready for its page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from labeling.actions.check_report import is_outdated
from labeling.actions.confirm_import import under_way
from labeling.importing.columns import use_of
from labeling.models import Import, JobState, Project, Split
from labeling.storable import reads_as_id

USES: dict[str, str | Promise] = {
    "prompt": _("the prompt"),
    "completions": _("completions"),
    "conversation": _("a conversation: its last answer is the completion"),
    "both": _("the prompt and completions"),
    "judgments": _("judgments made elsewhere: kept as metadata, never taken for this project's"),
    "models": _("which model wrote the completion; labelers never see it"),
    "licenses": _("the license of the model"),
    "itself": _("used as it is named"),
    "metadata": _("kept as metadata; labelers never see it"),
    "unknown": _("not known here: kept as metadata; labelers never see it"),
}
LAYOUTS: dict[str, str | Promise] = {
    "plain": _("prompts, with completions if there are any"),
    "pair": _("pairs of chosen and rejected: the preference is kept as metadata and never shown"),
    "conversation": _("conversations"),
    "label_studio": _("tasks of Label Studio"),
    "argilla": _("records of Argilla"),
}


IMPORTS_SHOWN = 20
# Kinds of errors that are named; of an import with thousands, these say what to mend.
MOST_KINDS = 6


@dataclass(frozen=True)
class Column:
    name: str
    rows: int
    use: str | Promise
    is_unknown: bool


@dataclass(frozen=True)
class Report:
    """`can_confirm`: its file is there still, unconfirmed. `is_outdated`: the project is another now."""

    columns: list[Column]
    layouts: list[tuple[str | Promise, int]]
    splits: list[tuple[str, int]]
    batches: list[tuple[str, int]]
    judgments: int
    can_confirm: bool
    is_outdated: bool
    # Another import has not come to its end: it may change what comes of this file.
    has_to_wait: bool


def report_of(job: Import) -> Report | None:
    """None for what is no finished dry run, and for those of earlier versions."""
    if not job.is_dry_run or job.state != JobState.DONE or "splits" not in job.report:
        return None
    found: dict[str, Any] = job.report
    layouts = sorted(found.get("layouts", {}))
    can_confirm = job.kept_until is not None and job.confirmed_as_id is None
    return Report(
        columns=[
            Column(name, rows, USES[use_of(name, layouts)], use_of(name, layouts) == "unknown")
            for name, rows in found.get("columns", {}).items()
        ],
        layouts=[(LAYOUTS[name], rows) for name, rows in found.get("layouts", {}).items()],
        splits=[(split, found["splits"].get(split, 0)) for split in Split.values],
        batches=list(found["batches"].items()),
        judgments=found["judgments"],
        can_confirm=can_confirm,
        has_to_wait=can_confirm and under_way(job.project),
        is_outdated=can_confirm and is_outdated(job, job.project),
    )


def batches_of(job: Import) -> list[tuple[str, str, int]]:
    """The batches of what came in, each with the query of its list and how many of these tasks it got."""
    if job.is_dry_run or job.state != JobState.DONE:
        return []
    return [(name, f"?{urlencode({'batch': name})}", tasks) for name, tasks in job.report.get("batches", {}).items()]


def problem_kinds(job: Import) -> list[dict[str, Any]]:
    """What is wrong with several lines alike: field, detail and how many, the most frequent first."""
    kinds = job.problems.order_by().values("field", "detail").annotate(count=Count("id"), first=Min("line"))
    return list(kinds.filter(count__gt=1).order_by("-count", "first")[:MOST_KINDS])


def history(project: Project, *, before: str) -> list[Import]:
    """The newest imports, and one more if there are older ones; without checks that led to one."""
    found = project.imports.filter(confirmed_as=None).order_by("-id")
    if reads_as_id(before):
        found = found.filter(pk__lt=int(before))
    return list(found[: IMPORTS_SHOWN + 1])
