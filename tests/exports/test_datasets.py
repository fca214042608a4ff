"""Small projects whose right answers stand here, and the oracle: they load in `datasets`."""

import hashlib
from collections import Counter

import orjson
import pytest
import yaml
from django.utils import timezone

from exports.configs import CONFIGS
from exports.models import Export
from exports.reading.pseudonyms import pseudonym
from exports.recipes.recipe import parse_recipe
from exports.storage import folders
from exports.writing.columns import RESERVED
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.models import Assignment, Prompt, Submission
from tests import make
from tests.exports.build import NASTY, contents, export, judged, ranked, rows, texts_of

pytestmark = pytest.mark.django_db

ABC = [{"text": text, "model": f"policy-{text}"} for text in "abc"]
ALL_TRAIN = {"train": 1.0, "validation": 0.0, "test": 0.0}


def project(overlap=1, kind="ranking", **settings):
    return make.project(kind, overlap=overlap, splits=ALL_TRAIN, **settings)


def dropped(of: Export, config: str) -> dict[str, int]:
    return of.dropped.get(config, {})


def test_three_labelers_give_the_majority_and_everything_else_is_counted():
    of = project(overlap=3)
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": ABC}])
    people = [make.member(of) for _ in range(3)]
    ranked(of, people[0], ["a"], ["b"], ["c"])
    ranked(of, people[1], ["a"], ["c"], ["b"])
    ranked(of, people[2], ["b"], ["a", "c"])
    made = export(of)
    pairs = rows(made, "preference")
    assert {texts_of(pair) for pair in pairs} == {("a", "b"), ("a", "c"), ("b", "c")}
    best = next(pair for pair in pairs if texts_of(pair) == ("a", "c"))
    assert (best["n_labels"], best["n_for"], best["n_against"], best["n_tie"]) == (3, 2, 0, 1)
    assert best["agreement"] == pytest.approx(2 / 3)
    assert best["labeler_ids"] == sorted(pseudonym(of.secret, person.pk) for person in people)
    assert (best["chosen_model"], best["rejected_model"]) == ("policy-a", "policy-c")
    assert best["prompt"] == [{"role": "user", "content": "Q"}]
    assert len({pair["group_id"] for pair in pairs}) == 1
    (ranking,) = rows(made, "ranking")
    assert {one["text"]: one["rank"] for one in ranking["completions"]} == {"a": 1, "b": 2, "c": 3}
    assert sorted(vote["ranks"] for vote in ranking["votes"]) == sorted([[1, 2, 3], [1, 3, 2], [2, 1, 2]])
    assert len(rows(made, "raw")) == 3


def test_each_gives_every_labelers_pairs():
    of = project(overlap=2)
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": ABC[:2]}])
    ranked(of, make.member(of), ["a"], ["b"])
    ranked(of, make.member(of), ["b"], ["a"])
    made = export(of, aggregate="each")
    assert sorted(map(texts_of, rows(made, "preference"))) == [("a", "b"), ("b", "a")]
    assert len({pair["group_id"] for pair in rows(made, "preference")}) == 2
    both = export(of)
    assert rows(both, "preference") == []
    assert dropped(both, "preference") == {"no_majority": 1}


def test_one_prompt_in_two_tasks_never_says_both():
    of = project()
    same = {"prompt": "Q"}
    make.imported(of, [{"id": "1", **same, "completions": ABC}, {"id": "2", **same, "completions": ABC[:2]}])
    one, other = make.member(of), make.member(of)
    ranked(of, one, ["a"], ["b"], ["c"])
    ranked(of, other, ["b"], ["a"])
    made = export(of)
    assert {texts_of(pair) for pair in rows(made, "preference")} == {("a", "c"), ("b", "c")}
    assert dropped(made, "preference") == {"no_majority": 1}


def test_rewrites_become_pairs_and_answers():
    of = project(ranking={"rewrite": "optional"})
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": ABC[:2]}])
    ranked(of, make.member(of), ["a"], ["b"], rewrite=("a", "better"))
    made = export(of)
    assert {texts_of(pair) for pair in rows(made, "preference")} == {("better", "a"), ("better", "b"), ("a", "b")}
    assert [row["completion"] for row in rows(made, "sft")] == [[{"role": "assistant", "content": "better"}]]
    only = export(of, rewrites="only")
    assert {texts_of(pair) for pair in rows(only, "preference")} == {("better", "a"), ("better", "b")}
    assert {pair["label_source"] for pair in rows(only, "preference")} == {"rewrite"}


def test_strengths_become_margins_in_every_row_or_the_row_leaves():
    of = project(ranking={"strength": 4})
    lines = [{"id": str(n), "prompt": f"Q{n}", "completions": ABC[:2]} for n in range(4)]
    make.imported(of, lines)
    labeler = make.member(of)
    for level in range(4):
        ranked(of, labeler, ["a"], ["b"], strengths=[level])
    made = export(of, margin="small")
    assert sorted(row["margin"] for row in rows(made, "reward")) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert sorted(row["strength"] for row in rows(made, "preference")) == [2, 3]
    assert dropped(made, "preference") == {"min_strength": 2}
    assert "margin" not in rows(export(of), "reward")[0]


