"""Exports of Label Studio: the ranker and pairwise templates, JSON and JSON-MIN."""

from typing import Any

import orjson
import pytest

from labeling.importing.rows import normalise
from tests.labeling.importing.reading import DEMONSTRATION, RANKING, read, refused

ANNOTATION: dict[str, Any] = {
    "id": 7, "completed_by": 2, "was_cancelled": False, "lead_time": 4.2,
    "result": [
        {"type": "ranker", "from_name": "rank", "to_name": "answers", "value": {"ranker": {"rank": ["b", "a"]}}}
    ],
}  # fmt: skip
RANKER: dict[str, Any] = {
    "id": 31, "data": {
        "task": "Rank them.", "prompt": "What next?",
        "items": [{"id": "a", "title": "Llama", "body": "This.", "html": "<b>This.</b>"}, {"id": "b", "body": "That."}],
    },
    "annotations": [ANNOTATION, ANNOTATION | {"was_cancelled": True}, ANNOTATION | {"result": []}],
    "predictions": [], "drafts": [], "meta": {}, "project": 3, "total_annotations": 3,
}  # fmt: skip
PAIR: dict[str, Any] = {
    "id": 5, "data": {"prompt": "What next?", "answer1": "This.", "answer2": "That."},
    "annotations": [{"result": [{"type": "pairwise", "value": {"selected": "left"}}]}],
}  # fmt: skip


def test_a_task_of_the_ranker() -> None:
    row = normalise(RANKER, 1, RANKING)
    assert (row.id, row.layout, row.carried) == ("label-studio-31", "label_studio", 1)
    assert row.prompt == [{"role": "user", "content": "What next?"}]
    assert [(answer.text, answer.id, answer.model) for answer in row.completions] == [
        ("This.", "a", ""),
        ("That.", "b", ""),
    ]
    assert row.completions[0].metadata == {"title": "Llama", "html": "<b>This.</b>"}
    kept = row.metadata["label_studio"]
    assert kept["data"] == {"task": "Rank them."}
    assert kept["annotations"][0] == ANNOTATION
    assert kept["project"] == 3
    assert "drafts" not in kept
    assert row.unknown == ["data.items.title", "data.items.html", "data.task"]


def test_a_task_of_the_pairwise_template() -> None:
    row = normalise(PAIR, 1, RANKING)
    assert [answer.text for answer in row.completions] == ["This.", "That."]
    assert (row.carried, row.unknown) == (1, [])
    assert row.metadata == {"label_studio": {"annotations": PAIR["annotations"]}}


def test_a_task_that_nobody_has_judged_yet() -> None:
    row = normalise({"data": PAIR["data"]}, 1, RANKING)
    assert (row.carried, row.metadata) == (0, {})
    assert row.id.startswith("made-")


def test_a_task_with_a_prompt_alone_is_for_demonstrations() -> None:
    row = normalise({"id": 1, "data": {"prompt": "Write."}, "annotations": []}, 1, DEMONSTRATION)
    assert row.completions == []


def test_rows_of_json_min() -> None:
    flat = {**PAIR["data"], "id": 9, "comparison": "left", "annotator": 1, "annotation_id": 4, "lead_time": 3.5}
    row = normalise(flat, 1, RANKING)
    assert (row.id, row.carried, [answer.text for answer in row.completions]) == (
        "label-studio-9",
        1,
        ["This.", "That."],
    )
    assert row.metadata["label_studio"] == {
        "data": {"comparison": "left"}, "annotator": 1, "annotation_id": 4, "lead_time": 3.5,
    }  # fmt: skip


def test_a_model_that_an_item_names_is_credited() -> None:
    items = [{"id": 1, "body": "This.", "model": "m-1"}, {"id": 2, "body": "That.", "model": "m-2"}]
    row = normalise({"data": {"prompt": "Q", "items": items}}, 1, RANKING)
    assert [(answer.id, answer.model) for answer in row.completions] == [("1", "m-1"), ("2", "m-2")]


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"data": {"answer1": "a", "answer2": "b"}}, "data.prompt", "is missing"),
        ({"data": {"prompt": 3, "answer1": "a", "answer2": "b"}}, "data.prompt", "must be text"),
        ({"data": {"prompt": "Q", "items": {}}}, "data.items", "must be a list"),
        ({"data": {"prompt": "Q", "items": ["a", "b"]}}, "data.items.0", "must be an object"),
        ({"data": {"prompt": "Q", "items": [{"id": "a"}]}}, "data.items.0.body", "is missing"),
        ({"data": {"prompt": "Q", "items": [{"body": 1}]}}, "data.items.0.body", "must be text"),
        ({"data": {"prompt": "Q", "items": [{"body": "a"}]}}, "completions", "2 to 9 different texts"),
        ({"data": {"prompt": "Q", "answer1": "a", "answer2": None}}, "completions", "2 to 9 different texts"),
        ({"data": {"prompt": "Q", "answer1": "a", "answer2": ["b"]}}, "data.answer2", "must be text"),
        ({"data": PAIR["data"], "id": [1]}, "id", "must be text"),
        (
            {"data": PAIR["data"], "annotations": [{"result": "a\ud800"}]},
            "annotations.annotations.0.result",
            "surrogate",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(change: dict[str, Any], field: str, why: str) -> None:
    found = refused(change, RANKING)
    assert found[0] == field
    assert why in found[1]


def test_an_export_is_one_list_and_its_errors_have_lines() -> None:
    content = (
        b"[\n" + b",\n".join(orjson.dumps(one) for one in (RANKER, {"id": 2, "data": {"items": []}}, PAIR)) + b"\n]"
    )
    rows, problems = read(content, asked=RANKING, file_name="project-1-at-2024.json")
    assert [row.id for row in rows] == ["label-studio-31", "label-studio-5"]
    assert [(line, field) for line, field, _why in problems] == [(3, "data.prompt")]
