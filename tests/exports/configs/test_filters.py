"""Each filter of the recipe, by the rows that it leaves: six prompts, each of them different in one thing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from labeling.actions.change_project import change_project
from labeling.actions.review_submission import review_submission
from labeling.models import Membership, Project
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db

FORM = {"completion": [{"name": "harmful", "type": "flag"}, {"name": "overall", "type": "scale", "min": 1, "max": 7}]}
DAYS = {"early": 1, "plain": 10, "spoken": 10, "german": 10, "late": 20, "flagged": 10}
ALL = set(DAYS)


@pytest.fixture
def project() -> Project:
    of = make.project(form=FORM, ranking={"acceptability": True}, overlap=1)
    first = make.member(of, name=f"first-{of.pk}")
    Membership.objects.filter(project=of, user=first).update(group="heldout")
    for name, day in DAYS.items():
        if name == "late":
            change_project(project=of, by=make.manager(of), now=datetime(2026, 1, 15, tzinfo=UTC), guidelines="New.")
        row = {
            "id": name, "prompt": f"{name}?", "completions": [{"text": f"{name} a"}, {"text": f"{name} b"}],
            "batch": "one" if name == "early" else "two", "split": "train",
            "use_case": "chat" if name == "spoken" else "code", "language": "de" if name == "german" else "en",
        }  # fmt: skip
        make.imported(of, [row])
        held = make.claimed(of, first if name in ("plain", "late") else make.member(of, "reviewer"))
        good, bad = f"{name} a", f"{name} b"
        letters = build.letters(held)
        ratings = {
            letters[good]: {"overall": 6, "harmful": False},
            letters[bad]: {"overall": 1, "harmful": name == "flagged"},
        }
        submission = make.submitted(
            held, tiers=[[letters[good]], [letters[bad]]], acceptable_tiers=1, ratings=ratings,
            now=datetime(2026, 1, day, tzinfo=UTC),
        )  # fmt: skip
        if name == "spoken":
            review_submission(
                submission=submission,
                reviewer=make.manager(of),
                verdict="accepted",
                now=datetime(2026, 1, 11, tzinfo=UTC),
            )
    return of


def names(rows: list[dict[str, Any]]) -> set[str]:
    found = [row["prompt"][0]["content"].removesuffix("?") for row in rows]
    return set(found)


@pytest.mark.parametrize(
    ("filters", "left", "reason"),
    [
        ({}, ALL, ""),
        ({"batches": ["one"]}, {"early"}, "filter_batches"),
        ({"batches": ["one", "two"]}, ALL, ""),
        ({"since": "2026-01-10T00:00:00Z"}, ALL - {"early"}, "filter_since"),
        ({"since": "2026-01-10T00:00:01Z"}, {"late"}, "filter_since"),
        ({"until": "2026-01-10"}, ALL - {"late"}, ""),
        ({"guideline_version_min": 2}, {"late", "flagged"}, "filter_guideline_version"),
        ({"labelers_exclude": ["FIRST"]}, ALL - {"plain", "late"}, "filter_labelers"),
        ({"groups": ["heldout"]}, {"plain", "late"}, "filter_groups"),
        ({"roles": ["labeler"]}, {"plain", "late"}, "filter_roles"),
        ({"use_case": ["chat"]}, {"spoken"}, "filter_use_case"),
        ({"language": ["de"]}, {"german"}, "filter_language"),
        ({"review": ["accepted"]}, {"spoken"}, "filter_review"),
        ({"review": ["unreviewed"]}, ALL - {"spoken"}, "filter_review"),
        ({"batches": ["two"], "language": ["en"], "since": "2026-01-11"}, {"late"}, None),
    ],
)  # fmt: skip
def test_a_filter_leaves_its_rows_in_every_config(
    project: Project, filters: dict[str, Any], left: set[str], reason: str | None
) -> None:
    if "labelers_exclude" in filters:
        filters = {"labelers_exclude": [f"first-{project.pk}"]}
    made = build.export(project, sft=["best"], filters=filters)
    for config in ("sft", "preference", "reward", "kto", "prompts", "ranking"):
        assert names(build.rows(made, config)) == left, config
    counted = made.dropped.get("judgments", {})
    # What came after `until` is no part of the snapshot: it is not counted either.
    seen = len(ALL) - (1 if "until" in filters else 0)
    assert len(left) + sum(counted.values()) == seen == build.manifest(made)["judgments"] + sum(counted.values())
    if reason is not None:
        assert set(counted) == ({reason} if reason else set())


def test_an_excluded_flag_takes_the_text_out_of_every_config(project: Project) -> None:
    made = build.export(project, filters={"flags_exclude": ["harmful"]}, sft=["best"])
    assert names(build.rows(made, "preference")) == ALL - {"flagged"}
    assert names(build.rows(made, "ranking")) == ALL - {"flagged"}
    assert names(build.rows(made, "sft")) == ALL
    texts = {row["completion"][0]["content"] for row in build.rows(made, "kto")}
    assert texts == {f"{name} {letter}" for name in ALL for letter in "ab"} - {"flagged b"}
    dropped = {config: reasons.get("flags_exclude") for config, reasons in made.dropped.items()}
    assert dropped == {"sft": 1, "preference": 1, "reward": 1, "kto": 1, "ranking": 1}


def test_raw_is_chosen_by_task_and_time_alone(project: Project) -> None:
    made = build.export(project, configs=["raw"], filters={"review": ["accepted"], "roles": ["labeler"]})
    assert names(build.rows(made, "raw")) == ALL
    made = build.export(project, configs=["raw"], filters={"batches": ["two"], "since": "2026-01-11"})
    assert names(build.rows(made, "raw")) == {"late"}
    assert made.dropped["raw"] == {"filter_batches": 1, "filter_since": 4}