def test_what_does_not_count_leaves_every_config_but_raw():
    of = project(overlap=1)
    lines = [{"id": str(n), "prompt": f"Q{n}", "completions": ABC[:2]} for n in range(5)]
    make.imported(of, lines)
    labeler, bad, manager = make.member(of), make.member(of), make.member(of, "manager")
    kept = ranked(of, labeler, ["a"], ["b"])
    rejected = ranked(of, labeler, ["a"], ["b"])
    review_submission(
        submission=Submission.objects.get(assignment=rejected),
        reviewer=manager,
        verdict="rejected",
        comment="No.",
        now=timezone.now(),
    )
    gold = make.claimed(of, labeler)
    Assignment.objects.filter(pk=gold.pk).update(purpose="gold", slot=None)
    judged(Assignment.objects.get(pk=gold.pk), ["a"], ["b"])
    marked = ranked(of, labeler, ["a"], ["b"])
    mark_task(task=marked.task, mark="gold", by=manager, now=timezone.now())
    ranked(of, bad, ["b"], ["a"])
    exclude_labeler(project=of, labeler=bad, is_excluded=True, by=manager, now=timezone.now())
    made = export(of)
    assert [pair["prompt_id"] for pair in rows(made, "preference")] == [str(kept.task.prompt_id)]
    assert made.dropped["judgments"] == {"gold": 2, "labeler_excluded": 1, "rejected": 1}
    assert Counter(row["left_out"] for row in rows(made, "raw")) == {
        "": 1, "gold": 2, "rejected": 1, "labeler_excluded": 1,
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["unsafe", "personal_data"])
def test_one_such_skip_takes_the_texts_out_until_a_manager_restores(reason):
    of = project(overlap=2)
    make.imported(of, [{"id": "t", "prompt": "SECRET Q", "completions": [{"text": "SECRET a"}, {"text": "SECRET b"}]}])
    one, other, manager = make.member(of), make.member(of), make.member(of, "manager")
    first, second = make.claimed(of, one), make.claimed(of, other)
    judged(first, ["SECRET a"], ["SECRET b"])
    skip(assignment=second, reason=reason, note="SECRET note", now=timezone.now())
    made = export(of)
    assert set(made.counts) == {"raw"}
    assert made.dropped["judgments"] == {"withheld": 2}
    assert {row["external_id"] for row in rows(made, "raw")} == {"t"}
    assert all(b"SECRET" not in file for file in contents(folders.folder_of(made.pk)).values())
    assert "SECRET" not in str(rows(made, "raw"))
    mark_task(task=first.task, mark="restored", by=manager, now=timezone.now())
    assert len(rows(export(of), "preference")) == 1


def test_a_quarantined_prompt_stays_out_of_train():
    of = project()
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": ABC[:2]}])
    ranked(of, make.member(of), ["a"], ["b"])
    Prompt.objects.filter(project=of).update(is_quarantined=True)
    made = export(of)
    assert set(made.counts) == {"raw"}
    assert made.dropped["judgments"] == {"quarantined": 1}


def test_demonstrations_become_answers_once():
    of = project(kind="demonstration", overlap=2)
    make.imported(of, [{"id": "t", "prompt": "Q"}])
    for text in ("Same.", " Same. "):
        make.submitted(make.claimed(of, make.member(of)), text=text)
    made = export(of)
    assert [row["completion"] for row in rows(made, "sft")] == [[{"role": "assistant", "content": "Same."}]]
    assert dropped(made, "sft") == {"same_text": 1}
    manifest = orjson.loads((folders.folder_of(made.pk) / "manifest.json").read_bytes())
    assert manifest["omitted"]["configs"] == ["preference", "reward", "ranking"]
    card = yaml.safe_load((folders.folder_of(made.pk) / "README.md").read_text().split("---\n")[1])
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == ["sft"]


def test_best_needs_a_line_or_a_rating():
    of = project(ranking={"acceptability": True})
    make.imported(of, [{"id": str(n), "prompt": f"Q{n}", "completions": ABC[:2]} for n in range(2)])
    labeler = make.member(of)
    ranked(of, labeler, ["a"], ["b"], acceptable_tiers=1)
    ranked(of, labeler, ["b"], ["a"], acceptable_tiers=0)
    made = export(of, sft=["best"])
    assert [row["completion"][0]["content"] for row in rows(made, "sft")] == ["a"]
    assert dropped(made, "sft") == {"not_best": 2, "not_good": 1}


