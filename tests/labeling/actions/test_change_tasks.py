"""Changing many tasks at once: what each action does, stopping half-way, taking back what nobody changed since."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import Invalid
from accounts.models import Event, User
from labeling.actions import change_tasks, hold_job
from labeling.actions.change_task import change_task
from labeling.actions.mark_task import mark_task
from labeling.actions.start_task_change import CannotUndo, start_task_change, undo_task_change
from labeling.models import Assignment, Opening, Project, Task, TaskBefore, TaskChange
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make.project(overlap=2)


def begun(project: Project, action: str, **options: Any) -> TaskChange:
    return start_task_change(
        project=project, action=action, by=make.manager(project), now=timezone.now(), **options
    )  # fmt: skip


def done(project: Project, action: str, **options: Any) -> TaskChange:
    change = begun(project, action, **options)
    change_tasks.run(change.pk)
    change.refresh_from_db()
    assert change.state == "done", change.error
    return change


def undone(change: TaskChange, by: User) -> TaskChange:
    undoing = undo_task_change(change=change, by=by, now=timezone.now())
    change_tasks.run(undoing.pk)
    undoing.refresh_from_db()
    return undoing


def facts(project: Project) -> list[dict[str, Any]]:
    tasks = Task.objects.filter(project=project).select_related("opening").order_by("pk")
    return [change_tasks.facts(task) for task in tasks]


@pytest.mark.parametrize("action, value, field, expected", [
    ("priority", 7, "priority", 7),
    ("overlap", 5, "allowed", 5),
    ("one_more", None, "allowed", 3),
    ("archive", None, "state", "archived"),
])  # fmt: skip
def test_a_selection_is_changed_and_put_back(
    project: Project, action: str, value: int | None, field: str, expected: Any
) -> None:
    tasks = make.tasks(project, 4)
    before = facts(project)
    change = done(project, action, value=value, task_ids=[tasks[0].pk, tasks[2].pk])
    assert [one[field] == expected for one in facts(project)] == [True, False, True, False]
    assert (change.changed, change.left_alone, change.progress) == (2, 0, 1)
    events = Event.objects.filter(subject__in=[f"task:{task.pk}" for task in tasks])
    assert events.count() == 2
    assert undone(change, make.manager(project)).changed == 2
    assert facts(project) == before
    assert events.count() == 4


def test_an_overlap_that_grew_grows_again_and_stays_out_of_agreement() -> None:
    project = make.project(overlap=1, adaptive={})
    make.tasks(project, 2, completions=3)
    before = facts(project)
    assert [one["is_adaptive"] for one in before] == [True, True]
    change = done(project, "overlap", value=2, filters={})
    assert [(one["is_adaptive"], one["most"]) for one in facts(project)] == [(False, None)] * 2
    # One of them has been begun since: nobody has changed it.
    make.claimed(project, make.member(project))
    assert undone(change, make.manager(project)).changed == 2
    assert facts(project) == before


def test_what_an_older_version_wrote_down_is_put_back_too(project: Project) -> None:
    make.tasks(project, 1)
    change = done(project, "priority", value=5, filters={})
    kept = TaskBefore.objects.get(change=change)
    for facts_then in (kept.before, kept.after):
        del facts_then["is_adaptive"]
    kept.save()
    assert undone(change, make.manager(project)).changed == 1
    assert facts(project)[0]["priority"] == 0


def test_all_that_fit_the_filters_and_nothing_else(project: Project) -> None:
    make.tasks(project, 3, batch="old")
    make.tasks(project, 5, batch="new")
    foreign = make.project()
    make.tasks(foreign, 2, batch="new")
    change = done(project, "archive", filters={"batch": "new"})
    assert (change.total, change.changed) == (5, 5)
    assert Task.objects.filter(state="archived", batch__name="new", project=project).count() == 5
    assert Task.objects.filter(state="archived").count() == 5
    assert done(project, "archive", filters={"batch": "new"}).left_alone == 5
    assert done(project, "restore", filters={"state": "archived"}).changed == 5


def test_undoing_leaves_alone_what_somebody_changed_since(project: Project) -> None:
    _first, second, third = make.tasks(project, 3)
    manager = make.manager(project)
    change = done(project, "priority", value=5, filters={})
    change_task(task=second, by=manager, now=timezone.now(), priority=9)
    mark_task(task=third, mark="archived", by=manager, now=timezone.now())
    undoing = undone(change, manager)
    assert (undoing.changed, undoing.left_alone) == (1, 2)
    assert [one["priority"] for one in facts(project)] == [0, 9, 5]
    with pytest.raises(CannotUndo):
        undo_task_change(change=change, by=manager, now=timezone.now())
    with pytest.raises(CannotUndo):
        undo_task_change(change=undoing, by=manager, now=timezone.now())


def test_a_killed_change_goes_on_and_changes_nothing_twice(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = make.tasks(project, 5)
    change = begun(project, "one_more", filters={})
    whole = change_tasks.change_one

    def killed(job: TaskChange, task_id: int) -> None:
        if task_id == tasks[2].pk:
            raise KeyboardInterrupt
        whole(job, task_id)

    monkeypatch.setattr(change_tasks, "change_one", killed)
    with pytest.raises(KeyboardInterrupt):
        change_tasks.run(change.pk)
    monkeypatch.setattr(change_tasks, "change_one", whole)
    change_tasks.run(change.pk)  # its lease lasts: nobody takes it
    assert [one["allowed"] for one in facts(project)] == [3, 3, 2, 2, 2]
    TaskChange.objects.filter(pk=change.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    change_tasks.run(change.pk)
    change.refresh_from_db()
    assert (change.state, change.changed) == ("done", 5)
    assert [one["allowed"] for one in facts(project)] == [3, 3, 3, 3, 3]


def test_who_lost_the_job_changes_nothing_more(project: Project) -> None:
    first, second = make.tasks(project, 2)
    change = begun(project, "one_more", filters={})
    held = hold_job.take(TaskChange, change.pk)
    assert held
    change_tasks.change_one(held, first.pk)
    hold_job.cancel(TaskChange.objects.get(pk=change.pk))
    with pytest.raises(hold_job.LostHold):
        change_tasks.change_one(held, second.pk)
    assert [one["allowed"] for one in facts(project)] == [3, 2]
    assert undone(TaskChange.objects.get(pk=change.pk), make.manager(project)).changed == 1
    assert [one["allowed"] for one in facts(project)] == [2, 2]


def test_lowering_closes_free_slots_only(project: Project) -> None:
    [task] = make.tasks(project)
    for _ in range(2):
        make.submitted(make.claimed(project, make.member(project)))
    done(project, "overlap", value=1, filters={})
    opening = Opening.objects.get(pk=task.pk)
    assert (opening.allowed, opening.filled, opening.counted) == (1, 2, 2)


def test_requeueing_restores_and_takes_back_what_is_held_too_long(project: Project) -> None:
    first, second = make.tasks(project, 2)
    stuck, working = (make.claimed(project, make.member(project)) for _ in range(2))
    Assignment.objects.filter(pk=stuck.pk).update(claimed_at=timezone.now() - timedelta(minutes=61))
    mark_task(task=second, mark="parked", by=None, now=timezone.now())
    done(project, "requeue", filters={})
    assert [one["state"] for one in facts(project)] == ["open", "open"]
    states = Assignment.objects.filter(pk__in=[stuck.pk, working.pk]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["released", "claimed"]
    assert make.claimed(project, make.member(project)).task_id == first.pk


def test_only_tasks_with_a_key_become_gold(project: Project) -> None:
    make.tasks(project, 2)
    change = done(project, "gold", filters={})
    assert (change.changed, change.left_alone) == (0, 2)
    assert not TaskBefore.objects.filter(change=change).exists()


@pytest.mark.parametrize("action, options", [
    ("burn", {"filters": {}}), ("undo", {"filters": {}}), ("priority", {"value": 10**9}), ("priority", {}),
    ("overlap", {"value": 0}), ("archive", {"task_ids": []}), ("archive", {"task_ids": [2**40]}),
    ("archive", {"task_ids": list(range(1, 1002))}),
])  # fmt: skip
def test_what_cannot_be_is_refused(project: Project, action: str, options: dict[str, Any]) -> None:
    make.tasks(project)
    with pytest.raises(Invalid):
        begun(project, action, **options)
    assert not TaskChange.objects.exists()


def test_tasks_of_another_project_are_not_there(project: Project) -> None:
    [own] = make.tasks(project)
    [foreign] = make.tasks(make.project())
    assert done(project, "archive", task_ids=[own.pk, foreign.pk]).changed == 1
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_a_value_that_the_action_does_not_take_is_ignored(project: Project) -> None:
    (task,) = make.tasks(project, 1)
    assert done(project, "archive", task_ids=[task.pk], value=10**12).value is None


def test_the_trail_tells_what_was_before_also_of_a_task_that_was_read_too_early(project: Project) -> None:
    (task,) = make.tasks(project, 1)
    early = Task.objects.get(pk=task.pk)
    by = make.manager(project)
    change_task(task=task, by=by, now=timezone.now(), priority=5)
    change_task(task=early, by=by, now=timezone.now(), priority=0)
    told = Event.objects.filter(verb="task.changed").latest("id").details
    assert (told["changes"], told["before"]["priority"]) == ({"priority": 0}, 5)
