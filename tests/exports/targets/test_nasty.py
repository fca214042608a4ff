"""What the build writes for nasty texts is what each trainer reads: the validators say so, over every row."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exports.recipes.recipe import CONFIG_NAMES
from exports.storage import folders
from exports.targets import TARGETS
from exports.validators import check
from tests.exports.build import export, rows
from tests.exports.targets import nasty

pytestmark = pytest.mark.django_db
EVERYTHING = {"sft": ["rewrites"], "min_strength": {"preference": 0, "reward": 0}, "margin": "small"}


@pytest.fixture
def of():
    return nasty.project()


@pytest.mark.parametrize("files", ["parquet", "jsonl"])
@pytest.mark.parametrize("target", TARGETS)
def test_the_trainer_reads_what_is_written(of, target, files):
    made = export(of, target=target, files=files, **EVERYTHING)
    folder = folders.folder_of(made.pk)
    check(folder, target)
    assert made.counts.keys() & {"preference", "reward"}
    manifest = json.loads((folder / "manifest.json").read_text())
    told = manifest["omitted"]["reasons"]
    carried = TARGETS[target].LAYOUTS
    assert all(name in carried or told[name] for name in made.recipe["configs"])
    assert all(name not in made.counts for name in told)
    assert set(carried) <= set(CONFIG_NAMES)
    listed = {line.split("  ")[1] for line in (folder / "checksums.sha256").read_text().splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"checksums.sha256"}


def test_what_llamafactory_cannot_read_is_counted(of):
    made = export(of, target="llamafactory", **EVERYTHING)
    told = made.dropped["preference"]
    assert {"media_tag", "turns_do_not_alternate"} <= set(told)
    plain = export(of, target="trl", **EVERYTHING)
    lost = sum(count for reason, count in told.items() if reason in ("media_tag", "turns_do_not_alternate"))
    assert len(rows(plain, "preference")) == sum(made.counts["preference"].values()) + lost


def test_the_command_says_where_it_breaks(of):
    made = export(of, target="trl", files="jsonl", **EVERYTHING)
    folder = folders.folder_of(made.pk)
    out = StringIO()
    call_command("check_dataset", folder, "--target", "trl", stdout=out)
    assert "is sound for trl" in out.getvalue()
    path = next(folder.glob("preference/train-*"))
    lines = path.read_bytes().splitlines(keepends=True)
    broken = json.loads(lines[2]) | {"chosen": []}
    path.write_bytes(b"".join([*lines[:2], json.dumps(broken).encode() + b"\n", *lines[3:]]))
    with pytest.raises(CommandError, match=rf"{path.name}:3: chosen is not a list"):
        call_command("check_dataset", folder, "--target", "trl")
