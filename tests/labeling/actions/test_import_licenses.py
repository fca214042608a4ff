"""Licenses that the rows of a file state of their models."""

from typing import Any

import pytest

from labeling.models import PolicyLicense, Project
from tests import make

pytestmark = pytest.mark.django_db


def row(name: str, *given: tuple[str, str]) -> dict[str, Any]:
    answers = [{"text": f"{name} {n}", "model": model, "license": said} for n, (model, said) in enumerate(given)]
    return {"id": name, "prompt": f"{name}?", "completions": answers}


def told(project: Project) -> list[tuple[str, str]]:
    said = PolicyLicense.objects.filter(policy__project=project).order_by("number")
    return list(said.values_list("policy__name", "license"))


def test_an_import_states_the_licenses_once_and_by_name() -> None:
    of = make.project()
    rows = [row("p", ("a", "MIT"), ("b", "Apache-2.0")), row("q", ("a", "MIT"), ("c", ""))]
    assert make.imported(of, rows).warnings == {}
    assert told(of) == [("a", "MIT"), ("b", "Apache-2.0")]
    make.imported(of, rows)
    assert len(told(of)) == 2


def test_a_file_may_add_licenses_to_rows_that_are_there() -> None:
    of = make.project()
    make.imported(of, [row("p", ("a", ""), ("b", ""))])
    assert make.imported(of, [row("p", ("a", "MIT"), ("b", ""))]).unchanged == 1
    assert told(of) == [("a", "MIT")]


def test_a_try_states_nothing() -> None:
    of = make.project()
    make.imported(of, [row("p", ("a", "MIT"), ("b", "MIT"))], is_dry_run=True)
    assert told(of) == []


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (row("q", ("a", "GPL-3.0-only"), ("b", "")), "license"),
        (row("q", ("c", "MIT"), ("c", "BSD-3-Clause")), "completions.1.license"),
        (row("q", ("", "MIT"), ("b", "")), "completions.0.license"),
        (row("q", ("a", "M|T"), ("b", "")), "completions.0.license"),
        ({"id": "q", "prompt": "?", "completions": [{"text": "1", "model": "a", "license": 7}, "2"]},
         "completions.0.license"),
    ],
)  # fmt: skip
def test_a_line_that_contradicts_or_is_none_is_refused(bad: dict[str, Any], field: str) -> None:
    of = make.project()
    job = make.imported(of, [row("p", ("a", "MIT"), ("b", "")), bad], on_error="skip")
    assert [problem.field for problem in job.problems.all()] == [field]
    assert told(of) == [("a", "MIT")]


def test_a_file_states_licenses_of_so_many_models_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labeling.actions.check_rows.MOST_LICENSES", 2)
    of = make.project()
    rows = [
        row("p", ("a", "MIT"), ("b", "MIT")),
        row("q", ("c", "MIT"), ("a", "MIT")),
        row("r", ("b", "MIT"), ("d", "")),
    ]
    assert make.imported(of, rows, on_error="skip").created == 2
    assert told(of) == [("a", "MIT"), ("b", "MIT")]
