"""`manage.py import_prompts`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from labeling.models import Import, Task
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def written(folder: Path, rows: list[object]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def called(*arguments: object, **options: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_prompts", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_import_prompts_imports_and_counts(tmp_path):
    project = make.project()
    out, err = called(project.slug, written(tmp_path, [make.rows(1)[0] | {"lang": "en"}]))
    assert out == "created 1, unchanged 0, rejected 0 of 1 rows\n"
    assert "warning: The key lang is not known here" in err
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 1


def test_import_prompts_prints_a_line_per_error_and_fails(tmp_path):
    project = make.project()
    path = written(tmp_path, [*make.rows(1), {"prompt": 3}, []])
    err = io.StringIO()
    with pytest.raises(CommandError, match="2 of 3 rows were refused") as caught:
        call_command("import_prompts", project.slug, str(path), stderr=err)
    assert caught.value.returncode == 1
    assert err.getvalue().splitlines() == [
        f"{path}:2: prompt must be text or a list of messages, not a whole number",
        f"{path}:3: must be an object, not a list",
    ]
    assert not Task.objects.filter(project=project).exists()


def test_import_prompts_skips_and_dry_runs(tmp_path):
    project = make.project()
    path = written(tmp_path, [*make.rows(2), {"prompt": 3}])
    with pytest.raises(CommandError):
        called(project.slug, path, dry_run=True)
    out, err = called(project.slug, path, on_error="skip")
    assert out == "created 2, unchanged 0, rejected 1 of 3 rows\n"
    assert f"{path}:3: prompt" in err
    out, _ = called(project.slug, written(tmp_path, make.rows(1)), dry_run=True)
    assert out == "would create 1, unchanged 0, rejected 0 of 1 rows\n"
    assert Import.objects.count() == 3


def test_import_prompts_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="There is no project nowhere"):
        called("nowhere", written(tmp_path, []))
    project = make.project()
    with pytest.raises(CommandError, match="cannot be read"):
        called(project.slug, tmp_path / "missing.jsonl")
    with pytest.raises(CommandError, match="is empty"):
        called(project.slug, written(tmp_path, []))
