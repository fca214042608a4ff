"""Reviewers may label too: no address, count or list tells them that a task is gold or of a qualification."""

import pytest
from django.test import Client

from labeling.models import Project, Purpose, Question, Task
from tests import make
from tests.labeling.gold import gold_at_every_other, make_gold

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Question:
    """About a gold task, beside one about work, by a labeler who has judged the gold one."""
    gold_at_every_other(monkeypatch)
    project = make.project()
    make.tasks(project, 4)
    make_gold(project, 4, rate=0.5)
    labeler, held = make.member(project), {}
    while len(held) < len((Purpose.WORK, Purpose.GOLD)):
        assignment = make.claimed(project, labeler)
        if assignment.purpose not in held:
            held[assignment.purpose] = make.question(assignment, f"About {assignment.purpose}?")
        make.submitted(assignment)
    return held[Purpose.GOLD]


def paths(project: Project, task: Task) -> list[str]:
    return [f"/projects/{project.slug}/tasks/{task.pk}/", f"/api/tasks/{task.pk}/"]


def reviewer_of(project: Project, client: Client) -> None:
    client.force_login(make.member(project, "reviewer"))


def test_the_page_of_a_gold_task_is_not_there_for_a_reviewer(client: Client, asked: Question) -> None:
    task = asked.assignment.task
    reviewer_of(asked.project, client)
    assert [client.get(path).status_code for path in paths(asked.project, task)] == [404, 404]
    work = Task.objects.filter(purpose=Purpose.WORK)[0]
    assert [client.get(path).status_code for path in paths(asked.project, work)] == [200, 200]
    client.force_login(make.manager(asked.project))
    assert [client.get(path).status_code for path in paths(asked.project, task)] == [200, 200]


def test_its_trail_says_nothing_to_a_reviewer(client: Client, asked: Question) -> None:
    reviewer_of(asked.project, client)
    trail = f"/projects/{asked.project.slug}/trail/?of=task:{asked.assignment.task_id}"
    assert "judged the task" not in client.get(trail).content.decode()
    client.force_login(make.manager(asked.project))
    assert "judged the task" in client.get(trail).content.decode()


def test_questions_about_gold_are_for_managers(client: Client, asked: Question) -> None:
    page, listed = f"/projects/{asked.project.slug}/questions/", f"/api/projects/{asked.project.slug}/questions/"
    reviewer_of(asked.project, client)
    told = client.get(page).content.decode()
    assert "About work?" in told
    assert "About gold?" not in told
    assert '<span class="badge badge--warn" title="waiting for an answer">1</span>' in told
    assert [one["text"] for one in client.get(listed).json()["results"]] == ["About work?"]
    assert client.post(f"{page}{asked.pk}/", {"answer": "Yes."}).status_code == 404
    client.force_login(make.manager(asked.project))
    assert len(client.get(listed).json()["results"]) == 2
    client.post(f"{page}{asked.pk}/", {"answer": "Yes."})
    assert Question.objects.get(pk=asked.pk).answer == "Yes."
