"""Slots after a ruling: opened and filled again by a job that survives being killed and gives way to a newer ruling."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import User
from labeling.actions import claim, hold_job, settle
from labeling.actions.digest_judgments import digest
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.review_submission import review_submission
from labeling.models import Assignment, Exclusion, JudgmentFinding, Opening, Project, Settlement
from tests import make

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As if the process had ended here."""


def worked(count: int, *, overlap: int = 1) -> tuple[Project, User]:
    project = make.project(overlap=overlap)
    make.tasks(project, count)
    labeler = make.member(project)
    for _ in range(count):
        make.submitted(make.claimed(project, labeler))
    return project, labeler


def rule(project: Project, labeler: User, *, is_excluded: bool = True, **options: Any) -> Exclusion:
    return exclude_labeler(
        project=project, labeler=labeler, is_excluded=is_excluded, by=make.manager(project), now=timezone.now(),
        **options,
    )  # fmt: skip


def counted(project: Project) -> int:
    return sum(Opening.objects.filter(project=project).values_list("counted", flat=True))


def dying(function: Callable[..., Any], after: int) -> Callable[..., Any]:
    """The function, which ends the process at its call number `after`."""
    calls = iter(range(1, 1000))

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == after:
            raise Killed
        return function(*args, **kwargs)

    return wrapped


def test_the_ruling_holds_before_any_slot_is_opened() -> None:
    project, labeler = worked(2)
    ruling = rule(project, labeler)
    assert counted(project) == 2
    assert ruling.settlement.state == "queued"
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler)
    settle.run(ruling.settlement.pk)
    done = Settlement.objects.get()
    assert (done.state, done.opened, done.progress, counted(project)) == ("done", 2, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_killed_it_goes_on_where_it_was_and_counts_every_slot_once(monkeypatch: pytest.MonkeyPatch) -> None:
    project, labeler = worked(5)
    job = rule(project, labeler).settlement
    monkeypatch.setattr(settle, "PAGE", 2)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(settle, "settle_slot", dying(settle.settle_slot, 4))
        settle.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.opened, counted(project)) == ("running", 3, 2)
    settle.run(job.pk)
    job.refresh_from_db()
    assert job.state == "running", "its lease still runs: nobody else takes it"
    Settlement.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    settle.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.opened, counted(project)) == ("done", 5, 0)


@pytest.mark.django_db(transaction=True)
def test_a_newer_ruling_takes_the_work_from_the_older(monkeypatch: pytest.MonkeyPatch) -> None:
    project, labeler = worked(4)
    first = rule(project, labeler).settlement
    settled = settle.settle_slot
    seen: list[int] = []

    def rule_anew() -> None:
        try:
            rule(project, labeler, is_excluded=False)
        finally:
            connection.close()

    def interrupted(held: Any, ruling: Exclusion) -> str:
        seen.append(held.assignment.pk)
        if len(seen) == 3:
            # In another session, while this slot is being changed.
            thread = threading.Thread(target=rule_anew)
            thread.start()
            thread.join()
        return settled(held, ruling)

    with monkeypatch.context() as patch:
        patch.setattr(settle, "settle_slot", interrupted)
        settle.run(first.pk)
    first.refresh_from_db()
    assert (first.state, first.opened, counted(project)) == ("cancelled", 2, 2)
    settle.run(Settlement.objects.latest("pk").pk)
    assert (Settlement.objects.latest("pk").filled, counted(project)) == (2, 4)


def test_a_job_that_is_cancelled_in_the_moment_it_is_taken_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    project, lin = worked(1)
    rule(project, lin)

    def overtaken(job: Settlement, **changes: Any) -> None:
        Settlement.objects.filter(pk=job.pk).update(state="cancelled")
        keep(job, **changes)

    keep = hold_job.keep
    monkeypatch.setattr(hold_job, "keep", overtaken)
    settle.run(Settlement.objects.get().pk)
    assert counted(project) == 1


def test_undoing_says_what_could_not_be_filled() -> None:
    project, labeler = worked(3)
    make.ruled(project, labeler)
    make.submitted(make.claimed(project, make.member(project)))
    digest(project, now=timezone.now())
    done = make.ruled(project, labeler, is_excluded=False)
    assert (done.filled, done.missed, counted(project)) == (2, 1, 3)
    # What found no slot again is not in the figures either, whether the digest comes before or after the slots.
    assert JudgmentFinding.objects.filter(counts=True).count() == 3
    digest(project, now=timezone.now())
    assert JudgmentFinding.objects.filter(counts=True).count() == 3


def test_the_figures_follow_the_slots_when_the_digest_meets_the_ruling_first() -> None:
    project, labeler = worked(2)
    make.ruled(project, labeler)
    ruling = rule(project, labeler, is_excluded=False)
    digest(project, now=timezone.now())
    settle.run(Settlement.objects.get(ruling=ruling).pk)
    assert (JudgmentFinding.objects.filter(counts=True).count(), counted(project)) == (2, 2)


def test_a_later_moment_gives_back_what_the_earlier_took() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler, start = make.member(project), timezone.now() - timedelta(days=3)
    for day in range(3):
        make.submitted(make.claimed(project, labeler), now=start + timedelta(days=day))
    assert make.ruled(project, labeler, since=start + timedelta(hours=1)).opened == 2
    again = make.ruled(project, labeler, since=start + timedelta(days=1, hours=1))
    assert (again.opened, again.filled, counted(project)) == (0, 1, 2)


def test_what_a_reviewer_rejected_stays_out() -> None:
    project, labeler = worked(1)
    said = Assignment.objects.get().submissions.get()
    review_submission(submission=said, reviewer=make.user(), verdict="rejected", comment="No.", now=timezone.now())
    make.ruled(project, labeler)
    done = make.ruled(project, labeler, is_excluded=False)
    assert (done.filled, done.missed, counted(project)) == (0, 0, 0)


def test_one_job_at_a_time_for_one_person() -> None:
    project, labeler = worked(1)
    rule(project, labeler)
    rule(project, labeler)
    assert list(Settlement.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]
    with pytest.raises(IntegrityError):
        Settlement.objects.update(state="queued")


@pytest.mark.django_db(transaction=True)
def test_whoever_claims_while_they_are_excluded_holds_nothing_in_the_end() -> None:
    project = make.project()
    make.tasks(project, 6)
    labeler = make.member(project)
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        try:
            for _ in range(3):
                make.submitted(make.claimed(project, labeler))
        except claim.NothingLeft:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    barrier.wait()
    ruling = rule(project, labeler)
    thread.join()
    settle.run(ruling.settlement.pk)
    assert not Assignment.objects.filter(labeler=labeler, slot__isnull=False).exists()
    assert counted(project) == 0
