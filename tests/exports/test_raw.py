"""The config that leaves nothing out: amended judgments, and what the screen noticed while they were made."""

from uuid import uuid4

import pytest
from django.utils import timezone

from labeling.actions.submit import submit
from tests import make
from tests.exports.build import export, judged, ranked, rows, texts_of

pytestmark = pytest.mark.django_db

TWO = [{"text": text, "model": f"policy-{text}"} for text in "ab"]


def pair_in(of):
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": TWO}])
    return of


def test_amendments_replace_and_raw_keeps_both():
    of = pair_in(make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0}))
    assignment = ranked(of, make.member(of), ["a"], ["b"])
    judged(assignment, ["b"], ["a"])
    made = export(of)
    assert [texts_of(pair) for pair in rows(made, "preference")] == [("b", "a")]
    assert [(row["revision"], row["left_out"]) for row in rows(made, "raw")] == [(1, "superseded"), (2, "")]


def test_raw_tells_what_the_screen_noticed():
    of = pair_in(make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0}))
    assignment = make.claimed(of, make.member(of))
    body = {"judgment": make.judgment(assignment), "signals": {"seen": {"B": True, "A": False}}}
    submit(assignment=assignment, client_id=uuid4(), body=body, now=timezone.now())
    assert [row["signals"] for row in rows(export(of), "raw")] == [
        '{"seen": {"A": false, "B": true}, "contradictions": []}',
    ]