def test_filters_choose():
    of = project()
    make.imported(of, [
        {"id": "1", "prompt": "Q1", "completions": ABC[:2], "batch": "one", "use_case": "chat"},
        {"id": "2", "prompt": "Q2", "completions": ABC[:2], "batch": "two", "use_case": "code"},
    ])  # fmt: skip
    labeler = make.member(of)
    ranked(of, labeler, ["a"], ["b"])
    ranked(of, labeler, ["a"], ["b"])
    assert {row["batch"] for row in rows(export(of, filters={"batches": ["two"]}), "preference")} == {"two"}
    assert {row["use_case"] for row in rows(export(of, filters={"use_case": ["chat"]}), "preference")} == {"chat"}
    none = export(of, filters={"labelers_exclude": [labeler.username]})
    assert none.dropped["judgments"] == {"filter_labelers": 2}


def test_an_export_without_rows_has_card_and_manifest_only():
    made = export(project())
    assert {file["path"] for file in made.files} == {"README.md", "manifest.json", "checksums.sha256"}
    assert made.counts == {}


def test_no_metadata_column_has_a_reserved_name_or_is_without_type():
    recipe = parse_recipe({"margin": "small"}, now=timezone.now(), configs=tuple(CONFIGS), targets=("trl",))
    for config in CONFIGS.values():
        built = config(recipe)
        assert not {column.name for column in built.facts} & RESERVED
        assert all(column.type for column in (*built.core, *built.facts))


def nasty_project(rewrite="a better text"):
    splits = {"train": 0.5, "validation": 0.2, "test": 0.3}
    of = make.project("ranking", overlap=1, ranking={"rewrite": "optional", "acceptability": True}, splits=splits)
    lines = [
        {"id": f"n{n}", "prompt": f"Q{n}{text}", "completions": [{"text": text}, {"text": f"other {n}"}]}
        for n, text in enumerate(NASTY)
    ] + [{"id": "identical", "prompt": "I", "completions": [{"text": "x"}, {"text": "x "}]}]
    make.imported(of, lines)
    labeler = make.member(of)
    for _ in lines:
        make.submitted(make.claimed(of, labeler), rewrite={"of": "A", "text": rewrite}, acceptable_tiers=1)
    return of


def canonical(row):
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_every_config_loads_in_datasets_with_nasty_texts(files, tmp_path):
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    made = export(nasty_project(), files=files, margin="none")
    folder = folders.folder_of(made.pk)
    assert set(made.counts) == set(CONFIGS)
    for config, splits in made.counts.items():
        loaded = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path))
        assert {split: part.num_rows for split, part in loaded.items()} == splits
        written = rows(made, config)
        read = [row for split in sorted(loaded) for row in loaded[split]]
        assert sorted(map(canonical, read)) == sorted(map(canonical, written))
        assert all(str(kind) != "Value('null')" for part in loaded.values() for kind in part.features.values())
    default = datasets.load_dataset(str(folder), cache_dir=str(tmp_path))["train"]
    assert {"prompt", "chosen", "rejected"} <= set(default.column_names)
    texts = {text for pair in rows(made, "preference") for text in texts_of(pair)}
    assert texts >= {text for text in NASTY if text.strip()} - {"x "} | {"a better text"}
    assert not any(not text.strip() for text in texts)


def test_a_column_of_nothing_but_dates_stays_text_in_parquet(tmp_path):
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    made = export(nasty_project(rewrite="2024-02-02"), configs=["sft"])
    loaded = datasets.load_dataset(str(folders.folder_of(made.pk)), "sft", cache_dir=str(tmp_path))
    assert {row["completion"][0]["content"] for part in loaded.values() for row in part} == {"2024-02-02"}


def test_checksums_sizes_and_hashes_are_true():
    made = export(nasty_project())
    folder = folders.folder_of(made.pk)
    on_disk = contents(folder)
    assert {file["path"] for file in made.files} == set(on_disk)
    for file in made.files:
        assert hashlib.sha256(on_disk[file["path"]]).hexdigest() == file["sha256"]
        assert len(on_disk[file["path"]]) == file["bytes"]
    listed = dict(line.split("  ")[::-1] for line in on_disk["checksums.sha256"].decode().splitlines())
    assert set(listed) == set(on_disk) - {"checksums.sha256"}
    assert sum(file["rows"] or 0 for file in made.files) == sum(sum(s.values()) for s in made.counts.values())
    manifest = orjson.loads(on_disk["manifest.json"])
    assert manifest["content_hash"] == made.content_hash
    for name, digest in manifest["row_hashes"].items():
        config, split = name.split("/")
        lines = [orjson.dumps(row, option=orjson.OPT_SORT_KEYS) + b"\n" for row in rows(made, config, split)]
        assert hashlib.sha256(b"".join(lines)).hexdigest() == digest


def test_the_content_hash_does_not_depend_on_the_file_format():
    of = nasty_project()
    made = export(of)
    assert export(of, files="jsonl", snapshot=str(made.pk)).content_hash == made.content_hash
