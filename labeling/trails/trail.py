"""Reading the trail: what was done to a thing, or in a project, by whom and when, in words, newest first.

Managers see all of it. Reviewers are told what labelers and reviewers did to a task, never what would show them
its split or that it is gold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import OF_PROJECT, Event, User
from labeling.models import Assignment, Purpose, Task
from labeling.trails.sentences import sentences

LINES_A_PAGE = 10
# Of the subjects, those with a page of their own.
WITH_PAGES = ("task", "import", "export")
KINDS = ("project", "task", "import", "user", "export", "policy", "question")
# Digits of 2**63.
LONGEST_ID = 19
FOR_REVIEWERS = (
    "assignment.claimed", "assignment.submitted", "assignment.amended", "assignment.skipped", "assignment.released",
    "submission.accepted", "submission.rejected",
)  # fmt: skip
NOTES = ("note", "comment", "error")
# Its reason is in the sentence; elsewhere a reason is what somebody wrote.
REASON_IS_SAID = ("assignment.skipped",)


@dataclass(frozen=True)
class Line:
    event: Event
    sentences: list[SafeString]
    # What the person wrote about it.
    note: str
    # The kind and number of the thing whose page tells more; empty where there is none.
    kind: str = ""
    number: int = 0


@dataclass(frozen=True)
class Trail:
    lines: list[Line]
    # The cursor of the next, older page; empty on the last.
    before: str


def trail_of(project_id: int, subject: str = "", *, before: str = "", for_reviewer: bool = False) -> Trail:
    """A page of what happened to the subject ("task:7"), or in the whole project, in four queries at most.

    A subject of an unknown kind has no trail; a cursor that was made up begins at the newest.
    """
    events = Event.objects.filter(project_id=project_id).select_related("actor").order_by("-id")
    events = events.filter(concerning(subject) if subject else OF_PROJECT)
    if for_reviewer:
        events = events.filter(verb__in=FOR_REVIEWERS) if is_of_work(project_id, subject) else events.none()
    if before.isdecimal() and len(before) <= LONGEST_ID:
        events = events.filter(pk__lt=int(before))
    found = list(events[: LINES_A_PAGE + 1])
    shown = found[:LINES_A_PAGE]
    people, tasks = people_of(shown)
    gone = deleted_among(shown)
    return Trail(
        [line_of(event, people, tasks, gone) for event in shown], str(shown[-1].pk) if len(found) > len(shown) else ""
    )


def concerning(subject: str) -> Q:
    """A task's trail tells also of the assignments on it."""
    kind, _colon, number = subject.partition(":")
    if kind not in KINDS or not number.isdecimal() or len(number) > LONGEST_ID:
        return Q(pk__in=[])
    named = [subject]
    if kind == "task":
        named += [
            f"assignment:{pk}" for pk in Assignment.objects.filter(task_id=int(number)).values_list("pk", flat=True)
        ]
    return Q(subject__in=named)


def is_of_work(project_id: int, subject: str) -> bool:
    """Whether the subject is a task that is neither gold nor of a qualification: reviewers know of no others."""
    number = subject.partition(":")[2]
    if not number.isdecimal() or len(number) > LONGEST_ID:
        return False
    return Task.objects.filter(project_id=project_id, purpose=Purpose.WORK, pk=int(number)).exists()


def people_of(events: Iterable[Event]) -> tuple[dict[str, str], dict[str, int]]:
    """The names of those to whom something was done, and on which task, by subject."""
    numbers: dict[str, list[int]] = {"user": [], "assignment": []}
    for event in events:
        kind, _colon, number = event.subject.partition(":")
        if kind in numbers and number.isdecimal():
            numbers[kind].append(int(number))
    people = {f"user:{user.pk}": user.get_short_name() for user in User.objects.filter(pk__in=numbers["user"])}
    tasks: dict[str, int] = {}
    if numbers["assignment"]:
        held = list(Assignment.objects.filter(pk__in=numbers["assignment"]).select_related("labeler"))
        people |= {f"assignment:{one.pk}": one.labeler.get_short_name() for one in held}
        tasks = {f"assignment:{one.pk}": one.task_id for one in held}
    return people, tasks


def deleted_among(events: list[Event]) -> set[str]:
    """The exports among the subjects that are no more: their pages are gone, their lines stay."""
    exports = {(event.project_id, event.subject) for event in events if event.subject.startswith("export:")}
    if not exports:
        return set()
    named = {"project_id__in": {project for project, _ in exports}, "subject__in": {subject for _, subject in exports}}
    return set(Event.objects.filter(verb="export.deleted", **named).values_list("subject", flat=True))


def line_of(event: Event, people: dict[str, str], tasks: dict[str, int], gone: set[str]) -> Line:
    kind, _colon, thing = event.subject.partition(":")
    named = {
        "who": event.actor.get_short_name() if event.actor else _("The system"),
        "whom": people.get(event.subject, _("somebody")),
        "thing": thing,
    }
    said = [fill(sentence, values | named) for sentence, values in sentences(event.verb, event.details)]
    written = [str(event.details[name]) for name in NOTES if event.details.get(name)]
    if event.verb not in REASON_IS_SAID and event.details.get("reason"):
        written.append(str(event.details["reason"]))
    if event.subject in tasks:
        kind, thing = "task", str(tasks[event.subject])
    has_page = kind in WITH_PAGES and thing.isdecimal() and event.subject not in gone
    return Line(event, said, " · ".join(written), kind if has_page else "", int(thing) if has_page else 0)


class Named(dict[str, Any]):
    """An older event may lack what a newer sentence names."""

    def __missing__(self, name: str) -> str:
        return "…"


def fill(sentence: str, values: dict[str, Any]) -> SafeString:
    """The values stand out, and each keeps its own writing direction."""
    marked = Named({name: format_html('<bdi class="strong">{}</bdi>', value) for name, value in values.items()})
    return mark_safe(str(conditional_escape(sentence)) % marked)  # noqa: S308  # every part of it is escaped
