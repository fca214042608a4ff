"""Licenses of policies in rows, in the filter that keeps only some of them, and in the manifest."""

import pytest

from exports.recipes.recipe import BadRecipe
from labeling.actions.state_licenses import state_licenses
from labeling.models import Project
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db

CONFIGS = ["sft", "preference", "reward", "kto", "prompts", "ranking", "raw"]


@pytest.fixture
def project() -> Project:
    """One ranking, best first: open (MIT), closed (nothing stated), shared (both gave it), free (Apache-2.0)."""
    of = make.project(ranking={"acceptability": True, "rewrite": "optional"}, overlap=1)
    answers = [("open", "mit"), ("closed", "none"), ("shared", "mit"), ("shared", "none"), ("free", "apache")]
    completions = [{"text": text, "model": model} for text, model in answers]
    make.imported(of, [{"id": "p", "prompt": "Q?", "completions": completions, "split": "train"}])
    state(of, mit="MIT", apache="Apache-2.0")
    build.ranked(
        of, make.member(of), ["open"], ["closed"], ["shared"], ["free"], acceptable_tiers=2,
        rewrite=("closed", "rewritten"),
    )  # fmt: skip
    return of


def state(project: Project, **licenses: str) -> None:
    state_licenses(project=project, licenses=licenses, by=make.manager(project), now=make.NOON)


def test_rows_tell_the_licenses_of_their_texts(project: Project) -> None:
    made = build.export(project, sft=["rewrites", "best"])
    told = {build.texts_of(row)[0]: row["chosen_license"] for row in build.rows(made, "preference")}
    told |= {build.texts_of(row)[1]: row["rejected_license"] for row in build.rows(made, "reward")}
    assert told == {"open": "MIT", "closed": "", "shared": "|MIT", "free": "Apache-2.0", "rewritten": ""}
    ranked = build.rows(made, "ranking")[0]["completions"]
    assert {one["text"]: one["license"] for one in ranked} == {n: told[n] for n in told if n != "rewritten"}
    for config in ("sft", "kto"):
        for row in build.rows(made, config):
            assert row["completion_license"] == told[row["completion"][0]["content"]]
    shown = build.rows(made, "raw")[0]["completions"]
    assert {one["messages"][0]["content"]: one["licenses"] for one in shown}["shared"] == ["MIT", ""]


def test_the_manifest_counts_rows_by_license(project: Project) -> None:
    made = build.export(project, configs=["preference", "sft", "prompts", "ranking"], sft=["best"])
    pairs = [f"{row['chosen_license']}|{row['rejected_license']}" for row in build.rows(made, "preference")]
    counts = {name: sum(name in pair.split("|") for pair in pairs) for name in ("", "Apache-2.0", "MIT")}
    assert build.manifest(made)["licenses"] == {
        "sft": {"MIT": 1}, "preference": counts, "ranking": {"": 1, "Apache-2.0": 1, "MIT": 1},
    }  # fmt: skip


def test_the_filter_takes_other_texts_out_of_every_config(project: Project) -> None:
    made = build.export(project, sft=["rewrites", "best"], filters={"licenses": ["MIT", "Apache-2.0"]})
    for config in ("preference", "reward"):
        assert [build.texts_of(row) for row in build.rows(made, config)] == [("open", "free")]
    assert [row["completion"][0]["content"] for row in build.rows(made, "sft")] == ["open"]
    assert sorted(row["completion"][0]["content"] for row in build.rows(made, "kto")) == ["free", "open"]
    ranking = build.rows(made, "ranking")[0]
    assert [one["text"] for one in ranking["completions"]] == ["open", "free"]
    assert (ranking["votes"][0]["ranks"], ranking["rewrites"]) == ([1, 2], [])
    assert len(build.rows(made, "prompts")) == 1
    # Its submissions show texts as they were given, so they stay or leave as a whole.
    assert build.rows(made, "raw") == []
    # Of 6 pairs of cards and 3 of the rewrite, one has both texts under a license that was asked for.
    dropped = {config: reasons["license"] for config, reasons in made.dropped.items() if "license" in reasons}
    assert dropped == {"sft": 3, "preference": 8, "reward": 8, "kto": 3, "ranking": 3, "raw": 1}


def test_the_empty_text_stands_for_what_nobody_stated(project: Project) -> None:
    made = build.export(project, configs=["preference"], filters={"licenses": [""]})
    assert [build.texts_of(row) for row in build.rows(made, "preference")] == [("rewritten", "closed")]


def test_what_labelers_wrote_from_nothing_stays() -> None:
    of = make.project("demonstration")
    make.tasks(of)
    make.submitted(make.claimed(of, make.member(of)))
    make.imported(of, [{"prompt": "Other?", "completions": [{"text": "a", "model": "mit"}]}])
    state(of, mit="MIT")
    made = build.export(of, configs=["sft", "kto"], filters={"licenses": ["MIT"]})
    assert [len(build.rows(made, config)) for config in ("sft", "kto")] == [1, 1]


def test_a_license_that_no_policy_has_is_refused(project: Project) -> None:
    with pytest.raises(BadRecipe) as refused:
        build.export(project, filters={"licenses": ["MTI"]})
    assert list(refused.value.fields) == ["filters.licenses"]


def test_an_earlier_snapshot_keeps_the_licenses_of_its_moment(project: Project) -> None:
    first = build.export(project, configs=["preference", "raw"])
    state(project, none="GPL-3.0-only", mit="MIT-0")
    second = build.export(project, configs=["preference", "raw"])
    again = build.export(project, snapshot=str(first.pk))
    assert again.content_hash == first.content_hash != second.content_hash
    assert "GPL-3.0-only" in build.manifest(second)["licenses"]["preference"]
    assert "GPL-3.0-only" not in build.manifest(again)["licenses"]["preference"]
