"""What waits for a reviewer is over when its task becomes gold or of a qualification, and does not come again."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from labeling.actions import make_gold, make_qualification, pick_checks, review_submission, take_check, withdraw_review
from labeling.actions.change_review_policy import change_review_policy
from labeling.actions.digest_projects import digest_projects
from labeling.actions.set_key import set_key
from labeling.models import Check, Project, Submission, Task
from labeling.reviews import queue as review_queue
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """One labeler judged two tasks; both judgments wait."""
    project = make.project(slug="moon")
    make.tasks(project, 2)
    labeler = make.member(project)
    for _ in range(2):
        make.submitted(make.claimed(project, labeler))
    digest_projects(now=timezone.now())
    return project


def first(project: Project) -> Submission:
    found = Submission.objects.select_related("assignment__task__project", "assignment__project")
    return found.filter(assignment__project=project).order_by("assignment__task_id", "-revision")[0]


def become_gold(said: Submission, project: Project) -> None:
    key: dict[str, Any] = {"pairs": [[0, 1]]}
    make_gold.make_gold_by(task=said.assignment.task, by=make.manager(project), now=timezone.now(), **key)


def waiting(project: Project) -> list[int]:
    return list(Check.objects.filter(project=project, closed_at=None).order_by("pk").values_list("pk", flat=True))


def judge(said: Submission, project: Project, verdict: str = "returned") -> None:
    review_submission.review_submission(
        submission=said, reviewer=make.manager(project), verdict=verdict, comment="Why.", now=timezone.now()
    )


def test_its_turn_is_over_at_once_and_nothing_counts_it(project: Project) -> None:
    reviewer = make.member(project, "reviewer")
    held = take_check.take_check(wish=review_queue.Wish(project), reviewer=reviewer, now=timezone.now())
    said = first(project)
    assert held
    assert held.pk == said.pk
    become_gold(said, project)
    assert said.pk not in waiting(project)
    assert len(waiting(project)) == 1
    assert review_queue.waiting(project, reviewer).count == review_queue.waiting_count(project) == 1
    turn = Check.objects.get(pk=said.pk)
    assert (turn.holder, turn.closed_at is None) == (None, False)


def test_no_digest_and_no_policy_brings_it_back_not_even_when_gold_is_taken_back(project: Project) -> None:
    said = first(project)
    become_gold(said, project)
    # As after an upgrade: what a digest of another time left open, or has never seen.
    Check.objects.filter(pk=said.pk).delete()
    change_review_policy(project=project, by=make.manager(project), now=timezone.now(), share=1)
    digest_projects(now=timezone.now())
    assert said.pk not in waiting(project)
    Check.objects.create(
        submission=said, project=project, task=said.assignment.task, labeler=said.assignment.labeler,
        reason="amended", rank=0, added_at=timezone.now(),
    )  # fmt: skip
    make_gold.unmake_gold(task=said.assignment.task, by=None, now=timezone.now())
    become_gold(said, project)
    digest_projects(now=timezone.now())
    assert said.pk not in waiting(project)
    make_gold.unmake_gold(task=said.assignment.task, by=None, now=timezone.now())
    digest_projects(now=timezone.now())
    assert said.pk not in waiting(project)


def test_what_was_under_way_at_it_is_kept_and_opens_nothing(project: Project) -> None:
    """A reviewer's page was open: their verdict counts, and so do its undoing and an amendment."""
    said = first(project)
    become_gold(said, project)
    judge(said, project, "accepted")
    withdraw_review.withdraw_review(submission=said, by=make.manager(project), now=timezone.now())
    assert said.pk not in waiting(project)
    judge(said, project)
    amendment = make.submitted(said.assignment)
    assert amendment.revision == 2
    assert len(waiting(project)) == 1
    digest_projects(now=timezone.now())
    assert len(waiting(project)) == 1


def join_qualification(said: Submission, project: Project) -> None:
    set_key(task=said.assignment.task, by=None, now=timezone.now(), pairs=[[0, 1]])
    make_qualification.make_qualification(
        project=project, name="First", task_ids=[said.assignment.task_id], asks_members=False,
        by=make.manager(project), now=timezone.now(),
    )  # fmt: skip


def test_tasks_of_a_qualification_leave_the_queue_too(project: Project) -> None:
    said = first(project)
    join_qualification(said, project)
    assert said.pk not in waiting(project)


def test_the_way_back_leads_to_what_waits(client: Client, project: Project) -> None:
    said = first(project)
    client.force_login(make.member(project, "reviewer"))
    assert client.get(f"/projects/moon/review/{said.pk}/").status_code == 200
    become_gold(said, project)
    answer = client.get(f"/projects/moon/review/{said.pk}/", follow=True)
    assert answer.redirect_chain == [("/projects/moon/review/", 302)]
    assert "This is checked no more." in answer.content.decode()
    assert Task.objects.filter(purpose="gold").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("become", [become_gold, join_qualification])
def test_a_digest_that_read_the_task_as_work_leaves_no_turn_open(
    become: Callable[[Submission, Project], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the digest stands between reading and writing while the task changes."""
    project = make.project()
    make.tasks(project, 1)
    said = make.submitted(make.claimed(project, make.member(project)))
    has_read, may_write = threading.Event(), threading.Event()
    pick = pick_checks.picked

    def picked_late(*given: Any) -> list[pick_checks.Pick]:
        picks = list(pick(*given))
        has_read.set()
        may_write.wait(20)
        return picks

    monkeypatch.setattr(pick_checks, "picked", picked_late)

    def on_own_connection(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            work()
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    digesting = on_own_connection(lambda: digest_projects(now=timezone.now()))
    assert has_read.wait(20)
    becoming = on_own_connection(lambda: become(said, project))
    while becoming.is_alive() and not is_somebody_waiting():
        pass
    may_write.set()
    digesting.join()
    becoming.join()
    assert Task.objects.get().purpose != "work"
    assert waiting(project) == []


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
