"""A build reads back what it wrote before anybody gets it."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from exports.actions import build_export
from exports.actions.check_written import FIRST_ROWS
from exports.actions.request_export import request_export
from exports.storage import folders
from exports.targets import trl
from exports.targets.base import Layout
from tests import make

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Turned(Layout):
    """A layout with a mistake in it."""

    def core_of(self, row):
        return row.core | {"chosen": row.core["rejected"]}


def test_a_broken_layout_is_never_published(monkeypatch):
    of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    make.tasks(of, 2, completions=2)
    labeler = make.member(of)
    for _ in range(2):
        make.submitted(make.claimed(of, labeler))
    monkeypatch.setitem(trl.LAYOUTS, "preference", Turned())
    made = request_export(project=of, by=None, now=timezone.now(), recipe={"configs": ["preference"]})
    build_export.build(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "preference/train-00000-of-00001.parquet:1: chosen and rejected are the same" in made.error
    assert not folders.folder_of(made.pk).exists()
    assert FIRST_ROWS == 1_000
