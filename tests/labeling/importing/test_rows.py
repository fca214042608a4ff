"""What a row may be, and by which field it is refused."""

import json

import pytest

from labeling.importing.problems import Refused
from labeling.importing.rows import normalise
from labeling.importing.values import parse_json
from tests.labeling.importing.reading import DEMONSTRATION, RANKING, refused

DEEP = '{"prompt": "a", "metadata": {"x": ' + "[" * 99 + "]" * 99 + "}}"
USER, BOT = {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}
OTHER = {"role": "assistant", "content": "B"}
GOOD = {"prompt": "a", "completions": ["x", "y"]}


@pytest.mark.parametrize(
    ("change", "field", "detail"),
    [
        ({"prompt": None}, "prompt", "is missing"),
        ({"prompt": 3}, "prompt", "not a whole number"),
        ({"prompt": ""}, "prompt", "is empty"),
        ({"prompt": " \n"}, "prompt", "is empty"),
        ({"prompt": []}, "prompt", "is empty"),
        ({"prompt": ["a"]}, "prompt.0", "must be an object with role and content"),
        ({"prompt": [{"content": "a"}]}, "prompt.0.role", "is missing"),
        ({"prompt": [{"role": "user"}]}, "prompt.0.content", "is missing"),
        ({"prompt": [{"role": "user", "content": ["a"]}]}, "prompt.0.content", "must be text, not a list"),
        ({"prompt": [{"role": "tool", "content": "a"}]}, "prompt.0.role", "must be one of"),
        ({"prompt": [USER, BOT]}, "prompt.1.role", "cannot"),
        ({"prompt": [{"role": "user", "content": "a"}] * 1001}, "prompt", "more than 1000 messages"),
        ({"prompt": "a\0b"}, "prompt", "contains NUL (U+0000) at character 2"),
        ({"prompt": "a\ud800"}, "prompt", "contains a lone surrogate (U+D800) at character 2"),
        ({"completions": "x"}, "completions", "must be a list"),
        ({"completions": []}, "completions", "2 to 9"),
        ({"completions": None}, "completions", "2 to 9"),
        ({"completions": ["x"]}, "completions", "2 to 9"),
        ({"completions": [str(n) for n in range(10)]}, "completions", "10 different texts"),
        ({"completions": ["x", 3]}, "completions.1", "must be an object with a text, or text"),
        ({"completions": ["x", {}]}, "completions.1.text", "is missing"),
        ({"completions": ["x", {"text": 3}]}, "completions.1.text", "must be text, not a whole number"),
        ({"completions": ["x", {"text": "y\0"}]}, "completions.1.text", "contains NUL"),
        ({"completions": ["x", {"text": "y", "model": 4}]}, "completions.1.model", "must be text"),
        ({"completions": ["x", {"text": "y", "model": "m" * 201}]}, "completions.1.model", "longer than 200"),
        ({"completions": ["x", {"text": "y", "id": 4}]}, "completions.1.id", "must be text"),
        ({"completions": ["x", {"text": "y", "reasoning": []}]}, "completions.1.reasoning", "must be text"),
        ({"completions": ["x", {"text": "y", "sampling": 1}]}, "completions.1.sampling", "must be an object"),
        ({"completions": ["x", {"text": "y", "sampling": {"t": 2**70}}]}, "completions.1.sampling.t", "64 bits"),
        ({"completions": ["x", {"text": "y", "metadata": "m"}]}, "completions.1.metadata", "must be an object"),
        ({"completions": ["x", {"text": "y", "rank": 1, "metadata": {"rank": 2}}]}, "completions.1.rank", "beside"),
        ({"id": 17}, "id", "must be text, not a whole number"),
        ({"id": ""}, "id", "is empty"),
        ({"id": "i" * 501}, "id", "longer than 500"),
        ({"priority": "1"}, "priority", "must be a whole number, not text"),
        ({"priority": 1.0}, "priority", "must be a whole number, not a number"),
        ({"priority": True}, "priority", "must be a whole number, not true or false"),
        ({"priority": 2**31}, "priority", "must lie between"),
        ({"overlap": 0}, "overlap", "must lie between"),
        ({"overlap": 2**40}, "overlap", "must lie between"),
        ({"split": "dev"}, "split", "must be one of train, validation, test"),
        ({"split": 1}, "split", "must be text"),
        ({"language": 5}, "language", "must be text"),
        ({"language": "x" * 36}, "language", "longer than 35"),
        ({"batch": ["a"]}, "batch", "must be text"),
        ({"source_user": 81}, "source_user", "must be text"),
        ({"metadata": []}, "metadata", "must be an object, not a list"),
        ({"metadata": {"n": 2**63}}, "metadata.n", "beyond 64 bits"),
        ({"metadata": {"n": -(2**63) - 1}}, "metadata.n", "beyond 64 bits"),
        ({"metadata": {"n": 1e300}}, "metadata.n", "beyond 64 bits"),
        ({"metadata": {"n": float("inf")}}, "metadata.n", "not a finite number"),
        ({"metadata": {"a": [{"b": "x\0"}]}}, "metadata.a.0.b", "NUL"),
        ({"metadata": {"a\0": 1}}, "metadata", "NUL"),
        ({"metadata": {"lang": 1}, "lang": 1}, "lang", "beside the metadata"),
        ({"extra": 10**30}, "extra", "beyond 64 bits"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change, field, detail):
    found = refused(GOOD | change, RANKING)
    assert found[0] == field
    assert detail in found[1]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ('{"prompt": "a"', "not valid JSON"),
        ("{'prompt': 'a'}", "not valid JSON"),
        ('{"prompt": NaN}', "NaN is not JSON"),
        ('{"prompt": -Infinity}', "-Infinity is not JSON"),
        ('{"prompt": "a", "prompt": "b"}', "stands twice"),
        ('{"prompt": "a\tb"}', "not valid JSON"),
        ("[" * 100_000, "nested deeper"),
        ('{"a": ' * 100_000, "nested deeper"),
        ("9" * 5000, "64 bits"),
        ('{"prompt": "a"} {}', "not valid JSON"),
        ("", "not valid JSON"),
    ],
)
def test_json_is_read_strictly(text, detail):
    with pytest.raises(Refused) as caught:
        normalise(parse_json(text), 1, DEMONSTRATION)
    assert detail in caught.value.detail


