"""The card of built datasets."""

from pathlib import Path

import datasets
import pytest
import yaml
from django.test import Client
from django.utils import timezone

from accounts.models import User
from exports.card.figures import kto
from exports.card.leftovers import REASONS
from exports.card.markdown import counted
from exports.models import Export
from exports.storage import folders
from labeling.actions.change_project import change_project
from labeling.models import Policy, PolicyLicense
from labeling.texts.rendering import render
from tests import make
from tests.exports import build
from tests.exports.small_project import small_project

pytestmark = pytest.mark.django_db

ATTACK = (
    "```\n---\nlicense: mit\nconfigs: []\n---\n# Not a title\n<script>alert('x')</script>\n~~~~\n| a | b |\n\u2028---"
)


def card(made: Export) -> str:
    return (folders.folder_of(made.pk) / "README.md").read_text(encoding="utf-8")


def head(made: Export) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(card(made)[4:].split("\n---\n")[0])
    return found


def test_the_small_project_counted_by_hand():
    """Who said what stands in small_project.py; 11 judgments count, ann 4, ben 3, cas 4."""
    made = build.export(small_project())
    told = build.manifest(made)["statistics"]
    assert told["workforce"] == {
        "labelers": 3, "judgments": 11, "judgments_per_labeler": {"min": 3, "median": 4.0, "max": 4},
    }  # fmt: skip
    # partial has two judgments, the three others three.
    assert (told["prompts"], told["judgments_per_prompt"]) == (4, {"2": 1, "3": 3})
    # Four prompts are not enough to tell a share by, and the card says so. cas's single card of partial is
    # compared with nothing: two labelers have three prompts in common.
    assert told["agreement"]["strict"] == {"share": None, "low": None, "high": None, "prompts": 3}
    # ties: 3 + 3 + 3 pairs, of which ben and cas tie one each; cycle 9; written 3; partial 1.
    assert (told["bias"]["ties"]["prompts"], told["bias"]["ties"]["of"]) == (4, 22)
    assert told["bias"]["first_shown_wins"]["of"] == 20
    # All cards are one letter long: none is longer.
    assert told["bias"]["longer_wins"]["of"] == 0
    # train has a and b of ties and a of partial; c of ties and b of partial.
    assert told["kto"] == {
        "desirable": 3, "undesirable": 2,
        # 3:2 is more than 4:3: bad ones count 9/8 to 3/2.
        "weights": {
            "desirable_weight": {"from": 1.0, "to": 1.0}, "undesirable_weight": {"from": 1.125, "to": 1.5},
        },
    }  # fmt: skip
    text = card(made)
    assert "3 people gave 11 judgments that count. Each of them gave 3 to 4; half gave 4 or fewer." in text
    assert "not enough data" in text
    assert "at least 1 vote, agreement at least 0." in text
    assert "`train` has 3 good answers and 2 bad ones." in text
    assert "a over b over c over a (`cycle`) | 3 |" in text


def test_one_is_told_in_the_singular():
    told = {"desirable": 1, "undesirable": 1, "weights": {}}
    assert "`train` has 1 good answer and 1 bad one." in kto(told, is_first=True)
    assert [counted(count, "vote") for count in (0, 1, 1000)] == ["0 votes", "1 vote", "1,000 votes"]


def test_agreement_and_leanings_of_two_labelers():
    of = make.project(overlap=2, ranking={"ties": True}, splits={"train": 1, "validation": 0, "test": 0})
    texts = [{"text": "long answer", "model": "m|1"}, {"text": "short", "model": "`m2`"}]
    make.imported(of, [{"id": f"{number}", "prompt": f"Q{number}", "completions": texts} for number in range(32)])
    one, other = make.member(of), make.member(of)
    for labeler in (one, other):
        for _ in range(32):
            assignment = make.claimed(of, labeler)
            is_tie = labeler == other and int(assignment.task.external_id) % 4 == 0
            build.judged(assignment, *([["long answer", "short"]] if is_tie else [["long answer"], ["short"]]))
    made = build.export(of)
    told = build.manifest(made)["statistics"]
    # They agree on 24 of 32; on the others one alone ties.
    shares = {name: figure["share"] for name, figure in told["agreement"].items()}
    assert shares == {"strict": 0.75, "half_credit": 0.875, "decisive": 1.0, "decisive_coverage": 0.75}
    assert told["agreement"]["strict"]["low"] < 0.75 < told["agreement"]["strict"]["high"] < 1
    # 64 comparisons, 8 of them ties; the long one wins all others.
    assert (told["bias"]["ties"]["share"], told["bias"]["ties"]["of"]) == (0.125, 64)
    assert (told["bias"]["longer_wins"]["share"], told["bias"]["longer_wins"]["of"]) == (1.0, 56)
    assert told["policies"] == {"`m2`": 32, "m|1": 32}
    assert "| `m\\|1` | not given | 32 |" in card(made)


