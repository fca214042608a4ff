"""What the tests of one target ask: its golden rows, and a nasty project built twice."""

from pathlib import Path
from typing import Any

from exports.configs.cases import Row
from exports.models import Export
from exports.storage import folders
from exports.targets import TARGETS
from exports.validators import check
from labeling.models import Project
from tests.exports.build import contents, export
from tests.exports.targets.rows import ROWS
from tests.exports.written import golden

EVERYTHING: dict[str, Any] = {"min_strength": {"preference": 0, "reward": 0}, "margin": "small"}


def check_golden(target: str, config: str, rows: list[Row] | None = None, **refused: int) -> None:
    """The rows that it takes are the golden file's; refused: how many it leaves out, by reason."""
    layout = TARGETS[target].LAYOUTS[config]
    given = ROWS[config] if rows is None else rows
    told = [layout.refuses(row) for row in given]
    assert {reason: told.count(reason) for reason in told if reason} == refused
    taken = [layout.lay_out(row, has_facts=False) for row, reason in zip(given, told, strict=True) if not reason]
    assert taken == golden(f"{target.replace('-', '_')}_{config}.jsonl")


def built_twice(of: Project, target: str, files: str) -> tuple[Export, Path]:
    """Build it, rebuild its snapshot: the validator reads every row, and the bytes are the same."""
    made = export(of, target=target, files=files, **EVERYTHING)
    folder = folders.folder_of(made.pk)
    check(folder, target)
    again = export(of, target=target, files=files, snapshot=made.pk, **EVERYTHING)
    assert contents(folders.folder_of(again.pk)) == contents(folder)
    return made, folder
