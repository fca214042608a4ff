"""Builders of this folder: projects with judgments, exports, and datasets read back."""

from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
from django.utils import timezone

from accounts.models import User
from exports.actions import build_export
from exports.actions.request_export import request_export
from exports.models import Export
from exports.storage import folders
from labeling.models import Assignment, Completion, Project
from tests import make

# Texts that broke somebody's exporter or trainer.
NASTY = [
    "", "  ", "x", "x ", "2024-01-01", "2024-01-01T00:00:00Z", "<b>&amp;</b><script>alert(1)</script>", "<image>",
    "😀 👩‍👩‍👧", "line\u2028sep\u0085arated\r\nend", "e\u0301", "\u00e9", "true", "null", "1", "\u202eabc",
    "' \" \\ {}",
]  # fmt: skip


def ranked(project: Project, labeler: User, *best_first: list[str], **said: Any) -> Assignment:
    """Claim the labeler's next task and rank its completions by text; tiers not named follow untouched."""
    return judged(make.claimed(project, labeler), *best_first, **said)


def judged(assignment: Assignment, *best_first: list[str], rewrite: tuple[str, str] | None = None, **said: Any) -> Any:
    letter = letters(assignment)
    tiers = [[letter[text] for text in tier] for tier in best_first]
    if rewrite:
        said["rewrite"] = {"of": letter[rewrite[0]], "text": rewrite[1]}
    make.submitted(assignment, tiers=tiers, **said)
    return assignment


def letters(assignment: Assignment) -> dict[str, str]:
    """{text: letter} as this labeler sees them."""
    texts = {one.index: one.text for one in Completion.objects.filter(task_id=assignment.task_id)}
    return {texts[index]: letter for index, letter in zip(assignment.order, "ABCDEFGHI", strict=False)}


def export(project: Project, *, now: datetime | None = None, **recipe: Any) -> Export:
    """Request and build; it must come out ready."""
    made = request_export(project=project, by=None, now=now or timezone.now(), recipe=recipe)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert made.state == "done", made.error
    return made


def rows(of: Export, config: str, split: str = "") -> list[dict[str, Any]]:
    """All rows of a config, over its splits."""
    found: list[dict[str, Any]] = []
    for path in sorted((folders.folder_of(of.pk) / config).glob(f"{split}*-*")):
        if path.suffix == ".parquet":
            found += pq.read_table(path).to_pylist()
        else:
            found += [orjson.loads(line) for line in path.read_bytes().split(b"\n") if line]
    return found


def texts_of(pair: dict[str, Any]) -> tuple[str, str]:
    return pair["chosen"][-1]["content"], pair["rejected"][-1]["content"]


def contents(folder: Path) -> dict[str, bytes]:
    """{path: bytes} of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(of: Export) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((folders.folder_of(of.pk) / "manifest.json").read_bytes())
    return found
