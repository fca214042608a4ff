"""Submitting: exactly once, late, amended, surplus."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import expire_leases, release, remove_member, skip, submit
from labeling.kinds import InvalidJudgment
from labeling.models import Assignment, AuthoredText, Opening, Project, Submission
from tests import make

pytestmark = pytest.mark.django_db


def send(assignment: Assignment, client_id=None, **extra) -> submit.Recorded:
    body = {"judgment": make.judgment(assignment)} | extra
    return submit.submit(assignment=assignment, client_id=client_id or uuid4(), body=body, now=timezone.now())


def opening_of(assignment: Assignment) -> Opening:
    return Opening.objects.get(task_id=assignment.task_id)


def test_submission_is_stored_with_its_times_and_role() -> None:
    assignment = make.assignment()
    recorded = send(assignment, active_seconds=41.2, wall_seconds=55.0, opened_at="2026-11-23T12:00:00Z")
    stored = Submission.objects.get(assignment=assignment)
    assert recorded.is_new
    assert (stored.revision, stored.role, stored.is_surplus) == (1, "labeler", False)
    assert (stored.active_seconds, stored.wall_seconds) == (41.2, 55.0)
    assert stored.opened_at.isoformat() == "2026-11-23T12:00:00+00:00"
    assert stored.judgment["tiers"] == [["A"], ["B"], ["C"], ["D"]]
    assert (opening_of(assignment).filled, opening_of(assignment).counted) == (1, 1)


def test_the_same_uuid_and_body_count_once() -> None:
    assignment, client_id = make.assignment(), uuid4()
    first, again = send(assignment, client_id), send(assignment, client_id)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.submission.pk == again.submission.pk
    assert Submission.objects.count() == 1


def test_the_same_uuid_with_another_body_is_a_conflict() -> None:
    assignment, client_id = make.assignment(), uuid4()
    send(assignment, client_id)
    with pytest.raises(submit.OtherBody):
        send(assignment, client_id, active_seconds=3)


def test_an_amendment_keeps_the_older_revision() -> None:
    assignment = make.assignment()
    first = send(assignment)
    second = send(assignment, amends=str(first.submission.client_id))
    assert second.submission.revision == 2
    assert list(assignment.submissions.order_by("revision").values_list("revision", flat=True)) == [1, 2]
    assert opening_of(assignment).counted == 1
    with pytest.raises(submit.NotCurrent):
        send(assignment, amends=str(first.submission.client_id))


def test_a_late_submission_takes_its_slot_when_it_is_free() -> None:
    assignment = make.assignment()
    expire_leases.expire_leases(now=timezone.now() + timedelta(days=1))
    assert not send(assignment).submission.is_surplus
    assert opening_of(assignment).counted == 1


def test_a_late_submission_is_kept_as_surplus_when_the_slot_is_taken() -> None:
    project = make.project()
    make.tasks(project, 1)
    late, quick = make.member(project), make.member(project)
    held = make.claimed(project, late)
    expire_leases.expire_leases(now=timezone.now() + timedelta(days=1))
    make.submitted(make.claimed(project, quick))
    recorded = send(held)
    assert recorded.is_new
    assert recorded.submission.is_surplus
    assert (opening_of(held).filled, opening_of(held).counted) == (1, 1)


@pytest.mark.parametrize("state", ["released", "skipped"])
def test_submissions_are_accepted_from_released_and_skipped(state: str) -> None:
    assignment = make.assignment(state)
    assert not send(assignment).submission.is_surplus
    assignment.refresh_from_db()
    assert assignment.state == "submitted"


def test_paused_projects_accept_submissions() -> None:
    assignment = make.assignment()
    Project.objects.update(state="paused")
    assert not send(assignment).submission.is_surplus


def test_sealed_projects_keep_first_submissions_as_surplus_and_refuse_amendments() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1)
    done = make.claimed(project, make.member(project))
    make.submitted(done)
    held = make.claimed(project, make.member(project))
    Project.objects.update(state="sealed")
    held, done = Assignment.objects.get(pk=held.pk), Assignment.objects.get(pk=done.pk)
    assert send(held).submission.is_surplus
    assert (opening_of(held).filled, opening_of(held).counted) == (1, 1)
    with pytest.raises(submit.ProjectSealed):
        send(done)


def test_a_removed_member_may_still_submit_what_they_hold() -> None:
    assignment = make.assignment()
    remove_member.remove_member(project=assignment.project, user=assignment.labeler, by=None, now=timezone.now())
    assert not send(assignment).submission.is_surplus


def test_an_invalid_judgment_changes_nothing() -> None:
    assignment = make.assignment()
    with pytest.raises(InvalidJudgment) as refused:
        submit.submit(
            assignment=assignment, client_id=uuid4(), body={"judgment": {"tiers": [["A"]]}}, now=timezone.now()
        )
    assert refused.value.fields == {"tiers": ["Completion B is not placed."]}
    assignment.refresh_from_db()
    assert assignment.state == "claimed"


def test_the_judgment_is_checked_against_the_version_it_was_claimed_under() -> None:
    from labeling.actions.change_project import change_project

    assignment = make.assignment()
    change_project(project=assignment.project, by=None, now=timezone.now(), ranking={"acceptability": True})
    assert send(assignment).is_new


def test_the_labelers_own_text_is_remembered() -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    assignment = make.claimed(project, make.member(project))
    make.submitted(assignment, text="Mine.")
    assert AuthoredText.objects.filter(labeler=assignment.labeler).count() == 1


def test_a_slot_is_held_once() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1)
    first = make.claimed(project, make.member(project))
    second = make.claimed(project, make.member(project))
    with pytest.raises(IntegrityError, match="slot_held_once"), transaction.atomic():
        Assignment.objects.filter(pk=second.pk).update(slot=first.slot)


def test_a_labeler_has_one_assignment_per_task() -> None:
    first = make.assignment()
    first.pk, first.slot = None, None
    with pytest.raises(IntegrityError, match="assignment_once_per_labeler"), transaction.atomic():
        first.save(force_insert=True)


def test_only_work_in_hand_or_done_holds_a_slot() -> None:
    assignment = make.assignment()
    for wrong in ({"state": "released"}, {"purpose": "gold"}):
        with pytest.raises(IntegrityError, match="slot_only_for_work"), transaction.atomic():
            Assignment.objects.filter(pk=assignment.pk).update(**wrong)


def test_submissions_cannot_be_changed() -> None:
    make.assignment("submitted")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Submission.objects.update(revision=7)


def test_counted_stays_within_filled() -> None:
    assignment = make.assignment("submitted")
    with pytest.raises(IntegrityError, match="opening_counted_within_filled"), transaction.atomic():
        Opening.objects.filter(task_id=assignment.task_id).update(counted=2)


def test_the_numbers_grow_with_each_fact() -> None:
    assignment = make.assignment()
    one = send(assignment).submission.number
    other = send(assignment).submission.number
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM labeling_number")
        assert one < other <= cursor.fetchone()[0]


def test_release_after_submission_is_a_conflict() -> None:
    assignment = make.assignment("submitted")
    with pytest.raises(skip.AlreadySubmitted):
        release.release(assignment=assignment, now=timezone.now())


def test_what_the_screen_noticed_is_kept_beside_the_judgment() -> None:
    assignment = make.assignment()
    noticed = {"seen": {"A": True, "B": False}, "contradictions": [["B", "A"]]}
    assert send(assignment, signals=noticed).submission.signals == noticed
    assert Submission.objects.get(assignment=assignment).signals == noticed


@pytest.mark.parametrize(
    ("signals", "place"),
    [
        ([], "signals"),
        ({"gaze": {}}, "signals.gaze"),
        ({"seen": {"E": True}}, "signals.seen"),
        ({"seen": {"A": 1}}, "signals.seen"),
        ({"contradictions": [["A", "A"]]}, "signals.contradictions"),
        ({"contradictions": [["A", "AB"]]}, "signals.contradictions"),
        ({"contradictions": [["A", ["B"]]]}, "signals.contradictions"),
    ],
)
def test_signals_of_another_shape_are_refused_by_name(signals: object, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(make.assignment(), signals=signals)
    assert set(refused.value.fields) == {place}


def test_a_screen_that_noticed_nothing_stores_nothing() -> None:
    assert send(make.assignment(), signals={}).submission.signals is None
