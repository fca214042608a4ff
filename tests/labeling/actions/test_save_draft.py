"""Drafts: the newest revision wins, nothing is lost with a lease."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import expire_leases, save_draft
from labeling.models import Assignment, Draft
from labeling.screen.sheets import read_sheet
from tests import make

pytestmark = pytest.mark.django_db


def keep(assignment: Assignment, revision: int, **judgment) -> int:
    return save_draft.save_draft(assignment=assignment, revision=revision, judgment=judgment, now=timezone.now())


def test_a_newer_revision_replaces_an_older_one() -> None:
    assignment = make.assignment()
    assert keep(assignment, 1, tiers=[["A"]]) == 1
    assert keep(assignment, 3, tiers=[["B"]]) == 3
    assert Draft.objects.get().judgment == {"tiers": [["B"]]}


def test_the_same_again_is_fine() -> None:
    assignment = make.assignment()
    assert [keep(assignment, 2, tiers=[["A"]]), keep(assignment, 2, tiers=[["A"]])] == [2, 2]


@pytest.mark.parametrize("revision", [1, 2])
def test_an_older_tab_never_overwrites_a_newer_one(revision: int) -> None:
    assignment = make.assignment()
    keep(assignment, 2, tiers=[["A"]])
    with pytest.raises(save_draft.NewerDraft) as refused:
        keep(assignment, revision, tiers=[["B"]])
    assert refused.value.extra == {"draft": {"revision": 2, "judgment": {"tiers": [["A"]]}}}


def test_saving_renews_the_lease() -> None:
    assignment = make.assignment()
    Assignment.objects.update(leased_until=timezone.now() + timedelta(seconds=5))
    keep(assignment, 1, tiers=[])
    assignment.refresh_from_db()
    assert assignment.leased_until > timezone.now() + timedelta(minutes=20)


def test_a_draft_survives_an_expired_lease_and_takes_the_slot_again() -> None:
    assignment = make.assignment()
    keep(assignment, 1, tiers=[["C"]])
    expire_leases.expire_leases(now=timezone.now() + timedelta(days=1))
    assignment.refresh_from_db()
    assert keep(assignment, 2, tiers=[["D"]]) == 2
    assignment.refresh_from_db()
    assert (assignment.state, assignment.slot) == ("claimed", 0)


def test_a_submission_closes_its_draft_but_keeps_the_revision() -> None:
    assignment = make.assignment()
    keep(assignment, 5, tiers=[["A"]])
    make.submitted(assignment)
    assert read_sheet(assignment).draft is None
    with pytest.raises(save_draft.NewerDraft):
        keep(assignment, 4, tiers=[["B"]])


def test_what_cannot_be_stored_is_refused_by_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        keep(make.assignment(), 1, answers={"rationale": "a\0b"})
    assert list(refused.value.fields) == ["judgment.answers.rationale"]
