"""By what a list of tasks can be narrowed: a closed list of names, each with a path to its rows in the list's order.

A condition names the project on the table that it is about, and bounds that table's own column by the cursor: so
that the database walks that table's index from where the page begins, however many tasks there are.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import IContains
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.models import (
    AssignmentState,
    Batch,
    Import,
    JobState,
    Policy,
    Project,
    Purpose,
    Role,
    SkipReason,
    Split,
    Task,
    TaskFinding,
    TaskState,
    TaskWords,
)
from labeling.models.work import DONE, IN_HAND, WAITING
from labeling.overview.people import stuck_leases
from labeling.tasks.common_words import are_common
from labeling.tasks.words import read_question

# What a condition is made of: the project, the value, and bounds for the column of this path.
Within = Callable[[str], Q]
Condition = Callable[[Project, str, Within], Q]
NOTHING = Q(pk__in=[])

STATE_NAMES = {
    "waiting": _("Waiting"),
    "claimed": _("In hand"),
    "done": _("Done"),
    "parked": _("Parked"),
    "archived": _("Archived"),
}
# All that the project's progress is the share of: gold and archived tasks are not.
STATES = STATE_NAMES | {"progress": _("In the project's progress")}
# What the dashboard's figures lead to.
LOOKS = {
    "skipped": _("Skipped by somebody"),
    "hasty": _("Judged too fast"),
    "rejected": _("Rejected by a reviewer"),
    "disputed": _("Disputed"),
    "stuck": _("In hand for very long"),
}
# The least disagreement: 1 minus the half-credit agreement of those who judged.
DISAGREEMENTS = {
    "0.01": _("Any"),
    "0.33": _("A third or more"),
    "0.5": _("Half or more"),
    "0.66": _("Two thirds or more"),
}
# What agreement is computed from.
COMPARED = {"any": _("By several labelers"), "decisive": _("With pairs that neither ties")}
GOLD = {"yes": _("Gold")}
# So many tasks are found at once by a rare word or flag, and named one by one.
FEW = 2000
# The longest value of any filter; longer ones were not made by our pages.
LONGEST_VALUE = 500


def under(prefix: str, condition: Q) -> Q:
    """A plain conjunction on one table, as seen from tasks: also its comparisons of one column with another."""
    parts: list[tuple[str, Any]] = [child for child in condition.children if isinstance(child, tuple)]
    there = [
        (f"{prefix}__{name}", F(f"{prefix}__{value.name}") if isinstance(value, F) else value) for name, value in parts
    ]
    return Q(*there)


def by_state(project: Project, state: str, within: Within) -> Q:
    if state in ("parked", "archived"):
        return Q(state=state)
    if state == "progress":
        return Q(purpose=Purpose.WORK) & ~Q(state=TaskState.ARCHIVED)
    condition = {"waiting": WAITING, "claimed": IN_HAND, "done": DONE}[state]
    return Q(opening__project=project) & under("opening", condition) & within("opening__task_id")


def by_batch(project: Project, name: str, within: Within) -> Q:
    batch = Batch.objects.filter(project=project, name=name).first()
    return Q(batch=batch) if batch else NOTHING


def by_split(project: Project, split: str, within: Within) -> Q:
    return Q(split=split)


def by_policy(project: Project, name: str, within: Within) -> Q:
    policy = Policy.objects.filter(project=project, name=name).first()
    return Q(completions__policy=policy) & within("completions__task_id") if policy else NOTHING


def theirs(project: Project, username: str, within: Within, **more: Any) -> Q:
    """Tasks by one person's assignments of which more holds; each person has one on a task."""
    labeler = User.objects.filter(username__iexact=username).first()
    if labeler is None:
        return NOTHING
    told = {f"assignments__{name}": value for name, value in more.items()}
    return Q(assignments__labeler=labeler, assignments__project=project, **told) & within("assignments__task_id")


def by_labeler(project: Project, username: str, within: Within) -> Q:
    """What the person has in hand, judged or skipped."""
    states = [AssignmentState.CLAIMED, AssignmentState.SUBMITTED, AssignmentState.SKIPPED]
    return theirs(project, username, within, state__in=states)


def by_comparison(project: Project, which: str, within: Within) -> Q:
    """What the project's agreement is the mean of: `figures.agreement.of_project`. What is decisive is common."""
    pairs = {"any": "common", "decisive": "decisive"}[which]
    return Q(("finding__project", project), (f"finding__{pairs}__gt", 0), is_adaptive=False) & within(
        "finding__task_id"
    )


def by_compared(project: Project, username: str, within: Within) -> Q:
    """What one person's agreement with the majority is the mean of: `figures.agreement.of_labelers`."""
    counting = {"finding__counts": True, "finding__compared__gt": 0}
    return theirs(project, username, within, **counting) & Q(is_adaptive=False)


def by_gold(project: Project, _value: str, within: Within) -> Q:
    return Q(purpose=Purpose.GOLD)


def by_flag(project: Project, name: str, within: Within) -> Q:
    raised = Q(project=project, flags__contains=[name])
    found = few(TaskFinding.objects.filter(raised))
    if found is not None:
        return Q(pk__in=found)
    return Q(finding__project=project, finding__flags__contains=[name], finding__flags__gt=[]) & within(
        "finding__task_id"
    )


def few(rows: QuerySet[Any]) -> list[int] | None:
    """Their tasks, if they are few; None for many.

    Asked without an order, so that the database takes its index of words or flags: with one it may believe that
    a rare word will turn up soon, and walk through everything. What many tasks have does turn up soon.
    """
    found = list(rows.values_list("task_id", flat=True)[: FEW + 1])
    return None if len(found) > FEW else found


