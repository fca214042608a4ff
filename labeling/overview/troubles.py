"""Is something wrong? What needs somebody's look, the worst first, each with the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labeling.figures.counted import Figures
from labeling.models import JobState, Project, ProjectState
from labeling.overview.agreement import LabelerDot
from labeling.overview.pace import ProjectPace
from labeling.overview.people import AtWork
from labeling.statistics.forecast import Standing
from labeling.tasks.looks import DISPUTED


@dataclass(frozen=True)
class Trouble:
    """`key` names it in the page; `tone` is bad, warn or empty; `text` says it with its number."""

    key: str
    tone: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Seen:
    """All that troubles are looked for in."""

    project: Project
    figures: Figures
    pace: ProjectPace
    people: AtWork
    labelers: list[LabelerDot]
    open_questions: int
    last_import: Any

    def tasks(self, query: str) -> str:
        return f"{reverse('labeling:tasks', args=[self.project.slug])}?{query}"


def troubles(seen: Seen) -> list[Trouble]:
    found = [trouble for look in LOOKED_FOR if (trouble := look(seen))]
    return sorted(found, key=lambda trouble: ("bad", "warn", "").index(trouble.tone))


def behind(seen: Seen) -> Trouble | None:
    if seen.pace.standing != Standing.BEHIND or seen.pace.is_done or seen.project.state != ProjectState.OPEN:
        return None
    needed, mean = seen.pace.needed_per_day, seen.pace.pace.mean
    text = _("The project is behind its goal.")
    if needed and mean is not None:
        text = _("The goal takes %(needed)s judgments a day; %(mean)s came in.") % {
            "needed": needed,
            "mean": round(mean),
        }
    return Trouble("behind", "bad", text, reverse("labeling:invite", args=[seen.project.slug]), _("Invite people"))


def failed_import(seen: Seen) -> Trouble | None:
    job = seen.last_import
    if job is None or job.state != JobState.FAILED:
        return None
    url = reverse("labeling:import", args=[seen.project.slug, job.pk])
    return Trouble("import", "bad", _("The last import failed."), url, _("See why"))


def parked(seen: Seen) -> Trouble | None:
    count = seen.figures.progress.parked
    text = ngettext("%(count)s task is parked: labelers had trouble with it.",
                    "%(count)s tasks are parked: labelers had trouble with them.", count)  # fmt: skip
    return counted(seen, "parked", "bad", count, text, "state=parked")


def rejected(seen: Seen) -> Trouble | None:
    count = seen.figures.looks["rejected"]
    text = ngettext("%(count)s task has a rejected judgment.", "%(count)s tasks have a rejected judgment.", count)
    return counted(seen, "rejected", "warn", count, text, "look=rejected")


def hasty(seen: Seen) -> Trouble | None:
    count = seen.figures.looks["hasty"]
    text = ngettext("%(count)s task was judged faster than its texts can be read.",
                    "%(count)s tasks were judged faster than their texts can be read.", count)  # fmt: skip
    return counted(seen, "hasty", "warn", count, text, "look=hasty")


def disputed(seen: Seen) -> Trouble | None:
    count = seen.figures.looks["disputed"]
    text = ngettext("On %(count)s task labelers agree on half of the pairs at most.",
                    "On %(count)s tasks labelers agree on half of the pairs at most.", count)  # fmt: skip
    return counted(seen, "disputed", "", count, text, f"look=disputed&disagreement={DISPUTED}")


def skipped(seen: Seen) -> Trouble | None:
    count = seen.figures.looks["skipped"]
    text = ngettext("%(count)s task was skipped by somebody.", "%(count)s tasks were skipped by somebody.", count)
    return counted(seen, "skipped", "", count, text, "look=skipped")


def counted(seen: Seen, key: str, tone: str, count: int, text: str, query: str) -> Trouble | None:
    action = ngettext("Look at it", "Look at them", count)
    return Trouble(key, tone, text % {"count": intcomma(count)}, seen.tasks(query), action) if count else None


def stuck(seen: Seen) -> Trouble | None:
    count = seen.people.stuck_count
    text = ngettext("%(count)s task has been in one person's hands for very long.",
                    "%(count)s tasks have been in one person's hands for very long.", count)  # fmt: skip
    return counted(seen, "stuck", "warn", count, text, "look=stuck")


def questions(seen: Seen) -> Trouble | None:
    count = seen.open_questions
    text = ngettext("%(count)s question waits for an answer.", "%(count)s questions wait for an answer.", count)
    if not count:
        return None
    url = reverse("labeling:questions", args=[seen.project.slug])
    return Trouble("questions", "warn", text % {"count": intcomma(count)}, url, _("Answer"))


def apart(seen: Seen) -> Trouble | None:
    """Labelers whose agreement with the others lies wholly below that of the project."""
    names = [one.name for one in seen.labelers if one.dot.is_apart]
    if not names:
        return None
    text = ngettext("%(names)s agrees with the others less than they do among themselves.",
                    "%(names)s agree with the others less than they do among themselves.", len(names))  # fmt: skip
    url = reverse("labeling:members", args=[seen.project.slug])
    return Trouble("apart", "warn", text % {"names": ", ".join(names[:3])}, url, _("See the people"))


LOOKED_FOR: tuple[Callable[[Seen], Trouble | None], ...] = (
    behind, failed_import, parked, rejected, hasty, stuck, apart, questions, disputed, skipped,
)  # fmt: skip
