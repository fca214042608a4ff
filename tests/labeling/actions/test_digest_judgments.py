"""Findings follow from what stands, however they came about: in steps, from scratch, after a kill, two at once."""

import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import DomainError
from labeling.actions import digest_judgments, digest_projects, mark_task, skip
from labeling.actions.digest_judgments import rebuild
from labeling.models import (
    Assignment,
    AssignmentState,
    Digest,
    JudgmentFinding,
    Project,
    Skip,
    Submission,
    Task,
    TaskFinding,
)
from tests import make
from tests.labeling.judging import exclude, findings, people, reject, say

pytestmark = pytest.mark.django_db


def random_history(project: Project, chance: random.Random) -> Iterator[None]:
    """One thing after the other happens to the project."""
    labelers = people(project, 4)
    verbs = ["judge"] * 8 + ["amend", "reject", "reject", "skip", "skip", "exclude", "mark", "late"]
    for _ in range(40):
        labeler = chance.choice(labelers)
        verb = chance.choice(verbs)
        mine = Assignment.objects.filter(project=project, labeler=labeler)
        with suppress(DomainError):
            if verb in ("judge", "skip"):
                assignment = make.claimed(project, labeler)
                order = chance.sample(range(4), 4)
                if verb == "skip":
                    skip.skip(assignment=assignment, reason=chance.choice(["unclear", "other"]), now=timezone.now())
                else:
                    say(assignment, order[:2], *order[2:], seconds=chance.choice([None, 0.1, 40]))
            elif verb == "amend" and (done := mine.filter(state=AssignmentState.SUBMITTED).first()):
                say(done, *chance.sample(range(4), 4))
            elif verb == "late" and (skipped := mine.filter(state=AssignmentState.SKIPPED).first()):
                say(skipped, *chance.sample(range(4), 4))
            elif verb == "reject":
                standing = Submission.objects.filter(assignment__in=mine).order_by("assignment_id", "-revision")
                if of_one := standing.first():
                    reject(of_one, chance.choice(["rejected", "accepted"]))
            elif verb == "exclude":
                exclude(project, labeler, chance.choice([True, False, False]))
            elif verb == "mark":
                task = chance.choice(list(Task.objects.filter(project=project)))
                mark_task.mark_task(task=task, mark=chance.choice(["parked", "restored"]), by=None, now=timezone.now())
        yield


@pytest.mark.parametrize("seed", range(6))
def test_step_by_step_is_as_from_scratch(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_judgments, "PAGE", 2)
    monkeypatch.setattr(digest_judgments, "FACTS", 3)
    project = make.project(overlap=2, ranking={"partial": True})
    make.tasks(project, 7)
    chance = random.Random(seed)
    for _ in random_history(project, chance):
        if chance.random() < 0.3:
            make.digested(project)
    make.digested(project)
    step_by_step = findings(project)
    assert step_by_step[1], "somebody has judged something"
    rebuild(project, now=timezone.now())
    assert findings(project) == step_by_step


class Killed(Exception):
    pass


@pytest.mark.parametrize("is_first", [True, False], ids=["the first digest", "a later one"])
def test_killed_in_the_middle_another_goes_on(is_first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_judgments, "PAGE", 2)
    project = make.project()
    make.tasks(project, 9)
    labeler = make.member(project)
    if not is_first:
        make.digested(project)
    for _ in range(9):
        say(make.claimed(project, labeler), 0, 1, 2, 3)

    def die(_project: Project, tasks: Any, _now: Any) -> None:
        if JudgmentFinding.objects.filter(project=project).count() > 4:
            raise Killed

    monkeypatch.setattr(digest_judgments, "STEPS", [die])
    with pytest.raises(Killed):
        make.digested(project)
    # What came in meanwhile must not be lost either, wherever the boundary stood.
    say(Assignment.objects.filter(project=project).first(), [0, 1, 2, 3])
    monkeypatch.setattr(digest_judgments, "STEPS", [])
    make.digested(project)
    assert JudgmentFinding.objects.count() == 9
    assert JudgmentFinding.objects.filter(ties=6).count() == 1