def test_nesting_ends_at_a_hundred():
    assert refused(json.loads(DEEP.replace("[" * 99 + "]" * 99, "[" * 98 + "]" * 98))) == ("", "")
    assert refused(json.loads(DEEP)) == ("metadata", "is nested deeper than 100")


def test_numbers_of_64_bits_are_kept():
    numbers = {"a": 2**63 - 1, "b": -(2**63), "c": 0.1, "d": -1.5e-300}
    assert normalise(GOOD | {"metadata": numbers}, 1, RANKING).metadata == numbers


@pytest.mark.parametrize("raw", [[], "text", 3, None, True])
def test_a_row_is_an_object(raw):
    assert "must be an object" in refused(raw)[1]


def test_a_full_row_is_taken_as_it_is():
    raw = {
        "id": "p-17", "prompt": "Explain?", "priority": -3, "overlap": 3, "prompt_type": "plain", "use_case": "open_qa",
        "language": "en", "source": "api", "source_user": "u-81", "batch": "w48", "split": "test",
        "metadata": {"any": [1]},
        "completions": [{"text": "x", "model": "m", "id": "c-1", "reasoning": "r", "sampling": {"t": 0.7}, "rank": 0},
                        "y"],
        "lang": "en",
    }  # fmt: skip
    row = normalise(raw, 5, RANKING)
    assert (row.line, row.id, row.priority, row.overlap, row.split) == (5, "p-17", -3, 3, "test")
    assert row.texts == {
        key: raw[key] for key in ("prompt_type", "use_case", "language", "source", "source_user", "batch")
    }
    assert row.metadata == {"any": [1], "lang": "en"}
    assert row.unknown == ["lang", "completions.rank"]
    first, second = row.completions
    assert (first.text, first.model, first.id, first.reasoning, first.sampling) == ("x", "m", "c-1", "r", {"t": 0.7})
    assert first.metadata == {"rank": 0}
    assert (second.text, second.model) == ("y", "")


def test_null_means_not_given():
    nulls = dict.fromkeys(("id", "priority", "overlap", "split", "language", "metadata", "batch"))
    assert normalise(GOOD | nulls, 1, RANKING).id == normalise(GOOD, 1, RANKING).id


def test_same_texts_are_the_same_to_the_code_point():
    row = normalise({"prompt": "a", "completions": ["é", "e\u0301", "é", "é "]}, 1, RANKING)
    assert [answer.first for answer in row.completions] == [0, 1, 0, 3]
    assert row.distinct_texts == 3
    assert normalise({"prompt": "a", "completions": ["x"] * 12}, 1, RANKING).distinct_texts == 1


