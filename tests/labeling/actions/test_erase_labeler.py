"""Erasing a labeler: their slots open, their drafts go, and nobody takes it back."""

import pytest
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import settle
from labeling.actions.add_member import add_member
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.exclude_labeler import Erased, exclude_labeler
from labeling.actions.save_draft import save_draft
from labeling.models import Assignment, Draft
from tests import make

pytestmark = pytest.mark.django_db


def test_their_slots_open_and_their_drafts_go() -> None:
    project = make.project(overlap=1)
    make.tasks(project, 2)
    labeler = make.member(project)
    make.submitted(make.claimed(project, labeler))
    begun = make.claimed(project, labeler)
    save_draft(assignment=begun, judgment=make.judgment(begun), revision=1, now=timezone.now())
    ruling = erase_labeler(
        project=project, labeler=labeler, by=make.manager(project), now=timezone.now(), reason="asked to"
    )
    settle.run(ruling.settlement.pk)
    assert not Assignment.objects.filter(labeler=labeler, slot__isnull=False).exists()
    assert not Draft.objects.filter(assignment__labeler=labeler, judgment__isnull=False).exists()
    assert not project.memberships.filter(user=labeler, removed_at=None).exists()
    other = make.member(project)
    assert {make.claimed(project, other).task_id} <= set(project.tasks.values_list("pk", flat=True))


def test_nobody_takes_it_back() -> None:
    project = make.project()
    labeler, boss, now = make.member(project), make.manager(project), timezone.now()
    erase_labeler(project=project, labeler=labeler, by=boss, now=now)
    with pytest.raises(Erased):
        exclude_labeler(project=project, labeler=labeler, is_excluded=False, by=boss, now=now)
    with pytest.raises(Erased):
        add_member(project=project, user=labeler, role="labeler", by=boss, now=now)
    erase_labeler(project=project, labeler=labeler, by=boss, now=now)


def test_the_last_manager_cannot_be_erased() -> None:
    project = make.project()
    boss = make.manager(project)
    with pytest.raises(Invalid):
        erase_labeler(project=project, labeler=boss, by=boss, now=timezone.now())
