"""What an erased labeler said is in no dataset built from then on, whatever its moment; earlier ones are named."""

import pytest
from django.utils import timezone

from exports.superseded import superseded
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.exclude_labeler import exclude_labeler
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db


def test_an_erasure_reaches_back() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1, completions=2)
    empty = build.export(project)
    gone, stays = make.member(project, name="gone"), make.member(project, name="stays")
    for labeler in (gone, stays):
        make.submitted(make.claimed(project, labeler))
    before = build.export(project)
    assert len(build.rows(before, "raw")) == 2
    erase_labeler(project=project, labeler=gone, by=make.manager(project), now=timezone.now())
    after = build.export(project)
    again = build.export(project, snapshot=str(before.pk))
    for dataset in (after, again):
        assert len(build.rows(dataset, "raw")) == 1
        assert dataset.dropped["judgments"]["erased"] == 1
        assert dataset.dropped["raw"]["erased"] == 1
    assert again.content_hash == after.content_hash != before.content_hash
    assert superseded(project, [empty, before, after, again]) == {before.pk}


def test_an_exclusion_supersedes_nothing() -> None:
    project = make.project()
    make.tasks(project, 1)
    labeler = make.member(project)
    make.submitted(make.claimed(project, labeler))
    before = build.export(project)
    exclude_labeler(project=project, labeler=labeler, is_excluded=True, by=make.manager(project), now=timezone.now())
    assert superseded(project, [before]) == set()
    assert [row["left_out"] for row in build.rows(build.export(project), "raw")] == ["labeler_excluded"]
