"""Changing a project: settings at once, guidelines, form and ranking as a new version, overlap in the queue."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import check_adaptive, check_project, choose_adaptive, create_project, slots
from labeling.kinds import KINDS
from labeling.models import GuidelineVersion, Project, ProjectState, Split

VERSIONED = ("guidelines", "ranking", "form")
CHECKS = {
    "name": check_project.check_name,
    "state": check_project.check_state,
    "overlap": check_project.check_overlap,
    "splits": check_project.check_splits,
    "lease_minutes": check_project.check_lease,
    "guidelines": check_project.check_guidelines,
    "goal_date": check_project.check_goal_date,
    "goal_per_day": check_project.check_goal_per_day,
}
FIXED = ("slug", "kind", "preset", "split_seed")


@transaction.atomic
def change_project(*, project: Project, by: User, now: datetime, **changes: Any) -> Project:
    """Apply the changes; raises Invalid naming the first field that does not fit.

    Assignments in hand keep the version they were claimed under. `splits` concerns prompts yet to come.
    Race: two managers change at once; the project's row lock makes them queue. It is the lock that lets
    others refer to the project meanwhile: a claim must not wait for it.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    check_changes(project, changes)
    if "adaptive" in changes:
        changes["adaptive"] = check_adaptive.check_adaptive(changes["adaptive"], kind=project.kind)
    new_version(project, by, now, {name: changes[name] for name in VERSIONED if name in changes})
    changed = {
        name: value
        for name, value in changes.items()
        if name not in VERSIONED and name not in FIXED and getattr(project, name) != value
    }
    before = {name: getattr(project, name) for name in changed}
    for name, value in changed.items():
        setattr(project, name, value)
    if changed:
        project.save(update_fields=list(changed))
        trail.record(
            "project.changed", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}",
            changes=plain(changed), before=plain(before),
        )  # fmt: skip
    if "overlap" in changed:
        apply_overlap(project)
    if "adaptive" in changed:
        choose_adaptive.choose_adaptive(project)
        if project.adaptive is None:
            choose_adaptive.freeze(project)
    return project


def check_changes(project: Project, changes: dict[str, Any]) -> None:
    """Raise Invalid naming the first field that does not fit, or that is fixed."""
    for name, value in changes.items():
        if name in FIXED:
            if value != getattr(project, name):
                raise Invalid(fields={name: [_("It is fixed when the project is made.")]})
        elif name in CHECKS:
            CHECKS[name](value)
    if project.archived_at and changes.get("state", ProjectState.SEALED) != ProjectState.SEALED:
        raise Invalid(fields={"state": [_("An archived project is sealed. Bring it back from the archive first.")]})


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON can hold them: days as texts."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def new_version(project: Project, by: User, now: datetime, changes: dict[str, Any]) -> None:
    """Add a version if guidelines, form or ranking differ from the newest one."""
    newest = project.versions.order_by("-number").first()
    assert newest is not None, "a project is made with its first version"
    ranking, form = KINDS[project.kind].check_settings(
        create_project.beside(newest.ranking, changes.get("ranking", {})),
        create_project.beside(newest.form, changes.get("form", {})),
    )
    guidelines = changes.get("guidelines", newest.guidelines)
    if (guidelines, ranking, form) == (newest.guidelines, newest.ranking, newest.form):
        return
    asked = {"guidelines": guidelines, "ranking": ranking, "form": form}
    number = newest.number + 1
    GuidelineVersion.objects.create(
        project=project, number=number, guidelines=guidelines, ranking=ranking, form=form,
        guidelines_number=newest.guidelines_number if guidelines == newest.guidelines else number,
        created_by=by, created_at=now,
    )  # fmt: skip
    trail.record(
        "project.version_added", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}",
        number=number, changed=[name for name in VERSIONED if asked[name] != getattr(newest, name)],
    )  # fmt: skip


def apply_overlap(project: Project) -> None:
    """Give tasks without an overlap of their own the project's. Lowering closes free slots only.

    Full tasks that open again go to the lane of returned slots: their old place lies behind the
    labelers' positions.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH held AS (
                SELECT task_id FROM labeling_opening WHERE project_id = %s ORDER BY task_id FOR UPDATE)
            UPDATE labeling_opening o
            SET allowed = n.allowed,
                lane = CASE WHEN o.filled >= o.allowed AND o.filled < n.allowed THEN -2 * n.priority ELSE o.lane END,
                position = CASE WHEN o.filled >= o.allowed AND o.filled < n.allowed
                    THEN nextval('labeling_number') ELSE o.position END
            FROM (
                SELECT t.id, t.priority, (%s::jsonb ->> p.split)::int AS allowed
                FROM labeling_task t JOIN labeling_prompt p ON p.id = t.prompt_id
                WHERE t.project_id = %s AND t.overlap IS NULL) n
            WHERE o.task_id = n.id AND o.most IS NULL AND o.allowed <> n.allowed
              AND o.task_id IN (SELECT task_id FROM held)
            """,
            [
                project.pk,
                connection.ops.adapt_json_value({s: project.overlap_of(s) for s in Split.values}, None),
                project.pk,
            ],
        )
        cursor.execute("SELECT DISTINCT lane FROM labeling_opening WHERE project_id = %s", [project.pk])
        for (rank,) in cursor.fetchall():
            slots.open_lane(project.pk, rank)
