"""What two exports differ in, and why: judged since, amended, rejected, excluded, or by another recipe."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from exports.actions import build_comparison
from exports.actions.compare_exports import compare_exports
from exports.differences.words import causes_in_words
from exports.models import Comparison, Export
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.review_submission import review_submission
from labeling.actions.state_licenses import state_licenses
from labeling.models import Assignment, Project
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db
NOTHING: dict[str, Any] = {"added": {}, "removed": {}, "changed": {}, "columns": {}, "dropped": {}, "examples": {}}


@pytest.fixture
def project() -> Project:
    made = make.project(overlap=2)
    make.tasks(made, 3, completions=2)
    return made


def changes(earlier: Export, later: Export) -> dict[str, Any]:
    asked = compare_exports(earlier=earlier, later=later, by=None, now=timezone.now())
    build_comparison.build(asked.pk)
    done = Comparison.objects.get(pk=asked.pk)
    assert done.state == "done", done.error
    return done.changes


def ranked(project: Project, labeler: Any, letters: str = "AB") -> Assignment:
    """Rank the next task's two completions; "BA" puts the one that was imported second first."""
    held = make.claimed(project, labeler)
    by_index = dict(zip(held.order, "AB", strict=True))
    make.submitted(held, tiers=[[by_index["AB".index(letter)]] for letter in letters])
    return held


def test_nothing_between_two_of_the_same_moment(project: Project) -> None:
    ranked(project, make.member(project))
    first = build.export(project, configs=["preference"])
    again = build.export(project, configs=["preference"], snapshot=str(first.pk))
    assert changes(first, again) == {"preference": {"same": 1, **NOTHING}}


def test_a_judgment_since_is_named_as_the_cause(project: Project) -> None:
    first, second = make.member(project), make.member(project)
    ranked(project, first)
    earlier = build.export(project, configs=["preference"])
    ranked(project, first)
    later = build.export(project, configs=["preference"])
    found = changes(earlier, later)["preference"]
    assert (found["same"], found["added"], found["removed"], found["changed"]) == (1, {"judged": 1}, {}, {})
    ranked(project, second, "BA")
    last = build.export(project, configs=["preference"])
    found = changes(later, last)["preference"]
    assert (found["same"], found["removed"], found["dropped"]) == (1, {"judged": 1}, {"no_majority": 1})
    assert len(found["examples"]["removed"]) == 1


def test_an_amended_pair_is_changed_not_two_rows(project: Project) -> None:
    labeler = make.member(project)
    held = ranked(project, labeler, "AB")
    earlier = build.export(project, configs=["preference"])
    by_index = dict(zip(held.order, "AB", strict=True))
    make.submitted(held, tiers=[[by_index[1]], [by_index[0]]])
    found = changes(earlier, build.export(project, configs=["preference"]))["preference"]
    assert (found["added"], found["removed"], found["changed"]) == ({}, {}, {"amended": 1})
    assert found["columns"]["chosen"] == found["columns"]["rejected"] == 1


def test_rejected_and_excluded_work_says_so(project: Project) -> None:
    first, second, boss = make.member(project), make.member(project), make.manager(project)
    held = ranked(project, first)
    ranked(project, second)
    ranked(project, second)
    earlier = build.export(project, configs=["preference"])
    review_submission(
        submission=held.submissions.get(), verdict="rejected", comment="no", reviewer=boss, now=timezone.now()
    )
    exclude_labeler(project=project, labeler=second, is_excluded=True, by=boss, now=timezone.now())
    found = changes(earlier, build.export(project, configs=["preference"]))["preference"]
    assert found["removed"] == {"labeler_excluded, rejected": 1, "labeler_excluded": 1}


def test_another_recipe_is_the_cause_when_no_judgment_differs(project: Project) -> None:
    ranked(project, make.member(project))
    earlier = build.export(project, configs=["preference", "ranking"])
    later = build.export(project, configs=["preference", "reward"], snapshot=str(earlier.pk), min_votes=2)
    found = changes(earlier, later)
    assert found["preference"]["removed"] == found["ranking"]["removed"] == {"recipe": 1}
    assert found["preference"]["dropped"] == {"min_votes": 1}
    assert found["reward"]["added"] == {}


def test_asked_twice_it_is_one_comparison_over_the_api_and_on_the_page(client: Client, project: Project) -> None:
    ranked(project, make.member(project))
    earlier, later = build.export(project, configs=["raw"]), build.export(project, configs=["raw"])
    client.force_login(make.manager(project))
    path = f"/api/exports/{later.pk}/differences/"
    for _ in range(2):
        asked = client.post(path, {"earlier": earlier.pk}, content_type="application/json")
        assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    build_comparison.build(Comparison.objects.get().pk)
    told = client.get(f"{path}{earlier.pk}/").json()
    assert (told["state"], told["changes"]["raw"]["same"]) == ("ready", 1)
    page = f"/projects/{project.slug}/exports/{later.pk}/differences/"
    assert f'value="{earlier.pk}"' in client.get(page).content.decode()
    shown = client.post(page, {"earlier": earlier.pk}, follow=True).content.decode()
    assert "1 row is the same" in shown


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("judged", "judged since"), ("no longer rejected", "holds no longer: a reviewer rejected it"),
        ("amended, settled", "amended since; a reviewer settled its task with a judgment of their own"),
        ("from a later version", "from a later version"),
    ],
)  # fmt: skip
def test_causes_are_told_in_words(code: str, words: str) -> None:
    with translation.override("en"):
        assert causes_in_words(code) == words


def test_the_page_tells_causes_and_reasons_in_words_of_ones_language(client: Client, project: Project) -> None:
    ranked(project, make.member(project))
    earlier = build.export(project, configs=["preference"])
    ranked(project, make.member(project), "BA")
    later = build.export(project, configs=["preference"])
    changes(earlier, later)
    client.force_login(make.manager(project))
    page = f"/projects/{project.slug}/exports/{later.pk}/differences/{earlier.pk}/"
    english = client.get(page).content.decode()
    assert "judged since: 1" in english
    assert "no side has more than half of the votes: 1" in english
    with translation.override("zh-hans"):
        chinese = client.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "其后作出了评判" in chinese
    assert "judged since" not in chinese


@pytest.mark.parametrize("earlier", ["0", "x", "99999999"])
def test_only_with_another_export_of_the_project(client: Client, project: Project, earlier: str) -> None:
    later = build.export(project, configs=["raw"])
    client.force_login(make.manager(project))
    for named in (earlier, str(later.pk)):
        answer = client.post(
            f"/api/exports/{later.pk}/differences/", {"earlier": named}, content_type="application/json"
        )
        assert answer.status_code == 400
        assert "earlier" in answer.json()["fields"]
    assert not Comparison.objects.exists()


def test_a_license_stated_since_is_named_as_the_cause(project: Project) -> None:
    ranked(project, make.member(project))
    earlier = build.export(project, configs=["preference"])
    licenses = {"policy-0": "MIT"}
    state_licenses(project=project, licenses=licenses, by=make.manager(project), now=timezone.now())
    found = changes(earlier, build.export(project, configs=["preference"]))["preference"]
    assert (found["same"], found["changed"]) == (0, {"licensed": 1})
    assert set(found["columns"]) == {"chosen_license"}
