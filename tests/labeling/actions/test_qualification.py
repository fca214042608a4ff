"""A qualification comes before work: its tasks, its end, and what managers and reviewers say of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import claim, expire_leases, qualify, skip
from labeling.actions.make_qualification import NameTaken, make_qualification, take_out_of_force
from labeling.actions.release import release
from labeling.actions.rule_qualification import NothingNew, OwnAnswer, allow_again, grade, rule
from labeling.actions.set_key import set_key
from labeling.models import Assignment, Grade, Opening, Project, Purpose, QualificationSet, Submission, Task
from labeling.own.progress import figures_of
from labeling.qualification.results import result_of
from tests import make
from tests.labeling.qualification import answer, go_through, make_set

pytestmark = pytest.mark.django_db


def project(kind: str = "ranking", count: int = 4, **options: Any) -> Project:
    """A project with three tasks of work and a set in force."""
    of = make.project(kind, overlap=5)
    make.tasks(of, 3)
    make_set(of, count, **options)
    return of


def refused(of: Project, labeler: Any) -> str:
    with pytest.raises(claim.Limited) as caught:
        make.claimed(of, labeler)
    return str(caught.value.code)


def test_a_new_labeler_gets_the_set_first_in_its_order_and_then_work() -> None:
    of = project()
    labeler = make.member(of)
    seen = []
    for _ in range(4):
        held = make.claimed(of, labeler)
        seen.append(held)
        answer(held)
    assert {(held.purpose, held.slot) for held in seen} == {("qualification", None)}
    assert [held.task_id for held in seen] == list(
        QualificationSet.objects.get().places.order_by("position").values_list("task_id", flat=True)
    )
    assert make.membership(of, labeler).standing == "passed"
    assert make.claimed(of, labeler).purpose == Purpose.WORK


def test_three_of_four_are_enough_and_two_are_not() -> None:
    of = project()
    assert go_through(of, make.member(of), True, True, False, True).standing == "passed"
    labeler = make.member(of)
    assert go_through(of, labeler, True, False, True, False).standing == "failed"
    assert refused(of, labeler) == "not_qualified"


def test_thresholds_can_be_changed() -> None:
    of = project(least_pairs=1.0)
    assert go_through(of, make.member(of), True, True, False, True).standing == "failed"


def test_flags_are_held_against_the_key_too() -> None:
    of = make.project(form={"completion": [{"name": "toxic", "type": "flag"}]})
    (task,) = make.tasks(of, 1, completions=2)
    set_key(task=task, by=None, now=timezone.now(), pairs=[[0, 1]], flags={"0": {"toxic": False}, "1": {"toxic": True}})
    by = make_qualification(
        project=of, name="Flags", task_ids=[task.pk], asks_members=True, by=make.manager(of), now=timezone.now()
    )
    labeler = make.member(of)
    held = make.claimed(of, labeler)
    letter = {index: "AB"[place] for place, index in enumerate(held.order)}
    make.submitted(held, tiers=[[letter[0]], [letter[1]]], ratings={letter[0]: {}, letter[1]: {}})
    result = result_of(by, labeler.pk)
    assert (result.pairs.share, result.flags.share) == (1, 0.5)
    assert make.membership(of, labeler).standing == "failed"


def test_the_first_answer_counts_for_an_explanation_comes_after_it() -> None:
    of = project(count=1)
    labeler = make.member(of)
    held = make.claimed(of, labeler)
    answer(held, is_right=False)
    answer(held, is_right=True)
    assert qualify.conclude(project=of, labeler=labeler, now=timezone.now()) == "failed"


def test_what_was_skipped_is_not_right_and_the_next_claim_concludes() -> None:
    of = project(count=2)
    labeler = make.member(of)
    answer(make.claimed(of, labeler))
    skip.skip(assignment=make.claimed(of, labeler), reason="unclear", now=timezone.now())
    assert refused(of, labeler) == "not_qualified"
    assert make.membership(of, labeler).standing == "failed"


def test_members_from_before_are_asked_or_waived() -> None:
    of = make.project()
    make.tasks(of, 3)
    early = make.member(of)
    make_set(of, asks_members=False)
    assert make.claimed(of, early).purpose == Purpose.WORK
    assert make.claimed(of, make.member(of)).purpose == Purpose.QUALIFICATION
    other = make.project()
    make.tasks(other, 3)
    asked = make.member(other)
    make_set(other)
    assert make.claimed(other, asked).purpose == Purpose.QUALIFICATION


def test_reviewers_and_managers_are_not_asked() -> None:
    of = project()
    assert make.claimed(of, make.member(of, "reviewer")).purpose == Purpose.WORK
    assert make.claimed(of, make.manager(of)).purpose == Purpose.WORK


def test_work_in_hand_may_be_finished_but_no_expired_one_comes_back() -> None:
    of = make.project()
    make.tasks(of, 3)
    labeler = make.member(of)
    held = make.claimed(of, labeler)
    make_set(of)
    assert make.claimed(of, labeler).pk == held.pk
    late = timezone.now() + timedelta(hours=2)
    expire_leases.expire_leases(now=late)
    assert make.claimed(of, labeler, now=late).purpose == Purpose.QUALIFICATION


def test_look_ahead_release_and_expiry_work_as_ever() -> None:
    of = project(count=2)
    labeler = make.member(of)
    first = make.claimed(of, labeler)
    second = make.claimed(of, labeler, besides=(first.pk,))
    assert second.pk != first.pk
    release(assignment=first, now=timezone.now())
    late = timezone.now() + timedelta(hours=2)
    expire_leases.expire_leases(now=late)
    assert {make.claimed(of, labeler, now=late).pk for _ in range(2)} == {second.pk}
    answer(Assignment.objects.get(pk=second.pk))
    assert make.claimed(of, labeler, now=late).pk == first.pk


def test_the_last_one_in_hand_is_not_the_end() -> None:
    of = project(count=1)
    labeler = make.member(of)
    held = make.claimed(of, labeler)
    with pytest.raises(claim.HandsFull):
        make.claimed(of, labeler, besides=(held.pk,))
    assert make.membership(of, labeler).standing == ""


def test_what_is_left_counts_the_qualification_and_not_the_work_behind_it() -> None:
    of = project(count=3)
    labeler = make.member(of)
    start = timezone.now() - timedelta(days=1)
    left = [figures_of(labeler, of, start=start).remaining]
    for _ in range(2):
        answer(make.claimed(of, labeler))
        left.append(figures_of(labeler, of, start=start).remaining)
    assert left == [3, 2, 1]


def test_demonstrations_wait_for_grades_and_pass_with_six_on_average() -> None:
    of = project("demonstration", count=2)
    labeler, reviewer = make.member(of), make.member(of, "reviewer")
    for _ in range(2):
        make.submitted(make.claimed(of, labeler))
    assert refused(of, labeler) == "qualification_waiting"
    first, second = Submission.objects.order_by("id")
    grade(submission=first, grade=7, by=reviewer, now=timezone.now())
    assert make.membership(of, labeler).standing == "waiting"
    grade(submission=second, grade=5, by=reviewer, now=timezone.now())
    assert make.membership(of, labeler).standing == "passed"
    assert make.claimed(of, labeler).purpose == Purpose.WORK


def test_a_mean_below_six_is_not_enough() -> None:
    of = project("demonstration", count=1)
    labeler = make.member(of)
    submission = make.submitted(make.claimed(of, labeler))
    grade(submission=submission, grade=5, by=make.manager(of), now=timezone.now())
    assert make.membership(of, labeler).standing == "failed"


@pytest.mark.parametrize("bad", [0, 8, "6", True, 5.5])
def test_a_grade_is_one_to_seven(bad: Any) -> None:
    of = project("demonstration", count=1)
    submission = make.submitted(make.claimed(of, make.member(of)))
    with pytest.raises(Invalid):
        grade(submission=submission, grade=bad, by=make.manager(of), now=timezone.now())
    with pytest.raises(IntegrityError, match="grade_of_seven"), transaction.atomic():
        Grade.objects.create(submission=submission, grade=8, created_by=make.manager(of), created_at=timezone.now())


def test_nobody_grades_their_own_answer_nor_work() -> None:
    of = project("demonstration", count=1)
    labeler = make.member(of)
    submission = make.submitted(make.claimed(of, labeler))
    with pytest.raises(OwnAnswer):
        grade(submission=submission, grade=7, by=labeler, now=timezone.now())
    work = make.submitted(make.claimed(of, make.member(of, "reviewer")))
    with pytest.raises(Invalid):
        grade(submission=work, grade=7, by=make.manager(of), now=timezone.now())


def test_a_manager_lets_pass_and_does_not_let_pass() -> None:
    of = project(count=1)
    labeler = make.member(of)
    member = go_through(of, labeler, False)
    rule(member=member, standing="passed", by=make.manager(of), now=timezone.now())
    assert make.claimed(of, labeler).purpose == Purpose.WORK
    other = go_through(of, make.member(of), True)
    rule(member=other, standing="failed", by=make.manager(of), now=timezone.now())
    assert refused(of, other.user) == "not_qualified"


def test_another_attempt_is_another_set() -> None:
    of = project(count=1)
    first = QualificationSet.objects.get()
    labeler = make.member(of)
    member = go_through(of, labeler, False)
    with pytest.raises(NothingNew):
        allow_again(member=member, other=first, by=make.manager(of), now=timezone.now())
    second = make_set(of, 1)
    allow_again(member=member, other=second, by=make.manager(of), now=timezone.now())
    assert go_through(of, labeler, True).standing == "passed"


def test_who_passed_an_earlier_set_has_passed() -> None:
    of = project(count=1)
    labeler = make.member(of)
    go_through(of, labeler, True)
    make_set(of, 1)
    assert make.claimed(of, labeler).purpose == Purpose.WORK


def test_lifted_nobody_has_to_pass_it() -> None:
    of = project(count=1)
    labeler = make.member(of)
    go_through(of, labeler, False)
    take_out_of_force(project=of, by=make.manager(of), now=timezone.now())
    assert make.claimed(of, labeler).purpose == Purpose.WORK


def test_its_tasks_leave_the_queue_and_keep_no_slots() -> None:
    of = project()
    assert set(Opening.objects.filter(task__purpose="qualification").values_list("is_held", "filled")) == {(True, 0)}
    go_through(of, make.member(of), True, True, True, True)
    assert set(Opening.objects.filter(task__purpose="qualification").values_list("filled", "counted")) == {(0, 0)}


def test_somebody_who_had_all_its_tasks_as_work_waits_for_a_manager() -> None:
    of = make.project(overlap=3)
    (task,) = make.tasks(of, 1, completions=3)
    labeler = make.member(of)
    make.submitted(make.claimed(of, labeler))
    set_key(task=task, by=None, now=timezone.now(), pairs=[[0, 1]])
    make_qualification(
        project=of, name="Old", task_ids=[task.pk], asks_members=True, by=make.manager(of), now=timezone.now()
    )
    assert refused(of, labeler) == "qualification_waiting"


@pytest.mark.parametrize("wrong", ["no key", "gold", "parked", "elsewhere", "twice", "none", "name", "share", "grade"])
def test_a_set_that_does_not_fit_is_refused(wrong: str) -> None:
    of = make.project()
    (task,) = make.tasks(of if wrong != "elsewhere" else make.project(), 1, completions=3)
    if wrong != "no key":
        set_key(task=task, by=None, now=timezone.now(), pairs=[[0, 1]])
    if wrong == "gold":
        Task.objects.update(purpose="gold")
    if wrong == "parked":
        Task.objects.update(state="parked")
    ids = {"twice": [task.pk] * 2, "none": []}.get(wrong, [task.pk])
    bad: dict[str, Any] = {"name": {"name": " "}, "share": {"least_pairs": 2}, "grade": {"least_grade": 0}}
    options = {"name": "Set"} | bad.get(wrong, {})
    with pytest.raises(Invalid):
        make_qualification(
            project=of, task_ids=ids, asks_members=True, by=make.manager(of), now=timezone.now(),
            **options,
        )  # fmt: skip
    assert not QualificationSet.objects.exists()


def test_a_name_is_taken_once() -> None:
    of = project(name="First")
    with pytest.raises(NameTaken):
        make_set(of, 1, name="First")
