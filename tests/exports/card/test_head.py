"""The card's head, as `datasets` reads it."""

import shutil
from pathlib import Path

import datasets
import pytest

from exports.storage import folders
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_a_dataset_built_anew_in_the_same_place_is_not_taken_from_the_cache(files: str, tmp_path: Path) -> None:
    """`datasets` knows a folder again by its name and its card's head; a pair turned around has as many bytes."""
    datasets.disable_progress_bars()
    project = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    make.imported(project, [{"prompt": "?", "completions": [{"text": "a"}, {"text": "b"}]}])
    held = make.claimed(project, make.member(project))
    loaded = []
    for best, other in ("ab", "ba"):
        build.judged(held, [best], [other])
        made = build.export(project, configs=["reward"], files=files, metadata=False)
        shutil.copytree(folders.folder_of(made.pk), tmp_path / "data", dirs_exist_ok=True)
        found = datasets.load_dataset(str(tmp_path / "data"), "reward", cache_dir=str(tmp_path / "cache"))["train"]
        loaded.append(build.texts_of(found[0]))
        assert made.content_hash in found.info.description
    assert loaded == [("a", "b"), ("b", "a")]
