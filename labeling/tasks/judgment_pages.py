"""The judgments behind a figure: of a person, of a day, with a sign; the newest first, page by page.

Read from findings along the index of a labeler's or of the project's judgments, so that a page costs the same at
millions of them. What few judgments have is looked for among one person's only, by indexes of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.figures.labeler import with_single_best
from labeling.models import JudgmentFinding, Membership, Project, Purpose, TaskState
from labeling.overview.people import latest_timed
from labeling.tasks.pages import LONGEST_ID, TooBroad, patience
from labeling.tasks.task import BEGINNING, shorten

JUDGMENTS_A_PAGE = 50
# Beyond that nobody wants to know it exactly.
MOST_COUNTED = 5000
COUNTING = Q(counts=True)
IN_PROGRESS = COUNTING & Q(task__purpose=Purpose.WORK) & ~Q(task__state=TaskState.ARCHIVED)
COMPARED = COUNTING & Q(compared__gt=0, task__is_adaptive=False)
# What a judgment shows, each with the figure that it is the n or the share of.
SIGNS = {
    "progress": (_("In the project's progress"), IN_PROGRESS),
    "counts": (_("Filling the overlap"), COUNTING),
    "ranked": (_("With an order of several texts"), Q(pairs__gt=0)),
    "tied": (_("With ties"), Q(ties__gt=0)),
    "timed": (_("With active time and texts to read"), Q(active_seconds__isnull=False, reading_seconds__isnull=False)),
    "hasty": (_("Faster than the texts can be read"), Q(is_hasty=True)),
    "straight": (_("The same answer to every scale"), Q(is_straight=True)),
    "compared": (_("Compared with the majority of the others"), COMPARED),
    "decisive": (_("Compared where neither ties"), COMPARED & Q(decisive__gt=0)),
}  # fmt: skip
# Those of a figure that is of the newest judgments alone: a few hundred, found one by one.
NEWEST = {
    "latest": _("The latest, with active time"),
    "single": _("With a single best, among the newest"),
    "first": _("The text shown first was the best"),
}
NAMES = {sign: name for sign, (name, _condition) in SIGNS.items()} | NEWEST
# So many judgments have these that a walk through the whole project's meets them at once.
OF_MANY = ("progress", "counts")


@dataclass(frozen=True)
class Wish:
    """What is asked for; `day` is one of `zone`. A sign that few have goes only with a person."""

    labeler: User | None = None
    sign: str = ""
    day: date | None = None
    zone: tzinfo = UTC

    @property
    def sign_name(self) -> str:
        return str(NAMES[self.sign]) if self.sign else ""


@dataclass(frozen=True)
class JudgmentRow:
    finding: JudgmentFinding
    labeler: User
    beginning: str

    @property
    def agreement(self) -> float | None:
        """Half-credit, with the majority of the others; null where nobody else ordered its texts."""
        return self.finding.agreed_twice / (2 * self.finding.compared) if self.finding.compared else None


@dataclass(frozen=True)
class JudgmentPage:
    rows: list[JudgmentRow]
    # Up to MOST_COUNTED + 1; null when counting took too long.
    count: int | None
    # The cursor of what is older; empty where nothing is.
    before: str = ""
    is_too_broad: bool = False


def read_wish(project: Project, given: Mapping[str, str], zone: tzinfo) -> Wish:
    """What these words ask for; words that mean nothing here ask for nothing."""
    name = given.get("by", "")
    people = User.objects.filter(memberships__project=project)
    labeler = people.filter(username__iexact=name).first() if name and "\0" not in name else None
    sign = given.get("sign", "")
    # The latest are the project's; what few have, one person's.
    if sign not in NAMES or (sign == "latest" if labeler else sign not in (*OF_MANY, "latest")):
        sign = ""
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    # Near the ends of the calendar a day in some zone is none in UTC.
    if day is not None and not 1970 < day.year < 9999:  # years
        day = None
    return Wish(labeler, sign, day, UTC if "utc" in given else zone)


def judgments(project: Project, wish: Wish) -> "QuerySet[JudgmentFinding]":
    found = JudgmentFinding.objects.filter(project=project)
    if wish.labeler:
        found = found.filter(labeler_id=wish.labeler.pk)
    if wish.day:
        begins = datetime.combine(wish.day, time.min, tzinfo=wish.zone)
        ends = datetime.combine(wish.day + timedelta(days=1), time.min, tzinfo=wish.zone)
        found = found.filter(submitted_at__gte=begins, submitted_at__lt=ends)
    if wish.sign in NEWEST:
        return found.filter(pk__in=newest(project, wish))
    return found.filter(SIGNS[wish.sign][1]) if wish.sign else found


def newest(project: Project, wish: Wish) -> list[int]:
    if wish.labeler is None:
        return latest_timed(project)
    place = Membership.objects.get(project=project, user=wish.labeler)
    return with_single_best(place, shown_first=wish.sign == "first")


def judgment_page(project: Project, wish: Wish, *, before: str = "") -> JudgmentPage:
    """A page of them and how many they are in all; three queries."""
    found = judgments(project, wish)
    try:
        with patience():
            rows = read_rows(older_than(found, before)[: JUDGMENTS_A_PAGE + 1])
    except TooBroad:
        return JudgmentPage([], None, is_too_broad=True)
    shown = rows[:JUDGMENTS_A_PAGE]
    return JudgmentPage(shown, count(found), cursor_of(shown[-1]) if len(rows) > len(shown) else "")


def count(found: "QuerySet[JudgmentFinding]") -> int | None:
    try:
        with patience():
            return found.values("pk")[: MOST_COUNTED + 1].count()
    except TooBroad:
        return None


def older_than(found: "QuerySet[JudgmentFinding]", before: str) -> "QuerySet[JudgmentFinding]":
    """In the order of the list; a cursor that was made up begins anew."""
    moment, _colon, number = before.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        at = None
    # Ours are in UTC; some offsets that Python knows the database does not.
    if at is not None and at.tzinfo == UTC and number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID:
        older = Q(submitted_at__lt=at) | Q(submitted_at=at, assignment_id__lt=int(number))
        # The first condition is what the index is walked by.
        found = found.filter(submitted_at__lte=at).filter(older)
    return found.order_by("-submitted_at", "-assignment_id")


def cursor_of(row: JudgmentRow) -> str:
    return f"{row.finding.submitted_at.astimezone(UTC).isoformat()}~{row.finding.assignment_id}"


def read_rows(found: "QuerySet[JudgmentFinding]") -> list[JudgmentRow]:
    """Of a prompt only its beginning: it may be megabytes long."""
    last = KeyTextTransform("content", KeyTransform("-1", F("task__prompt__messages")))
    findings = list(found.annotate(said=Left(last, 2 * BEGINNING), purpose=F("task__purpose")))
    people = User.objects.in_bulk({finding.labeler_id for finding in findings})
    return [
        JudgmentRow(finding, people[finding.labeler_id], shorten(getattr(finding, "said", "") or ""))
        for finding in findings
        if finding.labeler_id in people
    ]
