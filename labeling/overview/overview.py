"""The overview of one project, ready for its page."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from labeling import page_queries
from labeling.figures import counted
from labeling.figures.counted import Figures
from labeling.models import Import, Project, ProjectState, Role
from labeling.overview import agreement, pace, people
from labeling.overview.agreement import LabelerDot, MeasureDot
from labeling.overview.pace import ProjectPace
from labeling.overview.people import AtWork
from labeling.overview.troubles import Seen, Trouble, troubles
from labeling.questions import asked


@dataclass(frozen=True)
class SkipBar:
    reason: str
    name: str
    count: int
    # Of the most frequent one, in percent.
    percent: int


@dataclass(frozen=True)
class Overview:
    project: Project
    figures: Figures
    pace: ProjectPace
    people: AtWork
    measures: list[MeasureDot]
    labelers: list[LabelerDot]
    skips: list[SkipBar]
    troubles: list[Trouble]
    next_step: str
    last_import: Import | None

    @property
    def shown_labelers(self) -> list[LabelerDot]:
        return self.labelers[: agreement.MOST_SHOWN]

    @property
    def free(self) -> int:
        """Slots that nobody holds."""
        progress = self.figures.progress
        return max(0, progress.slots - progress.submitted - progress.claimed)

    @property
    def percent(self) -> int:
        return page_queries.percent(self.figures.progress.submitted, self.figures.progress.slots)

    @property
    def segments(self) -> dict[str, float]:
        """Judged and in hand, in hundredths of all slots, for the bar."""
        progress = self.figures.progress
        whole = max(progress.slots, progress.submitted + progress.claimed, 1)
        return {"judged": 100 * progress.submitted / whole, "claimed": 100 * progress.claimed / whole}


def of_project(project: Project, *, zone: tzinfo, now: datetime) -> Overview:
    """About a dozen queries, each over an index or a row that the background counted."""
    figures = counted.figures_of(project)
    at_pace = pace.of_project(project, figures, zone=zone, now=now)
    at_work = people.at_work(project, now=now)
    dots = agreement.labelers(figures)
    # A file that was only checked has brought nothing in.
    last_import = project.imports.filter(is_dry_run=False).order_by("-id").first()
    questions = asked.open_count(project)
    seen = Seen(project, figures, at_pace, at_work, dots, questions, last_import)
    return Overview(
        project=project,
        figures=figures,
        pace=at_pace,
        people=at_work,
        measures=agreement.measures(figures),
        labelers=dots,
        skips=skip_bars(figures),
        troubles=troubles(seen),
        next_step=next_step(project, figures),
        last_import=last_import,
    )


def skip_bars(figures: Figures) -> list[SkipBar]:
    rows = page_queries.skips_by_reason(figures.progress.skipped)
    most = max([count for _, _, count in rows], default=1)
    return [SkipBar(reason, name, count, 100 * count // most) for reason, name, count in rows]


def next_step(project: Project, figures: Figures) -> str:
    """What the manager had best do now, if anything: one thing at a time."""
    progress = figures.progress
    if not progress.tasks:
        return ""
    if project.state == ProjectState.SEALED:
        return "sealed"
    if progress.parked:
        return "parked"
    if progress.submitted >= progress.slots:
        return "export"
    if project.state != ProjectState.OPEN:
        return "open"
    has_labelers = project.memberships.filter(role=Role.LABELER, removed_at=None).exists()
    return "" if has_labelers else "invite"