def test_made_ids_hash_prompt_texts_and_models():
    def made(**raw):
        return normalise(GOOD | raw, 1, RANKING).id

    assert made() == made(priority=5, metadata={"a": 1})
    assert made() == made(completions=[{"text": "x"}, {"text": "y", "reasoning": "r"}])
    assert (
        len(
            {
                made(),
                made(prompt="b"),
                made(completions=["x", "z"]),
                made(completions=["x", {"text": "y", "model": "m"}]),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    "raw",
    [
        {"prompt": "Q", "chosen": "A", "rejected": "B"},
        {"prompt": [USER], "chosen": [BOT], "rejected": [OTHER]},
        {"chosen": [USER, BOT], "rejected": [USER, OTHER]},
        {"prompt": "Q", "chosen": [USER, BOT], "rejected": [USER, OTHER]},
        {"prompt": [USER], "chosen": [USER, BOT], "rejected": [USER, OTHER]},
    ],
)
def test_pairs_are_recognised(raw):
    row = normalise(raw, 1, RANKING)
    assert row.prompt == [USER]
    assert [answer.text for answer in row.completions] == ["A", "B"]
    assert row.metadata == {"given_preference": {"chosen": 0, "rejected": 1}}
    assert row.unknown == []


@pytest.mark.parametrize(
    ("raw", "field", "detail"),
    [
        ({"prompt": "Q", "chosen": "A"}, "rejected", "is missing"),
        ({"prompt": "Q", "rejected": "A"}, "chosen", "is missing"),
        ({"chosen": "A", "rejected": "B"}, "prompt", "is missing"),
        ({"chosen": [BOT], "rejected": [OTHER]}, "prompt", "is missing"),
        ({"prompt": "Q", "chosen": "A", "rejected": [OTHER]}, "rejected", "is a list where chosen is text"),
        ({"chosen": [USER, BOT], "rejected": [USER, USER, OTHER]}, "rejected", "differs from chosen before"),
        ({"chosen": [USER], "rejected": [USER, OTHER]}, "chosen", "must end with an assistant"),
        ({"prompt": "other", "chosen": [USER, BOT], "rejected": [USER, OTHER]}, "prompt", "differs"),
        ({"prompt": "Q", "chosen": 1, "rejected": 2}, "chosen", "must be text or a list"),
    ],
)
def test_pairs_that_do_not_fit_are_refused(raw, field, detail):
    found = refused(raw, RANKING)
    assert found[0] == field
    assert detail in found[1]


def test_conversations_are_recognised():
    row = normalise({"messages": [USER, BOT, USER, BOT | {"reasoning_content": "think"}]}, 1, DEMONSTRATION)
    assert row.prompt == [USER, BOT, USER]
    assert [(a.text, a.reasoning) for a in row.completions] == [("A", "think")]
    row = normalise({"messages": [USER, BOT, USER | {"name": "n"}]}, 1, DEMONSTRATION)
    assert row.prompt == [USER, BOT, USER]
    assert row.completions == []
    assert row.metadata == {"messages_keys": {"2": {"name": "n"}}}
    assert row.unknown == ["messages.name"]
    assert refused({"messages": [BOT]}) == ("messages", "holds an answer but no prompt")
    assert refused({"messages": [USER, BOT], "prompt": "X"})[0] == "prompt"
    assert refused({"messages": [USER, BOT]}, RANKING)[0] == "completions"


SAID = "\n\nHuman: Hi\n\nAssistant: Hello \n\n1. a\n\nHuman: Why?\n\nAssistant:"


def test_transcripts_are_split_into_turns():
    row = normalise({"chosen": SAID + " Because.\n", "rejected": SAID}, 1, RANKING)
    assert row.prompt == [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello \n\n1. a"},
        {"role": "user", "content": "Why?"},
    ]
    assert [answer.text for answer in row.completions] == ["Because.\n", ""]
    assert row.metadata == {"given_preference": {"chosen": 0, "rejected": 1}}
    assert row.is_transcript
    plain = normalise({"prompt": "Q", "chosen": SAID, "rejected": "Human: x"}, 1, RANKING)
    assert not plain.is_transcript
    assert plain.completions[0].text == SAID


@pytest.mark.parametrize(
    ("chosen", "rejected", "field", "detail"),
    [
        (SAID, SAID.replace("Why?", "How?"), "rejected", "differs from chosen before the last turn"),
        (SAID + "\n\nHuman: Thanks", SAID, "chosen", "must end with an assistant's message"),
        (SAID, "Because.", "rejected", "does not begin with Human:"),
        ("Because.", SAID, "chosen", "does not begin with Human:"),
        ("Human:x", "Human:y", "prompt", "is missing"),
        ("\n\nAssistant: a", "\n\nAssistant: b", "prompt", "is missing"),
        ("\n\nHuman: \n\nAssistant: a", "\n\nHuman: \n\nAssistant: b", "chosen", "is empty"),
    ],
)
def test_transcripts_that_do_not_fit_are_refused(chosen, rejected, field, detail):
    found = refused({"chosen": chosen, "rejected": rejected}, RANKING)
    assert found[0] == field
    assert detail in found[1]
