"""Why a labeler gets nothing new just now: a manager paused them, or they have reached a cap.

Called by the claim under the labeler's lock, so two tabs at the cap cannot both claim: what is in hand counts as
judged. What is in hand already, and submitting it, never comes through here. There is no counter to keep: who has
no cap costs nothing, and who has one costs a count over their own assignments (measured: docs/people.md).
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.zones import UnknownZone, day_start, zone_of
from labeling.actions.sit_down import Desk
from labeling.models import Opening, TaskState

# How long what a project asks for is remembered: only imports and changes of the overlap move it.
FRESH_SECONDS = 60.0
# Of this process, by project: until when, and how many judgments.
asked_for: dict[int, tuple[float, int]] = {}

# How much of a labeler's past a day can reach back into: twice the cap, and what was skipped or given back.
BESIDE_TODAY = 200
# So far below the share, a count of a moment ago will do: nobody judges as many in FRESH_SECONDS.
FAR_FROM_IT = 500
# Of this process, by labeler and project: until when, and how many judgments.
judged: dict[tuple[int, int], tuple[float, int]] = {}

# Answers given, each once, however often it was amended: of gold too, or the cap would tell it. Over the newest
# assignments only, so that a long past costs nothing.
TODAY = """
    SELECT greatest(count(*) FILTER (WHERE s.submitted_at >= %(start)s), count(*) - %(cap)s) FROM (
        SELECT id, state FROM labeling_assignment WHERE labeler_id = %(labeler)s AND project_id = %(project)s
        ORDER BY id DESC LIMIT %(most)s) a
    JOIN labeling_submission s ON s.assignment_id = a.id AND s.revision = 1 AND s.submitted_at >= %(yesterday)s
    WHERE a.state = 'submitted'
"""
IN_ALL = """
    SELECT count(*) FROM labeling_assignment a
    WHERE a.labeler_id = %(labeler)s AND a.project_id = %(project)s AND a.state = 'submitted' AND a.purpose = 'work'
"""


@dataclass(frozen=True)
class Limit:
    """`code` is for programs, `detail` for the labeler."""

    code: str
    detail: str


def limit_of(desk: Desk, in_hand: int) -> Limit | None:
    """What keeps this labeler from another task; None: nothing does."""
    limits = desk.limits
    if limits.paused_by is not None:
        return Limit("paused", paused_words(limits.paused_by))
    if limits.daily is not None and judged_today(desk, limits.daily) + in_hand >= limits.daily:
        told = ngettext(
            "You have reached today's %(count)s judgment; more tomorrow.",
            "You have reached today's %(count)s judgments; more tomorrow.",
            limits.daily,
        )
        return Limit("daily_cap", told % {"count": limits.daily})
    if limits.share is not None and has_share(desk, in_hand, share_of(desk.project.pk, limits.share)):
        return Limit("share_cap", _("You have judged your share of this project. Thank you!"))
    return None


def paused_words(name: str) -> str:
    told = _("%(name)s paused you.") % {"name": name} if name else _("A manager paused you.")
    return told + " " + _("You get no new tasks until they resume you; what you submitted is safe.")


def count(query: str, desk: Desk, **more: int | datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, {"labeler": desk.labeler.pk, "project": desk.project.pk, **more})
        (found,) = cursor.fetchone()
    return int(found)


def judged_today(desk: Desk, cap: int) -> int:
    """Since their day began, or what 24 hours hold beyond one more day's cap, if that is more.

    The zone is their own to tell: without the second, whoever changes it would begin a new day at every hour.
    """
    start, yesterday = today(desk), desk.now - timedelta(days=1)
    return count(TODAY, desk, start=start, yesterday=min(start, yesterday), cap=cap, most=2 * cap + BESIDE_TODAY)


def has_share(desk: Desk, in_hand: int, share: int) -> bool:
    """Whether they have judged so many; counted anew at every claim once they come near it."""
    key = (desk.labeler.pk, desk.project.pk)
    until, done = judged.get(key, (0.0, 0))
    if until < time.monotonic() or done + FAR_FROM_IT >= share:
        done = count(IN_ALL, desk)
        judged[key] = (time.monotonic() + FRESH_SECONDS, done)
    return done + in_hand >= share


def today(desk: Desk) -> datetime:
    """When the labeler's day began, in the zone that their browser told; else in UTC."""
    try:
        return day_start(zone_of(desk.labeler.preferences.get("zone")), desk.now)
    except UnknownZone:
        return day_start(zone_of(""), desk.now)


def share_of(project_id: int, percent: int) -> int:
    """So many judgments are this share of what the project asks for; one at least."""
    until, total = asked_for.get(project_id, (0.0, 0))
    if until < time.monotonic():
        openings = Opening.objects.filter(project_id=project_id).exclude(task__state=TaskState.ARCHIVED)
        total = openings.aggregate(total=Sum("allowed", default=0))["total"]
        asked_for[project_id] = (time.monotonic() + FRESH_SECONDS, total)
    return max(total * percent // 100, 1)
