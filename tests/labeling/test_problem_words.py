"""What an import found wrong, in the reader's language: every sentence that the code can say is known."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from labeling.actions import check_rows, hold_job, run_import
from labeling.importing import json_list, lines
from labeling.licenses import why_unfit
from labeling.models import Import, ImportProblem
from labeling.problem_words import SENTENCES, in_our_words, patterns
from tests import make

# Where the sentence stands among what is given.
TOLD_AT = {
    "Refused": 1,
    "BrokenFile": 1,
    "Problem": 2,
    "warn": 2,
    "end_without_import": 1,
    "Line": 1,
    "UnreadableFormat": 0,
}
# What stands for a value of the file.
GIVEN = "\u00b6"
UNKNOWN = "The key mood is not known here: it was kept as metadata."


def sentences() -> Iterator[str]:
    """All that stand in the code as they are given to a problem, a warning, an end; what is computed is left out."""
    for path in sorted(Path(settings.BASE_DIR, "labeling", "importing").glob("*.py")):
        yield from sentences_in(path)
    for module in (check_rows, run_import):
        yield from sentences_in(Path(module.__file__))
    yield from [check_rows.ALL_SAME, check_rows.TRANSCRIPT, check_rows.CARRIED, run_import.OUTDATED, json_list.CUT_OFF]
    yield from [why_unfit("x" * 201), why_unfit(" x"), why_unfit("a|b")]
    yield lines.not_utf8(b"\xff", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"))
    yield from literals(ast.parse(Path(hold_job.__file__).read_text()), at={"fail": 1})


def sentences_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    yield from literals(tree, TOLD_AT)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name in ("_difference", "_why_not_stated"):
            yield from filter(None, map(text_of, (n.value for n in ast.walk(function) if isinstance(n, ast.Return))))


def literals(tree: ast.AST, at: dict[str, int]) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = node.func.values[-1] if isinstance(node.func, ast.BoolOp) else node.func
        name = named.id if isinstance(named, ast.Name) else getattr(named, "attr", "")
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        place = at.get(name)
        if place is None or len(given) <= place:
            continue
        parts = given[place].elts[1:] if isinstance(given[place], ast.Tuple) else [given[place]]  # type: ignore[attr-defined]
        for part in parts:
            choices = [part.body, part.orelse] if isinstance(part, ast.IfExp) else [part]
            yield from filter(None, map(text_of, choices))


def text_of(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else GIVEN for part in node.values)
    return ""


def test_every_sentence_of_the_code_is_known_and_has_its_chinese() -> None:
    told = set(sentences())
    assert len(told) > 70
    for sentence in told:
        assert any(pattern.fullmatch(sentence) for pattern, _ in patterns()), sentence
        with override("zh-hans"):
            assert in_our_words(sentence) != sentence
            assert in_our_words(sentence).count(GIVEN) == sentence.count(GIVEN)
        with override("en"):
            assert in_our_words(sentence) == sentence
    used = {sentence for one in told for pattern, sentence in patterns() if pattern.fullmatch(one)}
    assert used == set(SENTENCES)


def test_what_came_from_the_file_stays_and_kinds_are_translated() -> None:
    with override("zh-hans"):
        assert in_our_words("must be text, not a whole number") == "必须是文本，而不是整数"
        assert in_our_words("must be one of user, assistant") == "必须是以下之一：user, assistant"
        told = in_our_words("differs from the task '{line} <b>' that is already there")
        assert "'{line} <b>'" in told
        assert "already" not in told
        # Of an earlier version, or of a library.
        assert in_our_words("was too odd") == "was too odd"
        assert in_our_words("") == ""


@pytest.mark.django_db
def test_the_page_speaks_the_readers_language_and_the_api_english(client: Client) -> None:
    project = make.project(slug="sky")
    job = Import.objects.create(
        project=project, path="x", state="failed", created_at=project.created_at, rejected=1, rows=3,
        error="1 of 3 rows were refused; nothing was imported.",
        warnings={"unknown_key:mood": {"count": 2, "detail": UNKNOWN}},
    )  # fmt: skip
    ImportProblem.objects.create(job=job, row=2, line=2, field="prompt", detail="must be text, not a list")
    manager = make.manager(project)
    client.force_login(manager)
    assert "must be text, not a list" in client.get(f"/projects/sky/import/{job.pk}/").content.decode()
    User.objects.filter(pk=manager.pk).update(preferences={"language": "zh-hans"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = client.get(f"/projects/sky/import/{job.pk}/").content.decode()
    assert "必须是文本，而不是列表" in page
    for english in ("must be text", "rows were refused", "is not known here"):
        assert english not in page
    problems = client.get(f"/api/imports/{job.pk}/errors/").json()["results"]
    assert [one["detail"] for one in problems] == ["must be text, not a list"]
