"""Many labelers at once, on real transactions and threads: the overlap is exact and nobody gets a task twice."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from labeling.actions import (
    adapt_overlap,
    add_member,
    change_project,
    change_task,
    claim,
    expire_leases,
    release,
    remove_member,
    skip,
    submit,
)
from labeling.models import Assignment, Opening, Project, Submission, Task
from labeling.statistics.overlap import Rule, labels_wanted
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

LABELERS = 32


def at_once(work: Callable[[User], None], people: list[User]) -> None:
    """Run `work` for all people at the same time, each on a connection of its own; raise what any raised."""
    barrier = threading.Barrier(len(people))

    def one(person: User) -> None:
        try:
            barrier.wait()
            work(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        for future in [pool.submit(one, person) for person in people]:
            future.result()


def drain(project: Project, labeler: User, chance: random.Random) -> None:
    """Claim and submit until nothing is left, with a skip or a release now and then."""
    while True:
        try:
            assignment = make.claimed(project, labeler)
        except claim.NothingLeft:
            return
        dice = chance.random()
        if dice < 0.05:
            release.release(assignment=assignment, now=timezone.now())
        make.submitted(assignment)


def check_exactness(project: Project) -> None:
    """Slots, counts and submissions agree, and no overlap is exceeded."""
    held = Assignment.objects.filter(project=project, slot__isnull=False)
    filled = dict(held.values_list("task_id").annotate(n=Count("id")))
    counted = dict(held.filter(state="submitted").values_list("task_id").annotate(n=Count("id")))
    for opening in Opening.objects.filter(project=project):
        assert opening.filled == filled.get(opening.task_id, 0)
        assert opening.counted == counted.get(opening.task_id, 0)
        assert opening.filled <= opening.allowed
    for assignment in held.filter(state="submitted"):
        assert not Submission.objects.filter(assignment=assignment).latest("revision").is_surplus


def test_32_labelers_fill_every_slot_and_no_more() -> None:
    project = make.project(overlap=3)
    make.tasks(project, 40, completions=2)
    labelers = [make.member(project) for _ in range(LABELERS)]
    at_once(lambda labeler: drain(project, labeler, random.Random(labeler.pk)), labelers)
    openings = Opening.objects.filter(project=project)
    assert {(o.filled, o.counted) for o in openings} == {(3, 3)}
    check_exactness(project)
    pairs = Assignment.objects.filter(project=project).values("task_id", "labeler_id").annotate(n=Count("id"))
    assert max(pair["n"] for pair in pairs) == 1


def test_overlap_and_priority_change_and_people_come_and_go_meanwhile() -> None:
    project = make.project(overlap=2)
    tasks = make.tasks(project, 40, completions=2)
    labelers = [make.member(project) for _ in range(12)]
    manager = make.user()

    def work(person: User) -> None:
        chance = random.Random(person.pk)
        if person != manager:
            return drain(project, person, chance)
        for overlap in (4, 1, 3):
            change_project.change_project(project=project, by=None, now=timezone.now(), overlap=overlap)
            for task in chance.sample(tasks, 5):
                change_task.change_task(task=task, by=None, now=timezone.now(), priority=chance.randint(-2, 2))
            expire_leases.expire_leases()
            leaver = chance.choice(labelers)
            remove_member.remove_member(project=project, user=leaver, by=None, now=timezone.now())
            add_member.add_member(project=project, user=leaver, role="labeler", by=None, now=timezone.now())
        return None

    at_once(work, [*labelers, manager])
    project.refresh_from_db()
    at_once(lambda labeler: drain(project, labeler, random.Random(1)), labelers)
    for opening in Opening.objects.filter(project=project):
        assert (opening.allowed, opening.filled >= 3, opening.filled <= 4) == (3, True, True)
        assert opening.filled == opening.counted


def test_two_tabs_of_one_labeler_claim_at_most_two_assignments() -> None:
    project = make.project()
    make.tasks(project, 20, completions=2)
    labeler = make.member(project)
    got: list[int] = []
    at_once(lambda _: got.append(make.claimed(project, labeler).pk), [labeler] * 8)
    assert len(got) == 8
    assert len(set(got)) == 1, "all tabs resume the assignment in hand"


def test_the_same_submission_sent_five_times_at_once_counts_once() -> None:
    assignment, client_id = make.assignment(), uuid4()
    body = {"judgment": make.judgment(assignment)}
    recorded: list[bool] = []

    def send(_: User) -> None:
        answer = submit.submit(assignment=assignment, client_id=client_id, body=body, now=timezone.now())
        recorded.append(answer.is_new)

    at_once(send, [assignment.labeler] * 5)
    assert sorted(recorded) == [False, False, False, False, True]
    assert Submission.objects.count() == 1


def test_a_submit_and_a_skip_at_once_leave_one_consistent_end() -> None:
    project = make.project()
    make.tasks(project, 6, completions=2)
    labeler = make.member(project)
    for _ in range(5):
        assignment = make.claimed(project, labeler)

        def either(person: User, assignment: Assignment = assignment) -> None:
            if person is labeler:
                make.submitted(assignment)
            else:
                try:
                    skip.skip(assignment=assignment, reason="broken", now=timezone.now())
                except skip.AlreadySubmitted:
                    pass

        at_once(either, [labeler, User(pk=labeler.pk)])
        assignment.refresh_from_db()
        assert assignment.state == "submitted", "a submission is accepted from skipped, never lost"
    check_exactness(project)
    assert Task.objects.filter(project=project, state="open").count() == 6


def test_an_overlap_that_grows_is_exact_whatever_the_concurrency() -> None:
    project = make.project(adaptive={})
    make.tasks(project, 25, completions=3)
    labelers = [make.member(project) for _ in range(16)]

    def work(labeler: User) -> None:
        chance = random.Random(labeler.pk)
        while True:
            try:
                assignment = make.claimed(project, labeler)
            except claim.NothingLeft:
                return
            letters = chance.sample("ABC", 3)
            make.submitted(assignment, tiers=[[letter] for letter in letters])
            if chance.random() < 0.2:
                make.submitted(assignment, tiers=[[letter] for letter in reversed(letters)])

    for _round in range(2):
        at_once(work, labelers)
    check_exactness(project)
    for opening in Opening.objects.filter(project=project):
        said = adapt_overlap.counted(opening.task_id)
        wanted = labels_wanted(said, Rule(), least=3, most=5)
        assert opening.counted == opening.filled == opening.allowed
        assert opening.allowed >= wanted
        assert opening.allowed <= 5