def test_what_is_digested_is_not_read_again(django_assert_max_num_queries) -> None:
    project = make.project()
    make.tasks(project, 3)
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    assert digest_projects.digest_projects(now=timezone.now()) == 1
    assert digest_projects.digest_projects(now=timezone.now()) == 0
    with django_assert_max_num_queries(8):
        digest_projects.digest_projects(now=timezone.now())


def test_quiet_projects_keep_up_with_the_numbers_of_busy_ones() -> None:
    quiet, busy = make.project(), make.project()
    make.tasks(busy, 3)
    digest_projects.digest_projects(now=timezone.now())
    say(make.claimed(busy, make.member(busy)), 0, 1, 2, 3)
    digest_projects.digest_projects(now=timezone.now())
    boundaries = dict(Digest.objects.values_list("project_id", "boundary"))
    assert boundaries[quiet.pk] == boundaries[busy.pk]


def test_what_goes_wrong_in_one_project_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = make.assignment("submitted").project, make.assignment("submitted").project

    def break_the_first(project: Project, _tasks: Any, _now: Any) -> None:
        if project == first:
            raise Killed

    monkeypatch.setattr(digest_judgments, "STEPS", [break_the_first])
    digest_projects.digest_projects(now=timezone.now())
    assert list(JudgmentFinding.objects.values_list("project_id", flat=True)) == [second.pk]
    assert first.slug in caplog.text
    monkeypatch.undo()
    digest_projects.digest_projects(now=timezone.now())
    assert JudgmentFinding.objects.count() == 2, "it is tried again"


def test_far_behind_every_project_catches_up_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_projects, "FARTHEST_LOOK", 0)
    projects = [make.project(), make.project()]
    digest_projects.digest_projects(now=timezone.now())
    make.tasks(projects[0], 1)
    say(make.claimed(projects[0], make.member(projects[0])), 0, 1, 2, 3)
    assert digest_projects.digest_projects(now=timezone.now()) == 2
    assert JudgmentFinding.objects.count() == 1


def test_deleted_findings_are_made_anew() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 3)
    for labeler in people(project, 2):
        say(make.claimed(project, labeler), 0, 1, 2, 3)
    before = findings(make.digested(project))
    Digest.objects.all().delete()
    TaskFinding.objects.all().delete()
    JudgmentFinding.objects.all().delete()
    digest_projects.digest_projects(now=timezone.now())
    assert findings(project) == before


@pytest.mark.django_db(transaction=True)
def test_two_digests_at_once_while_people_judge() -> None:
    project = make.project(overlap=3)
    make.tasks(project, 8)
    labelers = people(project, 3)
    stop, errors = threading.Event(), []

    def judge(labeler) -> None:
        try:
            for _ in range(8):
                say(make.claimed(project, labeler), 0, 1, 2, 3)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def keep_digesting() -> None:
        try:
            while not stop.is_set():
                digest_projects.digest_projects(now=timezone.now())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    digesting = [threading.Thread(target=keep_digesting) for _ in range(2)]
    judging = [threading.Thread(target=judge, args=[labeler]) for labeler in labelers]
    for thread in [*digesting, *judging]:
        thread.start()
    for thread in judging:
        thread.join()
    stop.set()
    for thread in digesting:
        thread.join()
    assert not errors
    make.digested(project)
    found = findings(project)
    assert len(found[1]) == Submission.objects.count() == 24
    rebuild(project, now=timezone.now())
    assert findings(project) == found


def test_a_step_gets_every_task_that_was_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(digest_judgments, "STEPS", [lambda _project, tasks, _now: seen.extend(t.id for t in tasks)])
    project = make.project()
    tasks = make.tasks(project, 3)
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    make.digested(project)
    assert seen == [tasks[0].pk]
    assert not Skip.objects.exists()