def test_a_second_build_gives_the_same_bytes():
    of = small_project()
    first = build.export(of)
    again = build.export(of, snapshot=str(first.pk))
    assert build.contents(folders.folder_of(first.pk)) == build.contents(folders.folder_of(again.pk))


def test_nobodys_name_stands_in_it():
    of = small_project()
    names = set(User.objects.filter(memberships__project=of).values_list("username", flat=True))
    left_out = User.objects.filter(memberships__project=of, memberships__role="labeler").order_by("pk")[0]
    made = build.export(of, filters={"labelers_exclude": [left_out.username]})
    told = card(made) + (folders.folder_of(made.pk) / "manifest.json").read_text()
    assert not [name for name in names if name in told]
    assert "Labelers left out: 1." in told


def test_hostile_texts_break_neither_head_nor_card(tmp_path: Path):
    of = make.project(
        name="Title: # <b> ```", guidelines=ATTACK,
        form={"completion": [{"name": "overall", "label": "</code>: # |`", "type": "scale", "min": 1, "max": 7}]},
    )  # fmt: skip
    texts = [{"text": "a", "model": "m\n---\n<img src=x onerror=alert(1)>"}, {"text": "b", "model": "``` | # : x"}]
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": texts, "language": "en: #"}])
    assignment = make.claimed(of, make.member(of))
    rated = {letter: {"overall": 5} for letter in "AB"}
    build.judged(assignment, ["a"], ["b"], ratings=rated)
    made = build.export(of)
    told = head(made)
    assert told["license"] == "unknown"
    assert "language" not in told
    folder = folders.folder_of(made.pk)
    for config in ("preference", "kto", "raw"):
        assert datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path))["train"].num_rows >= 1
    shown = render(card(made).split("\n---\n", 1)[1])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "Not a title</h1>" not in shown
    assert shown.count("<h1") == 1
    assert ATTACK.split("\n")[5] in card(made)


def test_each_version_of_guidelines_that_was_used_is_told_once():
    of = make.project(guidelines="First text.", overlap=1)
    manager = make.manager(of)
    make.imported(of, make.rows(3))
    labeler = make.member(of)
    make.submitted(make.claimed(of, labeler))
    change_project(project=of, by=manager, now=timezone.now(), guidelines="Never used.")
    change_project(project=of, by=manager, now=timezone.now(), guidelines="Second text.")
    make.submitted(make.claimed(of, labeler))
    told = card(build.export(of))
    assert "### Guidelines of version 1\n\n```markdown\nFirst text.\n```" in told
    assert "### Guidelines of version 3\n\n```markdown\nSecond text.\n```" in told
    assert "Never used" not in told
    assert "### What was asked under versions 1, 3" in told


def test_it_can_be_told_without_rows():
    made = build.export(make.project())
    assert "There are no rows" in card(made)
    assert build.manifest(made)["statistics"]["workforce"] == {"labelers": 0, "judgments": 0}


def test_every_reason_of_the_small_project_has_words():
    made = build.export(small_project())
    assert {reason for reasons in made.dropped.values() for reason in reasons} <= set(REASONS)


def test_it_is_shown_on_the_exports_page(client: Client):
    of = small_project()
    made = build.export(of)
    client.force_login(make.manager(of))
    page = client.get(f"/projects/{of.slug}/exports/{made.pk}/").content.decode()
    shown = page.split('id="card"')[1]
    assert "3 people gave 11 judgments that count" in shown
    assert "size_categories" not in shown


def test_an_export_without_a_folder_shows_no_card(client: Client):
    of = small_project()
    made = build.export(of)
    folders.set_aside(made.pk)
    client.force_login(make.manager(of))
    assert 'id="card"' not in client.get(f"/projects/{of.slug}/exports/{made.pk}/").content.decode()


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ({}, "unknown"),
        ({"m1": "MIT", "m2": "mit"}, "other"),
        ({"m1": "Apache-2.0", "m2": "Apache-2.0"}, "apache-2.0"),
        ({"m1": "Apache-2.0"}, "other"),
        ({"m1": "Research only: # no", "m2": "Research only: # no"}, "other"),
    ],
)
def test_the_head_names_a_license_only_where_all_answers_have_it(licenses: dict[str, str], expected: str):
    of = make.project()
    texts = [{"text": "a", "model": "m1"}, {"text": "b", "model": "m2"}]
    make.imported(of, [{"id": "t", "prompt": "Q", "completions": texts}])
    build.ranked(of, make.member(of), ["a"], ["b"])
    for name, license_ in licenses.items():
        policy = Policy.objects.get(project=of, name=name)
        PolicyLicense.objects.create(policy=policy, license=license_, created_at=timezone.now())
    made = build.export(of)
    assert head(made)["license"] == expected
    for name in ("m1", "m2"):
        told = f"`{licenses[name]}`" if name in licenses else "not given"
        assert f"| `{name}` | {told} | 1 |" in card(made)
