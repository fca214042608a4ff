"""An export is one moment: rebuilt to the byte, blind to what comes later, never missing a drawn number."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from exports.actions.request_export import request_export
from exports.recipes.recipe import BadRecipe
from exports.storage import folders
from labeling.actions import locks
from labeling.actions.fix_boundary import fix_boundary
from labeling.actions.review_submission import review_submission
from labeling.models import Assignment, Submission
from tests import make
from tests.exports.build import contents, export, rows


@pytest.mark.django_db
def test_a_snapshot_is_rebuilt_to_the_byte_after_amendments_reviews_and_more_work():
    of = make.project(overlap=2)
    make.tasks(of, 6)
    labeler, reviewer = make.member(of), make.member(of, "reviewer")
    for _ in range(4):
        make.submitted(make.claimed(of, labeler))
    first = export(of)
    for submission in Submission.objects.filter(assignment__project=of).order_by("pk")[:2]:
        make.submitted(submission.assignment, tiers=[["D"], ["A"], ["B", "C"]])
    last = Submission.objects.filter(assignment__project=of, revision=1).order_by("-pk").first()
    assert last is not None
    review_submission(submission=last, reviewer=reviewer, verdict="rejected", comment="No.", now=timezone.now())
    make.submitted(make.claimed(of, labeler))
    again = export(of, snapshot=str(first.pk))
    assert contents(folders.folder_of(again.pk)) == contents(folders.folder_of(first.pk))
    assert export(of).content_hash != first.content_hash


@pytest.mark.django_db
def test_until_is_a_moment_too():
    of = make.project()
    make.tasks(of, 2)
    labeler = make.member(of)
    long_ago = timezone.now() - timedelta(days=2)
    make.submitted(make.claimed(of, labeler), now=long_ago)
    make.submitted(make.claimed(of, labeler))
    made = export(of, filters={"until": (long_ago + timedelta(days=1)).isoformat()})
    assert len(rows(made, "raw")) == 1
    again = export(of, snapshot=str(made.pk))
    assert contents(folders.folder_of(again.pk)) == contents(folders.folder_of(made.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("made_up", ["²", "٣", "9" * 5000, -1, True, [], {}])
def test_a_snapshot_is_named_by_an_id(made_up):
    with pytest.raises(BadRecipe):
        request_export(project=make.project(), by=None, now=timezone.now(), recipe={"snapshot": made_up})


@pytest.mark.django_db
def test_a_snapshot_belongs_to_its_project():
    mine, theirs = make.project(), make.project()
    other = export(theirs)
    with pytest.raises(BadRecipe) as refusal:
        request_export(project=mine, by=None, now=timezone.now(), recipe={"snapshot": str(other.pk)})
    assert "snapshot" in refusal.value.fields


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_drawn_but_not_committed_is_never_lost():
    of = make.project()
    make.tasks(of, 2)
    assignment = make.claimed(of, make.member(of))
    drawn, go_on = threading.Event(), threading.Event()

    def submit_slowly() -> None:
        try:
            with transaction.atomic():
                make.submitted(assignment)
                drawn.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    boundaries: list[int] = []

    def fix() -> None:
        try:
            boundaries.append(fix_boundary(of.pk))
        finally:
            connection.close()

    writer, fixer = threading.Thread(target=submit_slowly), threading.Thread(target=fix)
    writer.start()
    assert drawn.wait(20)
    fixer.start()
    fixer.join(0.3)
    assert not boundaries, "it did not wait for the writer in flight"
    go_on.set()
    writer.join()
    fixer.join()
    number = Submission.objects.get(assignment=assignment).number
    assert number <= boundaries[0]


@pytest.mark.django_db(transaction=True)
def test_what_commits_while_an_export_is_built_is_numbered_after_it(monkeypatch):
    of = make.project()
    make.tasks(of, 4)
    labeler = make.member(of)
    make.submitted(make.claimed(of, labeler))
    from exports.actions import build_export

    real = build_export.write_dataset

    def write_while_people_work(**given):
        make.submitted(make.claimed(of, labeler))
        amended = Assignment.objects.filter(project=of, state="submitted").earliest("pk")
        make.submitted(amended, tiers=[["D"], ["C"], ["B"], ["A"]])
        return real(**given)

    monkeypatch.setattr(build_export, "write_dataset", write_while_people_work)
    made = export(of)
    assert [(row["revision"], row["is_standing"]) for row in rows(made, "raw")] == [(1, True)]
    late = Submission.objects.filter(assignment__project=of).order_by("number").last()
    assert late is not None
    assert made.boundary is not None
    assert late.number > made.boundary


@pytest.mark.django_db(transaction=True)
def test_fixing_a_boundary_lets_writers_of_other_projects_go_on():
    mine, theirs = make.project(), make.project()
    with transaction.atomic():
        locks.share_project(theirs.pk)
        done: list[int] = []

        def fix() -> None:
            try:
                done.append(fix_boundary(mine.pk))
            finally:
                connection.close()

        fixer = threading.Thread(target=fix)
        fixer.start()
        fixer.join(20)
        assert done
