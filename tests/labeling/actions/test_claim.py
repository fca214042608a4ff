"""Claiming: what comes next, for whom, and in which order of completions."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions import claim, expire_leases, fill_slot, release
from labeling.models import Assignment, AuthoredText, Opening, Project
from labeling.screen.sheets import read_task
from tests import make

pytestmark = pytest.mark.django_db


def in_order(project: Project) -> list[int]:
    return list(project.tasks.order_by("id").values_list("id", flat=True))


def test_claim_follows_import_order() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = make.member(project)
    seen = []
    for _ in range(3):
        assignment = make.claimed(project, labeler)
        seen.append(assignment.task_id)
        make.submitted(assignment)
    assert seen == in_order(project)


def test_higher_priority_goes_first() -> None:
    project = make.project()
    make.tasks(project, 2)
    urgent = make.tasks(project, 1, priority=5)[0]
    assert make.claimed(project, make.member(project)).task_id == urgent.pk


def test_returned_slots_go_ahead_of_untouched_tasks_of_their_priority() -> None:
    project = make.project()
    first = make.tasks(project, 3)[0]
    urgent = make.tasks(project, 1, priority=5)[0]
    one, other = make.member(project), make.member(project)
    held = make.claimed(project, one)
    assert held.task_id == urgent.pk
    make.submitted(held)
    held = make.claimed(project, one)
    assert held.task_id == first.pk
    make.submitted(make.claimed(project, other))
    release.release(assignment=held, now=timezone.now())
    assert make.claimed(project, other).task_id == first.pk


def test_claim_resumes_the_assignment_in_hand() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = make.member(project)
    first = claim.next_assignment(project=project, labeler=labeler, now=timezone.now())
    again = claim.next_assignment(project=project, labeler=labeler, now=timezone.now())
    assert (first.is_new, again.is_new) == (True, False)
    assert again.assignment.pk == first.assignment.pk
    assert again.assignment.order == first.assignment.order


def test_besides_leases_one_ahead_and_no_more() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = make.member(project)
    first = make.claimed(project, labeler)
    second = make.claimed(project, labeler, besides=(first.pk,))
    assert second.pk != first.pk
    assert second.leased_until < first.leased_until
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler, besides=(first.pk, second.pk))


def test_claim_skips_tasks_the_labeler_already_judged() -> None:
    project = make.project(overlap=3)
    make.tasks(project, 2)
    labeler = make.member(project)
    for _ in range(2):
        make.submitted(make.claimed(project, labeler))
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler)


@pytest.mark.parametrize("state", ["draft", "paused", "sealed"])
def test_only_open_projects_hand_out_work(state: str) -> None:
    project = make.project(state=state) if state != "sealed" else make.project()
    if state == "sealed":
        make.tasks(project, 1)
        Project.objects.filter(pk=project.pk).update(state=state)
        project.refresh_from_db()
    with pytest.raises(claim.ProjectNotOpen):
        make.claimed(project, make.member(project))


def test_expired_slot_goes_to_somebody_else() -> None:
    project = make.project(lease_minutes=10)
    make.tasks(project, 1)
    late, quick = make.member(project), make.member(project)
    held = make.claimed(project, late)
    later = timezone.now() + timedelta(minutes=11)
    taken = make.claimed(project, quick, now=later)
    assert taken.task_id == held.task_id
    assert taken.order == held.order, "a released slot hands its order on"
    held.refresh_from_db()
    assert (held.state, held.slot) == ("expired", None)


def test_an_expired_assignment_comes_back_first_with_the_same_order() -> None:
    project = make.project(lease_minutes=10)
    make.tasks(project, 3)
    labeler = make.member(project)
    held = make.claimed(project, labeler)
    later = timezone.now() + timedelta(minutes=11)
    assert expire_leases.expire_leases(now=later) == 1
    again = make.claimed(project, labeler, now=later)
    assert (again.pk, again.order, again.state) == (held.pk, held.order, "claimed")


def test_a_released_assignment_comes_back_only_when_nothing_else_is_left() -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = make.member(project)
    first = make.claimed(project, labeler)
    release.release(assignment=first, now=timezone.now())
    second = make.claimed(project, labeler)
    assert second.task_id != first.task_id
    make.submitted(second)
    assert make.claimed(project, labeler).pk == first.pk


def test_nobody_ranks_a_text_they_wrote() -> None:
    project = make.project()
    task, other = make.tasks(project, 2)
    writer = make.member(project)
    text = read_task(task.pk)[1][1].text
    AuthoredText.objects.create(labeler=writer, digest=fill_slot.digest_of(text))
    assert make.claimed(project, writer).task_id == other.pk
    assert Assignment.objects.get(task=task, labeler=writer).state == "excluded"
    assert make.claimed(project, make.member(project)).task_id == task.pk


@pytest.mark.parametrize(("completions", "overlap"), [(2, 5), (3, 3), (4, 4), (4, 6), (9, 4)])
def test_positions_of_a_completion_differ_by_at_most_one(completions: int, overlap: int) -> None:
    project = make.project(overlap=overlap)
    make.tasks(project, 1, completions=completions)
    for _ in range(overlap):
        make.submitted(make.claimed(project, make.member(project)))
        orders = [assignment.order for assignment in Assignment.objects.filter(project=project)]
        counts = Counter((index, place) for order in orders for place, index in enumerate(order))
        every = [counts[index, place] for index in range(completions) for place in range(completions)]
        assert max(every) - min(every) <= 1


def test_policies_are_balanced_over_a_labelers_positions() -> None:
    project = make.project()
    make.tasks(project, 60, completions=2)
    labeler = make.member(project)
    firsts = Counter()
    for _ in range(60):
        assignment = make.claimed(project, labeler)
        firsts[assignment.order[0]] += 1
        make.submitted(assignment)
    # A fair coin would leave 30 +- 8 in two runs of three thousand; the lean keeps far closer to half.
    assert abs(firsts[0] - 30) <= 8


def test_the_counts_follow_from_the_slots() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 2)
    for _ in range(2):
        make.submitted(make.claimed(project, make.member(project)))
    make.claimed(project, make.member(project))
    for opening in Opening.objects.filter(project=project):
        held = Assignment.objects.filter(task_id=opening.task_id, slot__isnull=False)
        assert opening.filled == held.count()
        assert opening.counted == held.filter(state="submitted").count()
