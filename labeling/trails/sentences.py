"""What each verb of the trail says in words.

A new verb needs a line here: without one it is shown by its bare name, and tests/labeling/trails/test_trail.py fails.
Placeholders are `who`, `whom` (the person it was done to), `number` (of the thing) and the event's details.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.models import ProjectState, Role, SkipReason

Details = Mapping[str, Any]

SENTENCES: dict[str, Any] = {
    "project.created": gettext_lazy("%(who)s created the project"),
    "project.version_added": gettext_lazy("%(who)s changed %(changed)s: version %(number)s"),
    "project.archived": gettext_lazy("%(who)s put the project into the archive"),
    "project.restored": gettext_lazy("%(who)s brought the project back from the archive"),
    "project.cloned": gettext_lazy("%(who)s made it as a clone of %(source)s"),
    "import.check_started": gettext_lazy("%(who)s had %(file)s checked"),
    "import.checked": gettext_lazy("Check %(thing)s is done: %(created)s would be new, %(rejected)s would be refused"),
    "import.started": gettext_lazy("%(who)s began to import %(file)s"),
    "import.finished": gettext_lazy("Import %(thing)s is done: %(created)s new, %(rejected)s refused"),
    "import.failed": gettext_lazy("Import %(thing)s failed"),
    "import.cancelled": gettext_lazy("%(who)s cancelled import %(thing)s"),
    "member.added": gettext_lazy("%(who)s made %(whom)s a member: %(role)s"),
    "member.capped": gettext_lazy(
        "%(who)s set caps for %(whom)s: %(daily_cap)s a day, %(share_cap)s %% of the project"
    ),
    "member.paused": gettext_lazy("%(who)s paused %(whom)s"),
    "member.resumed": gettext_lazy("%(who)s resumed %(whom)s"),
    "member.noted": gettext_lazy("%(who)s changed the note on %(whom)s"),
    "project.terms_set": gettext_lazy(
        "%(who)s set the terms of labelers: %(daily_cap)s a day, %(share_cap)s %% of the project, own agreement"
        " shown: %(shows_agreement)s"
    ),
    "invitation.made": gettext_lazy("%(who)s made a link for %(uses)s people: %(role)s"),
    "invitation.revoked": gettext_lazy("%(who)s took the link %(thing)s back"),
    "invitation.used": gettext_lazy("%(who)s came by the link %(thing)s"),
    "member.removed": gettext_lazy("%(who)s removed %(whom)s from the project"),
    "labeler.excluded": gettext_lazy("%(who)s excluded the work of %(whom)s"),
    "labeler.reinstated": gettext_lazy("%(who)s let the work of %(whom)s count again"),
    "labeler.erased": gettext_lazy("%(who)s erased the work of %(whom)s for good"),
    "assignment.claimed": gettext_lazy("%(who)s took the task"),
    "assignment.submitted": gettext_lazy("%(who)s judged the task"),
    "assignment.amended": gettext_lazy("%(who)s amended their judgment"),
    "assignment.skipped": gettext_lazy("%(who)s skipped the task: %(reason)s"),
    "assignment.released": gettext_lazy("%(who)s gave the task back"),
    "submission.accepted": gettext_lazy("%(who)s accepted the judgment of %(whom)s"),
    "submission.rejected": gettext_lazy("%(who)s rejected the judgment of %(whom)s"),
    "submission.returned": gettext_lazy("%(who)s sent the judgment of %(whom)s back"),
    "submission.withdrawn": gettext_lazy("%(who)s took back their verdict on the judgment of %(whom)s"),
    "submission.graded": gettext_lazy("%(who)s graded the demonstration of %(whom)s: %(grade)s of 7"),
    "task.parked": gettext_lazy("%(who)s parked the task"),
    "task.restored": gettext_lazy("%(who)s restored the task"),
    "task.archived": gettext_lazy("%(who)s archived the task"),
    "task.gold": gettext_lazy("%(who)s made the task gold"),
    "task.not_gold": gettext_lazy("%(who)s made the task an ordinary one again"),
    "task.key_set": gettext_lazy("%(who)s set the task's answer key"),
    "gold.rate_set": gettext_lazy("%(who)s set the share of gold to %(rate)s"),
    "task.settling": gettext_lazy("%(who)s began to settle the task with a judgment of their own"),
    "task.requeued": gettext_lazy("%(who)s put the task at the head of its queue"),
    "tasks.stopped": gettext_lazy("%(who)s stopped a change of many tasks after %(count)s"),
    "tasks.priority": gettext_lazy("%(who)s set the priority of many tasks (%(count)s) to %(value)s"),
    "tasks.overlap": gettext_lazy("%(who)s set the overlap of many tasks (%(count)s) to %(value)s"),
    "tasks.one_more": gettext_lazy("%(who)s asked for one more labeler on many tasks (%(count)s)"),
    "tasks.requeue": gettext_lazy("%(who)s requeued many tasks (%(count)s)"),
    "tasks.archive": gettext_lazy("%(who)s archived many tasks (%(count)s)"),
    "tasks.restore": gettext_lazy("%(who)s restored many tasks (%(count)s)"),
    "tasks.gold": gettext_lazy("%(who)s made many tasks gold (%(count)s)"),
    "tasks.undo": gettext_lazy("%(who)s undid a change of many tasks (%(count)s)"),
    "qualification.in_force": gettext_lazy(
        "%(who)s made the qualification %(name)s: labelers pass it before they work"
    ),
    "qualification.none": gettext_lazy("%(who)s lifted the qualification: nobody has to pass it"),
    "qualification.waiting": gettext_lazy("%(whom)s answered the whole qualification; it waits for grading"),
    "qualification.passed": gettext_lazy("%(whom)s has passed the qualification (%(who)s)"),
    "qualification.failed": gettext_lazy("%(whom)s has not passed the qualification (%(who)s)"),
    "qualification.waived": gettext_lazy("%(who)s does not ask %(whom)s for a qualification"),
    "qualification.again": gettext_lazy("%(who)s gave %(whom)s another attempt at qualifying"),
    "policy.licensed": gettext_lazy("%(who)s put %(model)s under the license %(license)s"),
    "question.asked": gettext_lazy("%(who)s asked a question"),
    "question.answered": gettext_lazy("%(who)s answered a question"),
    "question.corrected": gettext_lazy("%(who)s corrected an answer"),
    "export.requested": gettext_lazy("%(who)s asked for export %(thing)s"),
    "export.finished": gettext_lazy("Export %(thing)s is ready: %(rows)s rows"),
    "export.failed": gettext_lazy("Export %(thing)s failed"),
    "export.cancelled": gettext_lazy("%(who)s cancelled export %(thing)s"),
    "export.deleted": gettext_lazy("%(who)s deleted export %(thing)s"),
    "created_user": gettext_lazy("%(who)s made the account of %(whom)s"),
    "changed_user": gettext_lazy("%(who)s changed the account of %(whom)s"),
    "changed_profile": gettext_lazy("%(who)s changed their profile"),
    "changed_password": gettext_lazy("%(who)s changed their password"),
    "made_sign_in_link": gettext_lazy("%(who)s made a sign-in link for %(whom)s"),
    "signed_in": gettext_lazy("%(who)s signed in"),
    "signed_in_by_link": gettext_lazy("%(who)s signed in by a link"),
    "created_token": gettext_lazy("%(who)s made an API token"),
    "revoked_token": gettext_lazy("%(who)s revoked an API token"),
}

# One sentence for each of the changes that the event names.
OF_CHANGES = ("project.changed", "task.changed")
STATE_CHANGES = {
    "draft": gettext_lazy("%(who)s made the project a draft"),
    "open": gettext_lazy("%(who)s opened the project"),
    "paused": gettext_lazy("%(who)s paused the project"),
    "sealed": gettext_lazy("%(who)s sealed the project"),
}
# By field: (raised, lowered, set from one value to another, set to a value).
FIELDS: dict[str, tuple[Any, Any, Any, Any]] = {
    "overlap": (
        gettext_lazy("%(who)s raised the overlap from %(before)s to %(after)s"),
        gettext_lazy("%(who)s lowered the overlap from %(before)s to %(after)s"),
        gettext_lazy("%(who)s changed the overlap from %(before)s to %(after)s"),
        gettext_lazy("%(who)s set the overlap to %(after)s"),
    ),
    "priority": (
        gettext_lazy("%(who)s raised the priority from %(before)s to %(after)s"),
        gettext_lazy("%(who)s lowered the priority from %(before)s to %(after)s"),
        gettext_lazy("%(who)s changed the priority from %(before)s to %(after)s"),
        gettext_lazy("%(who)s set the priority to %(after)s"),
    ),
    "lease_minutes": (
        gettext_lazy("%(who)s raised the lease from %(before)s to %(after)s minutes"),
        gettext_lazy("%(who)s lowered the lease from %(before)s to %(after)s minutes"),
        gettext_lazy("%(who)s changed the lease from %(before)s to %(after)s minutes"),
        gettext_lazy("%(who)s set the lease to %(after)s minutes"),
    ),
}
ANY_FIELD = (
    gettext_lazy("%(who)s raised %(field)s from %(before)s to %(after)s"),
    gettext_lazy("%(who)s lowered %(field)s from %(before)s to %(after)s"),
    gettext_lazy("%(who)s changed %(field)s from %(before)s to %(after)s"),
    gettext_lazy("%(who)s set %(field)s to %(after)s"),
)
NAMES = {
    "name": gettext_lazy("the name"),
    "splits": gettext_lazy("the splits"),
    "guidelines": gettext_lazy("the guidelines"),
    "ranking": gettext_lazy("the ranking settings"),
    "form": gettext_lazy("the form"),
    "review": gettext_lazy("what reviewers check"),
    "goal_date": gettext_lazy("the day by which all should be judged"),
    "goal_per_day": gettext_lazy("the goal of judgments a day"),
    "adaptive": gettext_lazy("adaptive overlap"),
}
# Of what has several: adaptive overlap, what reviewers check.
PARTS = {
    "splits": gettext_lazy("splits"),
    "batches": gettext_lazy("batches"),
    "share": gettext_lazy("share"),
    "start": gettext_lazy("labels to start with"),
    "more": gettext_lazy("labels to add at most"),
    "agreement": gettext_lazy("agreement on the top tier"),
    "spread": gettext_lazy("spread of a rating"),
    "first": gettext_lazy("first judgments of each labeler"),
    "disputed": gettext_lazy("from a disagreement of"),
}


def sentences(verb: str, details: Details) -> list[tuple[str, dict[str, Any]]]:
    """What to say, each with the values of its placeholders beside `who`, `whom` and `thing`."""
    if verb in OF_CHANGES:
        changes, before = details.get("changes") or {}, details.get("before") or {}
        return [of_change(field, before.get(field), after) for field, after in changes.items()]
    sentence = SENTENCES.get(verb)
    if sentence is None:
        return [("%(who)s: %(verb)s", {"verb": verb.replace(".", " ").replace("_", " ")})]
    return [(str(sentence), {name: in_words(name, value) for name, value in details.items()})]


def of_change(field: str, before: Any, after: Any) -> tuple[str, dict[str, Any]]:
    if field == "state" and after in STATE_CHANGES:
        return str(STATE_CHANGES[after]), {}
    raised, lowered, changed, was_set = FIELDS.get(field, ANY_FIELD)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        before, after = only_changed(before, after), only_changed(after, before)
    values = {"field": name_of(field), "before": in_words(field, before), "after": in_words(field, after)}
    if before is None:
        return str(was_set), values
    if is_number(before) and is_number(after):
        return str(raised if after > before else lowered), values
    return str(changed), values


def only_changed(values: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in values.items() if key not in others or others[key] != one}


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def name_of(field: str) -> str:
    return str(NAMES.get(field, field.replace("_", " ")))


CHOICES: dict[str, Callable[[Any], Any]] = {
    "role": lambda value: Role(value).label,
    "state": lambda value: ProjectState(value).label,
    "reason": lambda value: SkipReason(value).label,
}


def in_words(name: str, value: Any) -> str:
    """A value of the details as people read it."""
    if name in CHOICES:
        try:
            return str(CHOICES[name](value))
        except ValueError:
            return str(value)
    if name == "changed" and isinstance(value, list):
        return ", ".join(name_of(str(field)) for field in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{PARTS.get(key, key)} {in_words(key, one)}" for key, one in value.items()) or _("nothing")
    if name in ("splits", "batches") and isinstance(value, list):
        return ", ".join(map(str, value)) or _("all")
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if name == "count" and value is None:
        return _("more than 10,000")
    return _("nothing") if value in (None, "") else str(value)