def by_skip(project: Project, reason: str, within: Within) -> Q:
    """Whoever skipped and judged after all has not skipped."""
    stands = Q(skips__assignment__state=AssignmentState.SKIPPED)
    return Q(skips__project=project, skips__reason=reason) & stands & within("skips__task_id")


def by_skipper(project: Project, username: str, within: Within) -> Q:
    skipped = Q(skips__assignment__project=project, skips__assignment__state=AssignmentState.SKIPPED)
    skipper = User.objects.filter(username__iexact=username).first()
    return skipped & Q(skips__assignment__labeler=skipper) & within("skips__task_id") if skipper else NOTHING


def by_disagreement(project: Project, least: str, within: Within) -> Q:
    return Q(finding__project=project, finding__disagreement__gt=0, finding__disagreement__gte=float(least))


def by_look(project: Project, look: str, within: Within) -> Q:
    if look == "stuck":
        return Q(pk__in={one.task_id for one in stuck_leases(project, now=timezone.now())})
    if look == "disputed":
        return Q(finding__project=project, finding__disagreement__gt=0)
    return Q(("finding__project", project), (f"finding__{look}__gt", 0)) & within("finding__task_id")


def by_words(project: Project, text: str, within: Within) -> Q:
    question = read_question(text)
    if not question.tsquery:
        return NOTHING
    stretches = Q(*(says(stretch) for stretch in question.stretches))
    rows = TaskWords.objects.filter(Q(has("words", question.tsquery)), project=project)
    found = None if are_common(question.words) else few(rows)
    if found is not None:
        return Q(pk__in=found) & stretches
    return Q(has("words__words", question.tsquery), words__project=project) & within("words__task_id") & stretches


def has(path: str, tsquery: str) -> Func:
    """Whether the words at this path answer the question."""
    asked = Func(Value(tsquery), template="%(expressions)s::tsquery")
    return Func(F(path), asked, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())


def says(stretch: str) -> IContains:
    """Whether a prompt has this stretch of text, in any case; roles and the JSON around the texts do not count."""
    contents = Func(F("prompt__messages"), Value("$[*].content"), function="jsonb_path_query_array")
    return IContains(Cast(contents, TextField()), orjson.dumps(stretch).decode()[1:-1])


def equal(field: str) -> Condition:
    return lambda project, value, within: Q((field, value))


FILTERS: dict[str, Condition] = {
    "q": by_words,
    "external_id": equal("external_id"),
    "state": by_state,
    "look": by_look,
    "disagreement": by_disagreement,
    "use_case": equal("use_case"),
    "language": equal("language"),
    "batch": by_batch,
    "labeler": by_labeler,
    "skipped": by_skip,
    "skipped_by": by_skipper,
    "compared": by_comparison,
    "compared_by": by_compared,
    "flag": by_flag,
    "policy": by_policy,
    "split": by_split,
    "gold": by_gold,
}
# They would tell a reviewer what must stay blind.
FOR_MANAGERS = ("external_id", "policy", "split", "gold")
# What the value of a filter can be, where that is a closed list too.
CHOICES: dict[str, Mapping[str, Any]] = {
    "state": STATES,
    "look": LOOKS,
    "disagreement": DISAGREEMENTS,
    "skipped": dict(SkipReason.choices),
    "compared": COMPARED,
    "split": dict(Split.choices),
    "gold": GOLD,
}
# One task can have several rows there.
MANY = ("policy", "skipped")
# The most disputed first; all other lists are in the order of their import.
BY_DISAGREEMENT = ("disagreement", "disputed")


def names_for(role: str) -> list[str]:
    return [name for name in FILTERS if role == Role.MANAGER or name not in FOR_MANAGERS]


def read_filters(given: Mapping[str, str], role: str) -> dict[str, str]:
    """The filters among these words that this role may use, with values that they can have; others are no filters."""
    filters = {}
    for name in names_for(role):
        value = given.get(name, "").strip()
        is_known = name not in CHOICES or value in CHOICES[name]
        if value and is_known and len(value) <= LONGEST_VALUE and "\0" not in value:
            filters[name] = value
    return filters


def is_by_disagreement(filters: Mapping[str, str]) -> bool:
    return "disagreement" in filters or filters.get("look") == "disputed"


def anywhere(path: str) -> Q:
    return Q()


def unpublished(project: Project) -> list[int]:
    """Imports whose tasks are here and not there for people: they run, or came to nothing and are not cleared yet."""
    published = Q(state=JobState.DONE, is_dry_run=False)
    ended = Import.objects.filter(~published, project=project)
    return list(ended.filter(Exists(Task.objects.filter(imported_by=OuterRef("pk")))).values_list("pk", flat=True))


def find_tasks(
    project: Project, filters: Mapping[str, str], within: Within = anywhere, *, role: str = Role.MANAGER
) -> QuerySet[Task]:
    """The tasks that fit all filters, each once, in no order. Those of an unfinished import are not there yet.

    Reviewers never meet gold or qualification tasks in a list: their counts would tell them apart.
    """
    tasks = Task.objects.filter(within("pk"), project=project)
    if coming := unpublished(project):
        tasks = tasks.exclude(imported_by__in=coming)
    if role != Role.MANAGER:
        tasks = tasks.filter(purpose=Purpose.WORK)
    conditions = {name: FILTERS[name](project, value, within) for name, value in filters.items()}
    if "skipped" in conditions and "skipped_by" in conditions:
        # One skip, by this person for this reason: in one filter() they are about the same row.
        conditions["skipped"] &= conditions.pop("skipped_by")
    for condition in conditions.values():
        tasks = tasks.filter(condition)
    return tasks.distinct() if any(name in MANY for name in filters) else tasks
