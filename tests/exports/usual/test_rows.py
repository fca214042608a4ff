"""Blocks of a page hold no more than about twice of what becomes of them."""

import pytest
from django.utils import timezone

from exports.actions.request_export import read_recipe
from exports.configs.preference import Preference
from exports.reading.snapshots import Snapshot
from exports.reading.standing import Sieve
from exports.usual.reading import Reader
from exports.usual.rows import UsualPairs, pools_of
from exports.writing.shared_rows import Block
from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db


def blocks(project: Project, **recipe: object) -> list[Block | None]:
    """Of the one page of the project."""
    asked = read_recipe(project, {"configs": ["preference"], **recipe}, timezone.now())
    snapshot = Snapshot(project, boundary=10**15)
    reader = Reader(snapshot, Sieve(snapshot, asked, {"labelers": {}, "groups": {}}))
    [page] = reader.pages(reader.read(snapshot.plan()))
    pairs = UsualPairs(Preference(asked), asked, snapshot)
    return pairs.blocks(page, pools_of(page, asked, snapshot), {})


@pytest.fixture
def project() -> Project:
    """Eight prompts of four answers; one of them is ranked twice."""
    of = make.project(overlap=2)
    make.tasks(of, 8, split="train")
    first, second = make.member(of), make.member(of)
    for _ in range(8):
        make.submitted(make.claimed(of, first))
    make.submitted(make.claimed(of, second))
    return of


def test_blocks_of_a_page_share_its_texts(project):
    made = blocks(project)
    pools = {id(block.pools[1]) for block in made if block}
    assert len(pools) == 1
    assert {len(block.pools[1][0]) for block in made if block} == {32}


def test_a_block_that_is_left_alone_holds_its_own_texts_only(project):
    [made] = [block for block in blocks(project, min_votes=2) if block]
    assert [len(pool[0]) for pool in made.pools] == [1, 4, made.rows, 1]
    assert made.spans == ((0, 1), (0, 4), (0, made.rows), (0, 1))
