"""create_project and add_member."""

from io import StringIO
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command

from labeling.models import Membership, Project
from tests import make

pytestmark = pytest.mark.django_db


def created(tmp_path: Path, body: object, *options: str) -> str:
    file, out = tmp_path / "project.json", StringIO()
    file.write_bytes(orjson.dumps(body))
    call_command("create_project", str(file), *options, stdout=out)
    return out.getvalue()


def test_create_project_prints_the_slug_and_makes_the_manager(tmp_path: Path) -> None:
    make.user("mira")
    body = {"slug": "pairs", "name": "Pairs", "preset": "llama"}
    assert created(tmp_path, body, "--manager", "mira") == "pairs\n"
    assert Project.objects.get().kind == "ranking"
    assert Membership.objects.get().role == "manager"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"slug": "Pairs!", "name": "P", "kind": "ranking"}, "slug: Lower-case"),
        ({"name": "P"}, "slug"),
        ({"slug": "p", "name": "P", "kind": "ranking", "color": 1}, "color"),
        ([], "Invalid data"),
    ],
)
def test_create_project_says_what_is_wrong(tmp_path: Path, body: object, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        created(tmp_path, body)


def test_create_project_without_a_manager_waits_for_add_member(tmp_path: Path) -> None:
    created(tmp_path, {"slug": "p", "name": "P", "kind": "ranking"})
    assert Membership.objects.count() == 0


def test_create_project_needs_a_known_manager_and_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no user nobody"):
        created(tmp_path, {}, "--manager", "nobody")
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("create_project", str(tmp_path / "missing.json"))


def test_add_member_adds_and_changes_roles() -> None:
    project, person = make.project(slug="p"), make.user("lin")
    for role in ("labeler", "reviewer"):
        call_command("add_member", "p", "lin", role, stderr=StringIO())
        assert Membership.objects.get(project=project, user=person).role == role
    for words in (("q", "lin", "labeler"), ("p", "nobody", "labeler"), ("p", "lin", "boss")):
        with pytest.raises(CommandError):
            call_command("add_member", *words)
