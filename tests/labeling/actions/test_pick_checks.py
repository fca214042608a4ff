"""Which judgments come into the reviewers' queue, in what order, and how they leave it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Invalid
from accounts.models import Event
from labeling.actions import digest_judgments, exclude_labeler, pick_checks, review_submission, withdraw_review
from labeling.actions.change_review_policy import change_review_policy
from labeling.actions.digest_projects import digest_projects
from labeling.models import Check, Digest, JudgmentFinding, Project, Submission, Task, TaskFinding
from labeling.tasks import judged as judged_tasks
from tests import make
from tests.labeling.judging import say

pytestmark = pytest.mark.django_db
NOTHING: dict[str, Any] = {"first": 0, "share": 0, "disputed": None}


def project_with(count: int, *, overlap: int = 1, **policy: Any) -> Project:
    project = make.project(overlap=overlap)
    Project.objects.filter(pk=project.pk).update(review=NOTHING | policy)
    project.refresh_from_db()
    make.tasks(project, count)
    return project


def waiting(project: Project) -> list[tuple[int, str]]:
    """(submission, reason) as the queue has them."""
    digest_projects(now=timezone.now())
    turns = Check.objects.filter(project=project, closed_at=None)
    return list(turns.order_by("rank", "weight", "task", "submission").values_list("submission_id", "reason"))


def change_policy(project: Project, **changes: Any) -> None:
    change_review_policy(project=project, by=make.manager(project), now=timezone.now(), **changes)


def judge(submission: Submission, verdict: str = "accepted") -> None:
    review_submission.review_submission(
        submission=submission, reviewer=make.manager(submission.assignment.project), verdict=verdict,
        comment="Because.", now=timezone.now(),
    )  # fmt: skip


def test_nothing_is_checked_where_the_policy_asks_for_nothing() -> None:
    project = project_with(3)
    make.submitted(make.claimed(project, make.member(project)))
    assert waiting(project) == []


def test_everybodys_first_judgments_are_checked() -> None:
    project = project_with(6, first=2)
    one, other = make.member(project), make.member(project)
    first = [make.submitted(make.claimed(project, one)) for _ in range(4)][:2]
    late = make.submitted(make.claimed(project, other))
    assert waiting(project) == [(said.pk, "new_labeler") for said in (*first, late)]


def test_the_random_share_is_drawn_once_and_by_the_projects_secret() -> None:
    project = project_with(40, share=0.3)
    labeler = make.member(project)
    for _ in range(40):
        make.submitted(make.claimed(project, labeler))
    drawn = waiting(project)
    expected = [
        (said.pk, "random")
        for said in Submission.objects.order_by("assignment__task_id")
        if pick_checks.is_drawn(project, said.assignment_id, 0.3)
    ]
    assert drawn == expected
    other = make.project()
    picks = [[pick_checks.is_drawn(of, number, 0.3) for number in range(2000)] for of in (project, other)]
    assert picks[0] != picks[1]
    assert all(500 < sum(pick) < 700 for pick in picks)
    assert all(pick_checks.is_drawn(project, number, 1) for number in range(50))


def test_the_most_disputed_come_first_all_of_a_task_together() -> None:
    project = project_with(3, overlap=2, disputed=0.2)
    orders = [([0, 1, 2, 3], [0, 1, 2, 3]), ([0, 1, 2, 3], [1, 0, 3, 2]), ([0, 1, 2, 3], [3, 2, 1, 0])]
    one, other = make.member(project), make.member(project)
    said = [
        (say(make.claimed(project, one), *first), say(make.claimed(project, other), *second))
        for first, second in orders
    ]
    assert waiting(project) == [(one.pk, "disputed") for pair in (said[2], said[1]) for one in pair]


def test_one_turn_for_one_submission_by_the_first_reason_that_holds() -> None:
    project = project_with(1, overlap=2, first=1, share=1, disputed=0.1)
    both = [say(make.claimed(project, make.member(project)), *order) for order in ([0, 1, 2, 3], [3, 2, 1, 0])]
    assert waiting(project) == [(said.pk, "new_labeler") for said in both]
    change_policy(project, first=0)
    assert waiting(project) == [(said.pk, "disputed") for said in both]
    change_policy(project, **NOTHING)
    assert waiting(project) == []


def test_a_verdict_ends_the_turn_and_taking_it_back_begins_it_anew() -> None:
    project = project_with(1, first=1)
    said = make.submitted(make.claimed(project, make.member(project)))
    assert len(waiting(project)) == 1
    judge(said)
    assert waiting(project) == []
    withdraw_review.withdraw_review(submission=said, by=make.manager(project), now=timezone.now())
    assert waiting(project) == [(said.pk, "new_labeler")]


def test_an_amendment_of_what_was_returned_comes_first_at_once() -> None:
    project = project_with(3, first=2)
    labeler = make.member(project)
    plain = make.submitted(make.claimed(project, labeler))
    returned = make.submitted(make.claimed(project, labeler))
    waiting(project)
    judge(returned, "returned")
    amended = make.submitted(returned.assignment)
    # Before any digest; and the digest leaves it there.
    turns = Check.objects.filter(closed_at=None).order_by("rank").values_list("submission_id", "reason")
    assert list(turns) == [(amended.pk, "amended"), (plain.pk, "new_labeler")]
    assert waiting(project) == [(amended.pk, "amended"), (plain.pk, "new_labeler")]
    judge(amended)
    assert waiting(project) == [(plain.pk, "new_labeler")]


def test_an_amendment_of_what_waits_takes_its_turn() -> None:
    project = project_with(1, first=1)
    held = make.claimed(project, make.member(project))
    make.submitted(held)
    waiting(project)
    amended = make.submitted(held)
    assert waiting(project) == [(amended.pk, "new_labeler")]


def test_what_nobody_reviews_and_nobody_waits_for_gets_no_turn_by_an_amendment() -> None:
    project = project_with(1)
    held = make.claimed(project, make.member(project))
    make.submitted(held)
    make.submitted(held)
    assert waiting(project) == []


def test_the_work_of_the_excluded_leaves_the_queue_and_comes_back_with_them() -> None:
    project = project_with(1, first=1)
    labeler = make.member(project)
    said = make.submitted(make.claimed(project, labeler))
    assert waiting(project) == [(said.pk, "new_labeler")]
    for is_excluded, expected in ((True, []), (False, [(said.pk, "new_labeler")])):
        exclude_labeler.exclude_labeler(
            project=project, labeler=labeler, is_excluded=is_excluded, by=None, now=timezone.now()
        )
        assert waiting(project) == expected


def test_a_change_of_the_policy_chooses_anew_and_leaves_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_with(5, overlap=2, first=9)
    monkeypatch.setattr(digest_judgments, "PAGE", 2)
    for labeler in (make.member(project), make.member(project)):
        for _ in range(5):
            make.submitted(make.claimed(project, labeler))
    before = waiting(project)
    judge(Submission.objects.get(pk=before[0][0]))
    kept = Digest.objects.get(project=project)
    kept_findings = [list(model.objects.order_by("pk").values()) for model in (TaskFinding, JudgmentFinding)]
    change_policy(project, first=1, share=1)

    def refuse(*_given: object) -> None:
        raise AssertionError("findings do not depend on the policy")

    with monkeypatch.context() as patched:
        # What was judged is counted again because of the verdict alone.
        patched.setattr(digest_judgments, "remake_page", lambda *_given: False)
        patched.setattr(judged_tasks, "reading_of", refuse)
        assert digest_judgments.pick_page(project, timezone.now())
        # Killed here, the next one goes on behind it.
        assert Digest.objects.get(project=project).picked_to == sorted(Task.objects.values_list("pk", flat=True))[1]
        while digest_judgments.pick_page(project, timezone.now()):
            pass
    after = list(Check.objects.filter(closed_at=None).order_by("pk").values_list("submission_id", "reason"))
    assert sorted(reason for _pk, reason in after) == ["new_labeler"] + ["random"] * 8
    assert kept_findings == [list(model.objects.order_by("pk").values()) for model in (TaskFinding, JudgmentFinding)]
    assert Digest.objects.get(project=project).figures_at == kept.figures_at
    # A digest of everything comes to the same.
    assert sorted(waiting(project)) == sorted(after)
    digest_judgments.rebuild(project, now=timezone.now())
    assert sorted(waiting(project)) == sorted(after)


@pytest.mark.parametrize("purpose", ["gold", "qualification", "repeat"])
def test_what_measures_labelers_never_comes_here(purpose: str) -> None:
    project = project_with(1, first=5, share=1)
    held = make.claimed(project, make.member(project))
    type(held).objects.filter(pk=held.pk).update(purpose=purpose, slot=None)
    held.refresh_from_db()
    make.submitted(held)
    assert waiting(project) == []


def test_a_turn_that_is_over_is_held_by_nobody_and_a_hold_has_an_end() -> None:
    project = project_with(1, first=1)
    make.submitted(make.claimed(project, make.member(project)))
    waiting(project)
    for wrong in (
        {"holder": make.manager(project)},
        {"holder": make.manager(project), "held_until": timezone.now(), "closed_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Check.objects.update(**wrong)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": -1}, "first"), ({"first": 1001}, "first"), ({"first": True}, "first"), ({"first": "5"}, "first"),
        ({"share": 1.1}, "share"), ({"share": None}, "share"), ({"share": False}, "share"),
        ({"disputed": 0}, "disputed"), ({"disputed": 2}, "disputed"), ({"often": 1}, "often"),
    ],
)  # fmt: skip
def test_a_policy_says_what_is_wrong_with_it(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_policy(make.project(), **wrong)
    assert list(refused.value.fields) == [field]


def test_a_change_of_the_policy_is_in_the_trail_with_what_was_before() -> None:
    project = make.project()
    change_policy(project, first=7)
    change_policy(project, first=7)
    (event,) = Event.objects.filter(verb="project.changed")
    assert event.details["before"]["review"] | {"first": 7} == event.details["changes"]["review"]
