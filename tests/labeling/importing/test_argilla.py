"""Dumps of Argilla: records of version 2 and of version 1's FeedbackDataset."""

from typing import Any

import pytest

from labeling.importing.rows import normalise
from tests.labeling.importing.reading import DEMONSTRATION, RANKING, refused

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What next?"}]
V2 = {
    "id": "r-1", "fields": {"instruction": "What next?", "response_a": "This.", "response_b": "That.", "context": None},
    "metadata": {"topic": "plans"},
    "suggestions": {"preference": {"value": "response_a", "score": 0.9, "agent": "judge"}},
    "responses": {
        "preference": [{"value": "response_b", "user_id": "u1"}, {"value": "response_a", "user_id": "u2"}],
        "why": [{"value": "Kinder.", "user_id": "u1"}],
    },
    "vectors": {}, "_server_id": "5e1f",
}  # fmt: skip
V1 = {
    "fields": {"prompt": "What next?", "response-1": "This.", "response-2": "That.", "context": "At sea."},
    "metadata": {}, "external_id": "e-7",
    "responses": [
        {"user_id": "u1", "status": "submitted", "values": {"preference": {"value": "response-1"}}},
        {"user_id": "u2", "status": "discarded", "values": {}},
    ],
    "suggestions": [{"question_name": "preference", "value": "response-2", "agent": "judge"}],
    "vectors": {"v": [0.1, 0.2]},
}  # fmt: skip


def texts(raw: dict[str, Any]) -> list[str]:
    return [answer.text for answer in normalise(raw, 1, RANKING).completions]


def test_a_record_of_version_2() -> None:
    row = normalise(V2, 1, RANKING)
    assert (row.id, row.layout, row.carried) == ("r-1", "argilla", 2)
    assert row.prompt == [{"role": "user", "content": "What next?"}]
    assert [answer.text for answer in row.completions] == ["This.", "That."]
    assert row.metadata["topic"] == "plans"
    assert row.metadata["argilla"]["responses"] == V2["responses"]
    assert row.metadata["argilla"]["suggestions"] == V2["suggestions"]
    assert row.unknown == []


def test_a_record_of_version_1() -> None:
    row = normalise(V1, 1, RANKING)
    assert (row.id, row.carried) == ("e-7", 1)
    assert [answer.text for answer in row.completions] == ["This.", "That."]
    assert row.metadata["argilla"]["fields"] == {"context": "At sea."}
    assert row.metadata["argilla"]["vectors"] == {"v": [0.1, 0.2]}
    assert row.unknown == ["fields.context"]


def test_completions_are_known_by_the_names_of_their_fields() -> None:
    names = ["response", "response1", "response-2", "Completion_B", "answer 3", "output", "generation-4"]
    assert texts({"fields": {"prompt": "Q"} | {name: name for name in names}}) == names


def test_a_chat_is_the_prompt_and_a_chat_of_one_turn_a_completion() -> None:
    row = normalise(
        {"fields": {"chat": CHAT, "response_a": [{"role": "assistant", "content": "This."}], "response_b": "That."}},
        1, RANKING,
    )  # fmt: skip
    assert row.prompt == CHAT
    assert [answer.text for answer in row.completions] == ["This.", "That."]


def test_the_last_answer_of_a_chat_alone_is_the_completion() -> None:
    row = normalise({"fields": {"chat": [*CHAT, {"role": "assistant", "content": "Sail."}]}}, 1, DEMONSTRATION)
    assert (row.prompt, [answer.text for answer in row.completions]) == (CHAT, ["Sail."])


def test_a_record_without_responses_carries_none() -> None:
    row = normalise({"fields": {"prompt": "Q", "response1": "a", "response2": "b"}, "responses": {}}, 1, RANKING)
    assert (row.carried, row.metadata) == (0, {})
    assert row.id.startswith("made-")


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"fields": {"text": "a"}}, "fields.prompt", "is missing"),
        ({"fields": {"prompt": "a", "input": "b"}}, "fields.input", "stands beside fields.prompt"),
        ({"fields": {"prompt": 5, "response1": "a", "response2": "b"}}, "fields.prompt", "must be text or a list"),
        ({"fields": {"prompt": "Q", "response1": 5, "response2": "b"}}, "fields.response1", "must be text"),
        ({"fields": {"prompt": "Q", "response1": CHAT, "response2": "b"}}, "fields.response1", "more than 1 messages"),
        ({"fields": {"prompt": "Q", "response1": CHAT[:1], "response2": "b"}}, "fields.response1.0.role", "assistant"),
        ({"fields": {"prompt": "Q", "response1": "a"}}, "completions", "2 to 9 different texts"),
        ({"fields": {"chat": [{"role": "assistant", "content": "a"}]}}, "fields.chat", "no prompt"),
        ({"fields": {"prompt": "Q"}, "id": 3}, "id", "must be text"),
        ({"fields": {"prompt": "Q"}, "responses": {"q": 5}}, "responses.q", "must be a list"),
        ({"fields": {"prompt": "Q"}, "metadata": {"argilla": 1}, "status": "x"}, "metadata.argilla", "itself uses"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(change: dict[str, Any], field: str, why: str) -> None:
    found = refused(change, RANKING)
    if field in ("id", "responses.q", "metadata.argilla"):
        found = refused(change, DEMONSTRATION)
    assert found[0] == field
    assert why in found[1]
