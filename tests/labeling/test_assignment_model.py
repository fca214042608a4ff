"""Random histories of claim, draft, submit, skip, release and expiry against a small model of them."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from labeling.actions import claim, expire_leases, release, save_draft, skip
from labeling.models import Assignment, Draft, Opening, Project, Submission
from labeling.screen.sheets import read_sheet
from tests import make

pytestmark = pytest.mark.django_db

OVERLAP, TASKS, LABELERS = 2, 3, 4
ACTIONS = ("claim", "claim", "claim", "draft", "submit", "submit", "skip", "release", "expire", "late", "again")
history = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, LABELERS - 1), st.integers(0, TASKS - 1)), max_size=40
)


@dataclass
class Model:
    """What must be true: the state of each (labeler, task), who holds a slot, and skips by task."""

    state: dict[tuple[int, int], str] = field(default_factory=dict)
    holders: dict[int, set[int]] = field(default_factory=dict)
    drafts: dict[tuple[int, int], int] = field(default_factory=dict)
    revisions: dict[tuple[int, int], int] = field(default_factory=dict)
    parked: set[int] = field(default_factory=set)

    def has_room(self, task: int) -> bool:
        return len(self.holders.setdefault(task, set())) < OVERLAP

    def in_hand(self, labeler: int) -> list[int]:
        return [task for (who, task), state in self.state.items() if who == labeler and state == "claimed"]

    def can_claim(self, labeler: int) -> set[int]:
        """Tasks that the labeler may be handed: room, not parked, never submitted or skipped by them."""
        open_states = (None, "released", "expired")
        return {
            task
            for task in self.holders
            if self.has_room(task) and task not in self.parked and self.state.get((labeler, task)) in open_states
        }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=history)
def test_every_history_agrees_with_the_model(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        project = make.project("demonstration", overlap=OVERLAP)
        tasks = [task.pk for task in make.tasks(project, TASKS)]
        people = [make.member(project) for _ in range(LABELERS)]
        model = Model(holders={task: set() for task in tasks})
        for action, labeler, task in steps:
            step(model, project, people, action, labeler, tasks[task])
            compare(model, project, people)
        transaction.set_rollback(True)


def step(model: Model, project: Project, people: list[User], action: str, labeler: int, task: int) -> None:
    key = (labeler, task)
    if action == "claim":
        return take(model, project, people, labeler)
    if model.state.get(key) is None:
        return None
    assignment = Assignment.objects.select_related("project").get(task_id=task, labeler=people[labeler])
    if action == "draft":
        revision = model.drafts.get(key, 0) + 1
        save_draft.save_draft(assignment=assignment, revision=revision, judgment={"text": "…"}, now=timezone.now())
        model.drafts[key] = revision
        if model.state[key] == "expired" and model.has_room(task) and task not in model.parked:
            model.state[key] = "claimed"
            model.holders[task].add(labeler)
    elif action in ("submit", "late", "again"):
        submission = make.submitted(assignment)
        if model.has_room(task) or labeler in model.holders[task]:
            model.holders[task].add(labeler)
        assert submission.is_surplus == (labeler not in model.holders[task])
        model.state[key] = "submitted"
        model.revisions[key] = model.revisions.get(key, 0) + 1
    elif model.state[key] == "submitted":
        with pytest.raises(skip.AlreadySubmitted):
            give_back(assignment, action)
    else:
        give_back(assignment, action)
        let_go(model, key, action)
    return None


def take(model: Model, project: Project, people: list[User], labeler: int) -> None:
    held, possible = model.in_hand(labeler), model.can_claim(labeler)
    try:
        got = make.claimed(project, people[labeler])
    except claim.NothingLeft:
        assert not held
        assert not possible
        return
    assert got.task_id in (held or possible)
    model.state[labeler, got.task_id] = "claimed"
    model.holders[got.task_id].add(labeler)


def give_back(assignment: Assignment, action: str) -> None:
    if action == "skip":
        skip.skip(assignment=assignment, reason="unclear", now=timezone.now())
    elif action == "release":
        release.release(assignment=assignment, now=timezone.now())
    elif assignment.state == "claimed":
        Assignment.objects.filter(pk=assignment.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
        assert expire_leases.expire_leases(project_id=assignment.project_id) == 1
    elif assignment.state == "submitted":
        raise skip.AlreadySubmitted


def let_go(model: Model, key: tuple[int, int], action: str) -> None:
    labeler, task = key
    was = model.state[key]
    after = {"skip": "skipped", "release": "released", "expire": "expired"}[action]
    if was == "skipped" or (was in ("released", "expired") and action == "expire"):
        return
    model.holders[task].discard(labeler)
    model.state[key] = after
    skips = sum(state == "skipped" for (_, where), state in model.state.items() if where == task)
    if action == "skip" and skips >= skip.SAME_REASON_PARKS:
        model.parked.add(task)


def compare(model: Model, project: Project, people: list[User]) -> None:
    for assignment in Assignment.objects.filter(project=project):
        key = (people.index(assignment.labeler), assignment.task_id)
        assert assignment.state == model.state[key]
        assert (assignment.slot is not None) == (key[0] in model.holders[key[1]])
        assert Submission.objects.filter(assignment=assignment).count() == model.revisions.get(key, 0)
        if key in model.drafts and model.state[key] != "submitted":
            assert Draft.objects.get(assignment=assignment).revision == model.drafts[key]
            assert read_sheet(assignment).messages
    for opening in Opening.objects.filter(project=project):
        holders = model.holders[opening.task_id]
        counted = sum(model.state[labeler, opening.task_id] == "submitted" for labeler in holders)
        assert (opening.filled, opening.counted) == (len(holders), counted)
        assert opening.is_held == (opening.task_id in model.parked)
