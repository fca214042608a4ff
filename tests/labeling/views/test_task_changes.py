"""Changing many tasks from their list."""

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions import change_tasks
from labeling.actions.mark_task import mark_task
from labeling.models import Project, Task, TaskChange
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    project = make.project()
    client.force_login(make.manager(project))
    return project


def test_from_the_list_to_the_end_and_back(client: Client, project: Project) -> None:
    tasks = make.tasks(project, 3)
    root = f"/projects/{project.slug}/tasks/"
    posted = client.post(root + "changes/", {"action": "archive", "task": [tasks[0].pk, tasks[1].pk, "x"]})
    assert posted.headers["Location"] == root
    change = TaskChange.objects.get()
    page = client.get(root).content.decode()
    assert f'hx-get="{root}changes/{change.pk}/"' in page
    assert "HX-Refresh" not in client.get(f"{root}changes/{change.pk}/").headers
    change_tasks.run(change.pk)
    done = client.get(f"{root}changes/{change.pk}/")
    # The rows of the list are as they were before the change: the page is to be loaded anew.
    assert done.headers["HX-Refresh"] == "true"
    fragment = done.content.decode()
    assert "2 tasks changed" in fragment
    assert "hx-get" not in fragment
    from_list = f"http://testserver{root}?look=skipped"
    undone = client.post(f"{root}changes/{change.pk}/undo/", headers={"referer": from_list})
    assert undone.headers["Location"] == f"{root}?look=skipped"
    change_tasks.run(TaskChange.objects.latest("pk").pk)
    assert Task.objects.filter(state="archived").count() == 0
    assert "undone" in client.get(f"{root}changes/{change.pk}/").content.decode()


def test_only_what_can_be_put_back_offers_its_undoing(client: Client, project: Project) -> None:
    waiting, parked = make.tasks(project, 2)
    mark_task(task=parked, mark="parked", by=None, now=timezone.now())
    root = f"/projects/{project.slug}/tasks/"
    for task, is_offered in ((waiting, False), (parked, True)):
        client.post(root + "changes/", {"action": "requeue", "task": [task.pk], "filters": "?external_id=x"})
        change = TaskChange.objects.latest("pk")
        change_tasks.run(change.pk)
        assert (f"{change.pk}/undo/" in client.get(root).content.decode()) == is_offered
        assert (f"{change.pk}/undo/" in client.get(f"{root}changes/{change.pk}/").content.decode()) == is_offered


def test_tasks_without_a_key_do_not_become_gold_and_it_is_said_why(client: Client, project: Project) -> None:
    [task] = make.tasks(project, 1)
    root = f"/projects/{project.slug}/tasks/"
    client.post(root + "changes/", {"action": "gold", "task": [task.pk]})
    change_tasks.run(TaskChange.objects.get().pk)
    assert "Gold takes an answer key" in client.get(root).content.decode()


def test_all_that_fit_keep_to_the_filters_of_the_list(client: Client, project: Project) -> None:
    make.tasks(project, 2, batch="a")
    make.tasks(project, 3, batch="b")
    root = f"/projects/{project.slug}/tasks/"
    answer = client.post(root + "changes/", {"action": "one_more", "everything": "on", "filters": "?batch=b"})
    assert answer.headers["Location"] == root + "?batch=b"
    change = TaskChange.objects.get()
    assert (change.filters, change.total, change.task_ids) == ({"batch": "b"}, 3, None)
    stopped = client.post(f"{root}changes/{change.pk}/stop/", headers={"referer": "http://elsewhere.example/?x"})
    assert stopped.headers["Location"] == root
    change.refresh_from_db()
    assert change.state == "cancelled"


@pytest.mark.parametrize("body", [
    {}, {"action": "archive"}, {"action": "priority", "everything": "on"}, {"action": "priority", "value": "x"},
    {"action": "burn", "everything": "on"},
])  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(client: Client, project: Project, body: dict[str, str]) -> None:
    make.tasks(project)
    answer = client.post(f"/projects/{project.slug}/tasks/changes/", body, follow=True)
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not TaskChange.objects.exists()


def test_reviewers_have_neither_ticks_nor_changes(client: Client, project: Project) -> None:
    make.tasks(project)
    client.force_login(make.member(project, "reviewer"))
    page = client.get(f"/projects/{project.slug}/tasks/").content.decode()
    assert 'name="task"' not in page
    assert client.post(f"/projects/{project.slug}/tasks/changes/", {"action": "archive"}).status_code == 403
