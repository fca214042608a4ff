"""What test_same_everywhere.py runs in other processes: `fill` a database, or build its datasets into a `folder`.

Building uses nothing of the tests, so that it runs where only requirements.txt is installed.
"""

import sys
from pathlib import Path

import django
from django.conf import settings

RECIPES = (
    {},
    {"files": "jsonl", "aggregate": "each", "labelers": "none"},
    {"files": "csv", "target": "none"},
    *({"target": target} for target in ("helpsteer3", "llamafactory", "openai")),
)


def fill() -> None:
    """Projects with all that datasets are made of: ties, cycles, rewrites, reviews, skips, texts in every script."""
    from labeling.models import Task
    from tests import make
    from tests.exports.build import NASTY
    from tests.exports.small_project import small_project

    small_project()
    written = make.project("demonstration", overlap=2)
    make.imported(written, [{"prompt": f"{number}: {text}", "language": "zh"} for number, text in enumerate(NASTY)])
    labelers = [make.member(written) for _ in range(2)]
    for number in range(Task.objects.filter(project=written).count()):
        for labeler in labelers:
            make.submitted(make.claimed(written, labeler), text=f"{NASTY[number - 1]} 答案 {number}")
    ranked = make.project(overlap=3)
    texts = [text for text in NASTY if text.strip()]
    make.imported(ranked, [
        {"prompt": f"Q{number} 問", "completions": [{"text": one, "model": f"policy-{place}"} for place, one in
            enumerate(texts[number : number + 3])]}
        for number in range(len(texts) - 3)
    ])  # fmt: skip
    for labeler in [make.member(ranked) for _ in range(3)]:
        for _ in range(len(texts) - 3):
            make.submitted(make.claimed(ranked, labeler))


def build(folder: Path) -> None:
    """Every recipe of every project. What was built there before is built anew, at the same moment."""
    from django.utils import timezone

    from exports.actions.build_export import build as build_export
    from exports.actions.request_export import request_export
    from exports.models import Export
    from labeling.models import Project

    settings.MEDIA_ROOT = folder
    earlier = list(Export.objects.order_by("pk").values_list("pk", flat=True))
    for project in Project.objects.order_by("pk"):
        for number, recipe in enumerate(RECIPES):
            place = {"snapshot": str(earlier.pop(0))} if earlier else {}
            export = request_export(project=project, by=None, now=timezone.now(), recipe={**recipe, **place})
            build_export(export.pk)
            export.refresh_from_db()
            assert export.state == "done", (recipe, export.error)
            # Under a name that says what it is; the export's id is another everywhere.
            (folder / "exports" / str(export.pk)).rename(folder / f"{project.pk}-{number}-{export.content_hash}")


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:] == ["fill"]:
        fill()
    else:
        build(Path(sys.argv[1]))
