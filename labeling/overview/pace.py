"""Is the project on pace? The days behind, the forecast, and the goal it is held against."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labeling.charts.bars import Bars, daily_bars
from labeling.charts.burnup import BurnUp, burn_up
from labeling.figures import pace
from labeling.figures.counted import Figures
from labeling.models import Project, ProjectState
from labeling.statistics.forecast import (
    FEWEST_DAYS,
    OF_TEN,
    Forecast,
    Pace,
    Standing,
    forecast,
    pace_of,
    towards_date,
    towards_rate,
)

TONES = {Standing.AHEAD: "good", Standing.CLOSE: "warn", Standing.BEHIND: "bad", Standing.UNKNOWN: ""}


def day_name(day: date) -> str:
    return formats.date_format(day, "MONTH_DAY_FORMAT")


@dataclass(frozen=True)
class Headline:
    """The first thing to read. `tone` is good, warn, bad or empty."""

    tone: str
    text: str
    detail: str = ""


@dataclass(frozen=True)
class ProjectPace:
    project: Project
    figures: Figures
    days: list[tuple[date, int]]

    @cached_property
    def pace(self) -> Pace:
        """Of complete days: today is not over yet."""
        return pace_of([count for _, count in self.days[:-1]])

    @property
    def remaining(self) -> int:
        return max(0, self.figures.progress.slots - self.figures.progress.submitted)

    @cached_property
    def ahead(self) -> Forecast | None:
        return forecast(self.remaining, self.pace)

    @property
    def today(self) -> date:
        return self.days[-1][0]

    @property
    def is_done(self) -> bool:
        return self.figures.progress.slots > 0 and self.remaining == 0

    @cached_property
    def needed_per_day(self) -> int | None:
        """What every day must bring from now on: by the goal's day, else by the goal of a day; None without a goal."""
        goal = self.project.goal_date
        if goal and goal >= self.today and self.remaining:
            return -(-self.remaining // ((goal - self.today).days + 1))
        return self.project.goal_per_day

    @cached_property
    def standing(self) -> Standing:
        goal = self.project.goal_date
        if goal and goal < self.today:
            return Standing.BEHIND
        if goal:
            return towards_date((goal - self.today).days, self.ahead)
        if self.project.goal_per_day:
            return towards_rate(self.project.goal_per_day, self.pace)
        return Standing.UNKNOWN

    @property
    def headline(self) -> Headline:
        if self.is_done:
            return Headline("good", _("Everything is judged."))
        if self.project.state == ProjectState.SEALED:
            return Headline("", _("The project is sealed: its judgments stand as they are."))
        if self.project.state != ProjectState.OPEN:
            return Headline("", _("Nobody gets new tasks: the project is not open."), self.forecast_sentence)
        tone = TONES[self.standing]
        goal, per_day = self.project.goal_date, self.project.goal_per_day
        if goal and goal < self.today:
            return Headline(tone, _("The goal has passed: %(day)s.") % {"day": day_name(goal)}, self.forecast_sentence)
        if self.standing == Standing.UNKNOWN:
            return Headline(tone, self.forecast_sentence, "" if goal or per_day else self.without_goal)
        words = {
            Standing.AHEAD: _("On pace"),
            Standing.CLOSE: _("It may go either way"),
            Standing.BEHIND: _("Behind"),
        }[self.standing]
        aim = (
            _("all judged by %(day)s") % {"day": day_name(goal)}
            if goal
            else ngettext("%(count)s judgment a day", "%(count)s judgments a day", per_day or 0) % {"count": per_day}
        )
        text = _("%(standing)s for the goal: %(aim)s.") % {"standing": words, "aim": aim}
        return Headline(tone, text, self.forecast_sentence)

    @property
    def without_goal(self) -> str:
        return _("Set a goal, and this page tells whether the project is on pace for it.")

    @property
    def forecast_sentence(self) -> str:
        """When all will be judged at this pace, or why nobody can tell."""
        if self.is_done or not self.figures.progress.slots:
            return ""
        if self.pace.mean is None:
            return _("Not enough data for a forecast: it takes %(days)s complete days of work.") % {"days": FEWEST_DAYS}
        if self.ahead is None:
            return _("At the recent pace it would take years.")
        earliest, latest = self.ends
        if latest is None:
            return _("At the recent pace not before %(day)s; it varies too much to say until when.") % {
                "day": day_name(earliest)
            }
        if earliest == latest:
            return _("At the recent pace all is judged on %(day)s.") % {"day": day_name(earliest)}
        return _("At the recent pace all is judged between %(earliest)s and %(latest)s (%(of_ten)s times in ten).") % {
            "earliest": day_name(earliest),
            "latest": day_name(latest),
            "of_ten": OF_TEN,
        }

    @property
    def ends(self) -> tuple[date, date | None]:
        assert self.ahead is not None
        latest = self.ahead.latest
        return (
            self.today + timedelta(days=self.ahead.earliest),
            None if latest is None else self.today + timedelta(days=latest),
        )

    @property
    def bars(self) -> Bars:
        return daily_bars(self.days, goal=self.needed_per_day)

    @property
    def burn_up(self) -> BurnUp:
        progress = self.figures.progress
        return burn_up(
            self.days, judged=progress.submitted, total=progress.slots, pace=self.pace, ahead=self.ahead,
            goal=self.project.goal_date,
        )  # fmt: skip


def of_project(project: Project, figures: Figures, *, zone: tzinfo, now: datetime) -> ProjectPace:
    return ProjectPace(project, figures, pace.per_day(figures.quarters, zone=zone, now=now))
