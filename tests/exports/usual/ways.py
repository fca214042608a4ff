"""Exports built both ways from the same moment."""

from typing import Any

import pytest

from exports.actions import build_export
from exports.models import Export
from exports.storage import folders
from exports.usual.short_way import ShortWay
from labeling.models import Project
from tests.exports import build


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write down the ids of prompts that go the short way."""
    went: list[int] = []
    rows = ShortWay.rows

    def counted(way: ShortWay, *given: Any) -> Any:
        made = rows(way, *given)
        went.extend(made)
        return made

    monkeypatch.setattr(ShortWay, "rows", counted)
    return went


def both(project: Project, **recipe: Any) -> tuple[list[int], Export]:
    """Build as always, then again with the short way closed: the same files. Which prompts went it the first time."""
    with pytest.MonkeyPatch.context() as patch:
        went = counting(patch)
        first = build.export(project, **recipe)
        usual = list(went)
        patch.setattr("exports.usual.short_way.asks_for_some", lambda _: True)
        again = Export.objects.create(
            project=project, recipe=first.recipe, created_at=first.created_at, boundary=first.boundary,
            erased_up_to=first.erased_up_to, names=first.names, until=first.until,
        )  # fmt: skip
        build_export.build(again.pk)
        again.refresh_from_db()
    assert again.state == "done", again.error
    assert went == usual, "the long way goes no short one"
    made, wanted = (build.contents(folders.folder_of(one.pk)) for one in (first, again))
    assert sorted(made) == sorted(wanted)
    for path, content in made.items():
        assert content == wanted[path], (path, recipe)
    return usual, first
