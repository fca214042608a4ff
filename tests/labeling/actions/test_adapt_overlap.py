"""An overlap that grows while people disagree: chosen tasks, one label more at a time, never above what is allowed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import change_project, change_task, claim, review_submission
from labeling.models import Assignment, Opening, Project, Submission, Task
from tests import make

pytestmark = pytest.mark.django_db


def project(**adaptive: Any) -> Project:
    of = make.project(overlap=1, adaptive=adaptive)
    make.tasks(of, 1, completions=3)
    return of


def judge(of: Project, best: int, *, labeler: User | None = None) -> Submission:
    """A new labeler claims and puts this completion alone at the top."""
    held = make.claimed(of, labeler or make.member(of))
    return say(held, best)


def say(held: Assignment, best: int) -> Submission:
    letters = {index: "ABC"[place] for place, index in enumerate(held.order)}
    rest = [letters[index] for index in sorted(held.order) if index != best]
    return make.submitted(held, tiers=[[letters[best]], rest])


def counts(of: Project) -> tuple[int, int, int]:
    return Opening.objects.values_list("allowed", "filled", "counted").get(project=of)


def change(of: Project, **changes: Any) -> None:
    change_project.change_project(project=of, by=make.manager(of), now=timezone.now(), **changes)
    of.refresh_from_db()


def reject(submission: Submission, verdict: str = "rejected") -> None:
    review_submission.review_submission(
        submission=submission, reviewer=make.user(), verdict=verdict, now=timezone.now(), comment="So."
    )


def test_a_chosen_task_starts_with_three_labels() -> None:
    assert counts(project()) == (3, 0, 0)
    assert Task.objects.get().is_adaptive


def test_agreement_leaves_it_at_three() -> None:
    of = project()
    for best in (0, 0, 1):
        judge(of, best)
    assert counts(of) == (3, 3, 3)


def test_disagreement_asks_for_one_label_more_and_then_for_another() -> None:
    of = project()
    for best in (0, 1, 2):
        judge(of, best)
    assert counts(of) == (4, 3, 3)
    judge(of, 0)
    assert counts(of) == (5, 4, 4)
    judge(of, 1)
    assert counts(of) == (5, 5, 5)
    with pytest.raises(claim.NothingLeft):
        make.claimed(of, make.member(of))


def test_it_ends_as_soon_as_two_thirds_agree() -> None:
    of = project()
    for best in (0, 1, 2, 0):
        judge(of, best)
    assert counts(of) == (5, 4, 4)
    of = project(agreement=0.5)
    for best in (0, 1, 2, 0):
        judge(of, best)
    assert counts(of) == (4, 4, 4)


def test_a_rating_that_spreads_by_more_than_two_asks_for_more() -> None:
    form = {"completion": [{"name": "helpful", "type": "scale", "min": 0, "max": 4}]}
    of = make.project(overlap=1, adaptive={}, form=form)
    make.tasks(of, 1, completions=2)
    for helpful in (0, 1, 3):
        held = make.claimed(of, make.member(of))
        tiers = [["A" if held.order[0] == 0 else "B"], ["B" if held.order[0] == 0 else "A"]]
        make.submitted(held, tiers=tiers, ratings={letter: {"helpful": helpful} for letter in "AB"})
    assert counts(of) == (4, 3, 3)


def test_a_task_that_wants_more_goes_ahead_of_untouched_ones() -> None:
    of = project()
    make.tasks(of, 3, completions=3)
    for best in (0, 1, 2):
        judge(of, best)
    latest = make.member(of)
    assert make.claimed(of, latest).task_id == Task.objects.earliest("id").pk


def test_an_amendment_that_ends_the_dispute_closes_the_free_slot() -> None:
    of = project()
    last = [judge(of, best) for best in (0, 1, 2)][-1]
    say(last.assignment, 0)
    assert counts(of) == (3, 3, 3)


def test_an_amendment_never_closes_a_filled_slot() -> None:
    of = project()
    last = [judge(of, best) for best in (0, 1, 2)][-1]
    held = make.claimed(of, make.member(of))
    say(last.assignment, 0)
    assert counts(of) == (4, 4, 3)
    assert not say(held, 2).is_surplus
    assert counts(of) == (5, 4, 4), "two of four are a dispute again"


def test_an_amendment_that_begins_a_dispute_opens_a_slot() -> None:
    of = project()
    last = [judge(of, best) for best in (0, 1, 0)][-1]
    say(last.assignment, 2)
    assert counts(of) == (4, 3, 3)


def test_a_rejection_reopens_and_its_undoing_counts_again() -> None:
    of = project()
    said = [judge(of, best) for best in (0, 1, 2)]
    said.append(judge(of, 0))
    reject(said[1])
    assert counts(of) == (3, 3, 3), "two of the three that are left agree"
    reject(said[1], "accepted")
    assert counts(of) == (5, 4, 4)


def test_an_exclusion_and_its_undoing_leave_it_as_it_was() -> None:
    of = project()
    said = [judge(of, best) for best in (0, 1, 2)]
    for is_excluded in (True, False):
        make.ruled(of, said[0].assignment.labeler, is_excluded=is_excluded)
        assert counts(of) == ((3, 2, 2) if is_excluded else (4, 3, 3))


def test_an_overlap_set_by_hand_wins_for_good() -> None:
    of = project()
    task = Task.objects.get()
    change_task.change_task(task=task, by=None, now=timezone.now(), overlap=3)
    for best in (0, 1, 2):
        judge(of, best)
    assert counts(of) == (3, 3, 3)
    task.refresh_from_db()
    assert not task.is_adaptive, "nobody had begun: it is as good as any other for agreement"


def test_set_by_hand_after_work_it_stays_out_of_agreement() -> None:
    of = project()
    judge(of, 0)
    change_task.change_task(task=Task.objects.get(), by=None, now=timezone.now(), overlap=2)
    assert (counts(of), Task.objects.get().is_adaptive) == ((2, 1, 1), True)


def test_an_overlap_in_the_file_wins() -> None:
    of = make.project(adaptive={})
    make.tasks(of, 1, completions=2, overlap=2)
    assert (counts(of), Task.objects.get().is_adaptive) == ((2, 0, 0), False)


def test_the_projects_overlap_passes_over_chosen_tasks() -> None:
    of = project()
    change(of, overlap=7)
    assert counts(of) == (3, 0, 0)


def test_a_change_chooses_anew_among_untouched_tasks_only() -> None:
    of = make.project(overlap=2)
    make.tasks(of, 2, completions=3)
    begun = make.claimed(of, make.member(of)).task_id
    change(of, adaptive={"start": 4})
    allowed = dict(Opening.objects.filter(project=of).values_list("task_id", "allowed"))
    assert allowed.pop(begun) == 2
    assert list(allowed.values()) == [4]
    change(of, adaptive=None)
    assert set(Opening.objects.filter(project=of).values_list("allowed", "most")) == {(2, None)}


def test_switched_off_it_freezes_what_was_begun() -> None:
    of = project()
    for best in (0, 1):
        judge(of, best)
    change(of, adaptive=None)
    judge(of, 2)
    assert (counts(of), Task.objects.get().is_adaptive) == ((3, 3, 3), True)


def test_splits_batches_and_a_share_choose() -> None:
    of = make.project(adaptive={"splits": ["test"], "batches": ["pilot"]})
    for split, batch in (("test", "pilot"), ("test", "later"), ("train", "pilot")):
        make.tasks(of, 1, completions=2, split=split, batch=batch)
    chosen = Task.objects.filter(is_adaptive=True).values_list("prompt__split", "batch__name")
    assert list(chosen) == [("test", "pilot")]


def test_a_larger_share_keeps_the_tasks_of_a_smaller_one() -> None:
    of = make.project()
    Project.objects.filter(pk=of.pk).update(secret="s" * 64)
    make.tasks(of, 60, completions=2)
    chosen = []
    for share in (0.1, 0.5, 1):
        change(of, adaptive={"share": share})
        chosen.append(set(Task.objects.filter(is_adaptive=True).values_list("id", flat=True)))
    assert chosen[0] <= chosen[1] <= chosen[2]
    assert len(chosen[2]) == 60
    assert 0 < len(chosen[1]) < 60


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("start", 1), ("start", "3"), ("more", 0), ("agreement", 1.2), ("spread", -1), ("share", 0), ("share", True),
        ("splits", ["dev"]), ("batches", "pilot"), ("nonsense", 1),
    ],
)  # fmt: skip
def test_bad_numbers_are_refused_by_name(key: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        make.project(adaptive={key: value})
    assert list(refused.value.fields) == [f"adaptive.{key}"]


def test_demonstrations_have_nothing_to_disagree_about() -> None:
    with pytest.raises(Invalid):
        make.project("demonstration", adaptive={})


@pytest.mark.parametrize("ends", [(3, None), (None, 5), (3, 2), (0, 2)])
def test_the_two_ends_stand_in_order_or_not_at_all(ends: tuple[int | None, int | None]) -> None:
    of = project()
    with pytest.raises(IntegrityError, match="opening_ends_in_order"), transaction.atomic():
        Opening.objects.filter(project=of).update(least=ends[0], most=ends[1])


def test_a_fixed_overlap_costs_a_submission_no_query(django_assert_num_queries: Any) -> None:
    of = make.project()
    make.tasks(of, 1, completions=3)
    held = make.claimed(of, make.member(of))
    with django_assert_num_queries(5):
        make.submitted(held)
