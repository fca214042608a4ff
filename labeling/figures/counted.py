"""All figures of a project that only the whole of it can tell, as the background keeps them in `Digest.figures`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count

from labeling.figures import agreement, labelers, pace
from labeling.figures.agreement import Agreement
from labeling.figures.labelers import LabelerFigures
from labeling.figures.progress import Progress, progress
from labeling.models import Digest, Project, Task, TaskFinding
from labeling.tasks.looks import LOOKS

# Projects with fewer tasks are counted at the request, in a few milliseconds: exact, always.
LARGE = 20_000


@dataclass(frozen=True)
class Figures:
    """`counted_at` is the moment of `progress`; null: counted just now."""

    progress: Progress
    agreement: Agreement
    labelers: list[LabelerFigures]
    # {why: how many tasks}, as in `labeling.tasks.looks`.
    looks: dict[str, int]
    # See `labeling.figures.pace`.
    quarters: dict[int, int]
    counted_at: datetime | None = None

    @classmethod
    def of_json(cls, told: dict[str, Any], counted_at: datetime | None) -> "Figures":
        return cls(
            progress=Progress(**told["progress"]),
            agreement=Agreement.of_json(told["agreement"]),
            labelers=[LabelerFigures.of_json(one) for one in told["labelers"]],
            looks=told["looks"],
            quarters={int(quarter): count for quarter, count in told["quarters"].items()},
            counted_at=counted_at,
        )


NOTHING = Figures(Progress(), agreement.NOTHING, [], dict.fromkeys(LOOKS, 0), {})


def counted_findings(project: Project, *, now: datetime) -> dict[str, Any]:
    """All but the progress, as JSON: for three million judgments a matter of a quarter of a minute."""
    findings = TaskFinding.objects.filter(project=project)
    return {
        "agreement": agreement.of_project(project).as_json(),
        "labelers": [one.as_json() for one in labelers.of_project(project)],
        "looks": findings.aggregate(**{why: Count("task_id", filter=has) for why, has in LOOKS.items()}),
        "quarters": {str(quarter): count for quarter, count in pace.quarters(project, now=now).items()},
    }


def counted_progress(project: Project) -> dict[str, Any]:
    """As JSON: for a million tasks a matter of seconds."""
    return {"progress": asdict(progress(project))}


def kept(project_ids: Iterable[int]) -> dict[int, Figures]:
    """What the background counted of these projects, without the labelers; one query."""
    parts = ["progress", "agreement", "looks", "quarters"]
    rows = Digest.objects.filter(project_id__in=project_ids).exclude(figures_at=None)
    found = rows.values_list("project_id", "figures_at", *(f"figures__{part}" for part in parts))
    return {
        project_id: Figures.of_json(dict(zip(parts, told, strict=True)) | {"labelers": []}, counted_at)
        for project_id, counted_at, *told in found
    }


def is_large(project: Project) -> bool:
    return Task.objects.filter(project=project)[: LARGE + 1].count() > LARGE


def figures_of(project: Project) -> Figures:
    """The figures as they are known now. What is drawn from findings is as old as they are, a few seconds.

    The progress of a project that is not large is counted at once; so is everything that was never counted.
    """
    row = Digest.objects.filter(project=project).exclude(figures_at=None).first()
    kept = Figures.of_json(row.figures, row.figures_at) if row else NOTHING
    if row and (kept.progress.tasks > LARGE or is_large(project)):
        return kept
    return replace(kept, progress=progress(project), counted_at=None)


def progress_of(project: Project) -> Progress:
    """How far the project is: exact, but for large projects, where it is as old as the figures."""
    return figures_of(project).progress
