"""A project in one line, for lists of projects: pace, agreement, trouble. Managers only: labelers see none of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from labeling.charts.sparks import Spark, spark
from labeling.figures.agreement import Agreement
from labeling.overview import pace
from labeling.overview.pace import TONES, ProjectPace
from labeling.page_queries import ProjectRow
from labeling.statistics.forecast import Standing

# A fortnight fits a line.
DAYS = 14


@dataclass(frozen=True)
class ProjectLine:
    pace: ProjectPace
    spark: Spark

    @property
    def agreement(self) -> Agreement:
        return self.pace.figures.agreement

    @property
    def looks(self) -> int:
        """Tasks that are parked, or have a rejected or hasty judgment. A task may stand there twice."""
        figures = self.pace.figures
        return figures.progress.parked + figures.looks["rejected"] + figures.looks["hasty"]

    @property
    def standing(self) -> str:
        """On pace, and so on; empty without a goal, or where nobody can tell."""
        if self.pace.is_done or not self.pace.figures.progress.slots:
            return ""
        return {
            Standing.AHEAD: _("On pace"),
            Standing.CLOSE: _("It may go either way"),
            Standing.BEHIND: _("Behind"),
        }.get(self.pace.standing, "")

    @property
    def tone(self) -> str:
        return TONES[self.pace.standing]


def draw(rows: Iterable[ProjectRow], *, zone: tzinfo, now: datetime) -> None:
    """Give every row of a project that this person manages its line. No queries: the rows bring their figures."""
    for row in rows:
        if row.is_manager:
            progress = replace(row.figures.progress, slots=row.slots, submitted=row.counted)
            figures = replace(row.figures, progress=progress)
            found = pace.of_project(row.project, figures, zone=zone, now=now)
            row.line = ProjectLine(found, spark([count for _day, count in found.days[-DAYS:]]))
