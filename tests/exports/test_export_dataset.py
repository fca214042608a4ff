import json

import pytest
from django.core.management import CommandError, call_command

from exports.storage import folders
from tests import make
from tests.exports.build import contents, export

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    made = make.project(slug="of-the-command")
    make.tasks(made, 2)
    make.submitted(make.claimed(made, make.member(made)))
    return made


def test_it_leaves_the_folder_and_prints_only_the_hash(of, tmp_path, capsys):
    made = export(of)
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({"snapshot": str(made.pk)}))
    call_command("export_dataset", of.slug, "--recipe", str(recipe), "--out", str(tmp_path / "out"))
    assert capsys.readouterr().out == f"{made.content_hash}\n"
    assert contents(tmp_path / "out") == contents(folders.folder_of(made.pk))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "recipe.json"]


def test_it_refuses_a_folder_that_is_not_empty(of, tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_dataset", of.slug, "--out", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_wrong_recipe_leaves_nothing(of, tmp_path):
    recipe = tmp_path / "recipe.json"
    recipe.write_text('{"files": "csv"}')
    with pytest.raises(CommandError, match="files: CSV is for people"):
        call_command("export_dataset", of.slug, "--recipe", str(recipe), "--out", str(tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["recipe.json"]


def test_an_unknown_project_is_named(tmp_path):
    with pytest.raises(CommandError, match="no project nowhere"):
        call_command("export_dataset", "nowhere", "--out", str(tmp_path / "out"))
