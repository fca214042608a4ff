import pytest

from exports.validators import Broken, check
from tests.exports.written import ANSWER, GOOD, PAIR, folder, said, system, user, without, write


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(folder(tmp_path, GOOD, suffix=suffix), "trl")


CORRUPT = {
    "no prompt": ("preference", without(PAIR, "prompt"), "has no prompt"),
    "null answer": ("preference", {**PAIR, "chosen": None}, "chosen is null"),
    "empty prompt": ("preference", {**PAIR, "prompt": []}, "at least one"),
    "prompt as text": ("preference", {**PAIR, "prompt": "2+2?"}, "not a list of messages"),
    "content null": ("sft", {**ANSWER, "prompt": [{"role": "user", "content": None}]}, "not a text"),
    "content as parts": ("sft", {**ANSWER, "prompt": [{"role": "user", "content": [{"type": "text"}]}]}, "not a text"),
    "third key": ("sft", {**ANSWER, "prompt": [{**user(), "name": "x"}]}, "not just role and content"),
    "unknown role": ("sft", {**ANSWER, "prompt": [{"role": "tool", "content": "x"}]}, "the role tool"),
    "empty answer": ("sft", {**ANSWER, "completion": [said(" \n")]}, "completion is empty"),
    "empty chosen": ("preference", {**PAIR, "chosen": [said("")]}, "chosen is empty"),
    "same": ("preference", {**PAIR, "chosen": [said("e\u0301 ")], "rejected": [said("\u00e9")]}, "are the same"),
    "two answers in a row": ("preference", {**PAIR, "prompt": [user(), said("4")]}, "ends with the assistant's"),
    "answer by the user": ("sft", {**ANSWER, "completion": [user("4")]}, "not the assistant's"),
    "null margin": ("reward", {**PAIR, "margin": None}, "margin is not a number"),
    "no margin": ("reward", PAIR, "some rows and not in others"),
    "margin as a truth": ("reward", {**PAIR, "margin": True}, "margin is not a number"),
    "margin for DPO": ("preference", {**PAIR, "margin": 1.0}, "column margin"),
    "label as text": ("kto", {**ANSWER, "label": "True"}, "not true or false"),
    "label as number": ("kto", {**ANSWER, "label": 1}, "not true or false"),
    "label null": ("kto", {**ANSWER, "label": None}, "label is null"),
    "pairs beside labels": ("kto", {**GOOD["kto"][0], **without(PAIR, "prompt")}, "column chosen"),
    "labels": ("sft", {**ANSWER, "labels": []}, "column labels"),
    "images": ("preference", {**PAIR, "images": []}, "column images"),
    "template arguments": ("prompts", {"prompt": [user()], "chat_template_kwargs": None}, "column chat_template"),
    "answer in prompts": ("prompts", {"prompt": [system(), user(), said("x")]}, "ends with the assistant's"),
}


@pytest.mark.parametrize("name", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, name):
    config, row, why = CORRUPT[name]
    rows = [*GOOD[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {config: rows}), "trl")
    assert broken.value.path == tmp_path / config / "train-00000-of-00001.jsonl"
    assert broken.value.line == len(rows)


def test_parquet_is_read_row_by_row_too(tmp_path):
    with pytest.raises(Broken, match="chosen is empty") as broken:
        check(folder(tmp_path, {"preference": [PAIR, {**PAIR, "chosen": [said("")]}]}, suffix=".parquet"), "trl")
    assert broken.value.line == 2


def test_labels_of_one_kind_are_refused_when_all_was_read(tmp_path):
    check(folder(tmp_path, {"kto": GOOD["kto"][:1]}), "trl", most=1)
    with pytest.raises(Broken, match="all labels are the same"):
        check(tmp_path, "trl")


@pytest.mark.parametrize(
    ("line", "why"), [(b"{", "is not JSON"), (b"[]", "is not an object"), (b'{"a": NaN}', "is not JSON")]
)
def test_lines_that_are_no_rows(tmp_path, line, why):
    at = folder(tmp_path, {"sft": [ANSWER]})
    with (at / "sft/train-00000-of-00001.jsonl").open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(Broken, match=why) as broken:
        check(at, "trl")
    assert broken.value.line == 2


def test_a_file_that_is_no_parquet(tmp_path):
    at = folder(tmp_path, {"sft": [ANSWER]}, suffix=".parquet")
    (at / "sft/train-00000-of-00001.parquet").write_bytes(b"PAR1 no more PAR1")
    with pytest.raises(Broken, match="cannot be read as Parquet"):
        check(at, "trl")


def test_a_card_that_names_what_is_not_there(tmp_path):
    at = folder(tmp_path, {"sft": [ANSWER]})
    (at / "sft/train-00000-of-00001.jsonl").unlink()
    with pytest.raises(Broken, match="no such file"):
        check(at, "trl")
    (at / "README.md").write_text("# No head\n")
    with pytest.raises(Broken, match="has no head"):
        check(at, "trl")
    (at / "README.md").unlink()
    with pytest.raises(Broken, match="is missing"):
        check(at, "trl")


def test_the_first_rows_alone_are_read_when_asked(tmp_path):
    at = folder(tmp_path, {"sft": [ANSWER, {**ANSWER, "completion": []}]})
    check(at, "trl", most=1)
    write(at / "sft/train-00000-of-00001.jsonl", [{**ANSWER, "completion": []}])
    with pytest.raises(Broken):
        check(at, "trl", most=1)
