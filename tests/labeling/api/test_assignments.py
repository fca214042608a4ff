"""The labeler's API: each endpoint works, refuses the wrong person and bad input, and can be repeated."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labeling.models import Project, Submission
from tests import make

pytestmark = pytest.mark.django_db

GOOD = {"judgment": {"tiers": [["B"], ["A", "D"], ["C"]]}, "active_seconds": 41.2, "opened_at": "2026-11-23T10:00:00Z"}


@pytest.fixture
def project() -> Project:
    project = make.project(slug="cities", guidelines="Be fair.")
    make.tasks(project, 3)
    return project


@pytest.fixture
def labeler(project, api_of):
    return api_of(make.member(project))


@pytest.fixture
def claimed(labeler) -> dict:
    status, assignment = labeler.post("projects/cities/assignments/")
    assert status == 201
    return assignment


def test_claim_answers_with_the_assignment(claimed) -> None:
    assert set(claimed) == {
        "id", "project", "kind", "state", "leased_until", "prompt", "completions", "ranking", "form",
        "guidelines", "guideline_version", "draft", "submission",
    }  # fmt: skip
    assert isinstance(claimed["id"], str)
    assert claimed["state"] == "claimed"
    assert claimed["leased_until"].endswith("Z")
    assert [card["label"] for card in claimed["completions"]] == ["A", "B", "C", "D"]
    assert set(claimed["completions"][0]) == {"label", "content"}
    assert (claimed["guidelines"], claimed["guideline_version"]) == ("Be fair.", 1)


def test_claim_again_resumes_and_besides_looks_ahead(labeler, claimed) -> None:
    status, again = labeler.post("projects/cities/assignments/")
    assert (status, again["id"]) == (200, claimed["id"])
    status, ahead = labeler.post("projects/cities/assignments/", {"besides": [claimed["id"]]})
    assert status == 201
    assert ahead["id"] != claimed["id"]
    both = {"besides": [claimed["id"], ahead["id"]]}
    assert labeler.post("projects/cities/assignments/", both) == (204, None)


def test_claim_when_nothing_is_left_or_the_project_is_not_open(labeler, project) -> None:
    for _ in range(3):
        _, assignment = labeler.post("projects/cities/assignments/")
        labeler.put(f"assignments/{assignment['id']}/submissions/{uuid4()}/", GOOD)
    assert labeler.post("projects/cities/assignments/") == (204, None)
    Project.objects.filter(pk=project.pk).update(state="paused")
    status, answer = labeler.post("projects/cities/assignments/")
    assert (status, answer["error"]) == (409, "project_not_open")


def test_a_claim_costs_a_bounded_number_of_queries(labeler, project) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert labeler.post("projects/cities/assignments/")[0] == 201
    # Token and its use, place, savepoint and release, lock, in hand, opening, texts, weights, version, write.
    assert len(queries) <= 13


def test_strangers_and_other_labelers_see_nothing(api_of, claimed, project) -> None:
    stranger, colleague = api_of(make.user()), api_of(make.member(project))
    assert stranger.post("projects/cities/assignments/")[0] == 404
    for person in (stranger, colleague):
        path = f"assignments/{claimed['id']}/"
        assert person.get(path)[0] == 404
        assert person.put(f"{path}opened/")[0] == 404
        assert person.put(f"{path}draft/", {"revision": 1, "judgment": {}})[0] == 404
        assert person.put(f"{path}submissions/{uuid4()}/", GOOD)[0] == 404
        assert person.put(f"{path}skip/", {"reason": "unclear"})[0] == 404
        assert person.delete(f"{path}lease/")[0] == 404


def test_submission_is_created_repeated_and_in_conflict(labeler, claimed) -> None:
    path = f"assignments/{claimed['id']}/submissions/{uuid4()}/"
    status, stored = labeler.put(path, GOOD)
    assert status == 201
    assert set(stored) == {"id", "revision", "judgment", "active_seconds", "surplus", "submitted_at"}
    assert stored["judgment"]["tiers"] == [["B"], ["A", "D"], ["C"]]
    assert labeler.put(path, GOOD) == (200, stored)
    assert labeler.put(path, GOOD | {"active_seconds": 1})[0] == 409
    _, assignment = labeler.get(f"assignments/{claimed['id']}/")
    assert assignment["state"] == "submitted"
    assert assignment["submission"] == stored


def test_amendments_name_what_they_amend(labeler, claimed) -> None:
    first, second = uuid4(), uuid4()
    path = f"assignments/{claimed['id']}/submissions/"
    labeler.put(f"{path}{first}/", GOOD)
    status, amended = labeler.put(f"{path}{second}/", GOOD | {"amends": str(first)})
    assert (status, amended["revision"]) == (201, 2)
    assert labeler.put(f"{path}{uuid4()}/", GOOD | {"amends": str(first)})[0] == 409
    _, history = labeler.get("projects/cities/history/")
    assert [line["id"] for line in history["results"]] == [str(second)]
    assert history["next"] is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "judgment"),
        ({"judgment": []}, "judgment"),
        ({"judgment": {"tiers": [["A", "B", "C"]]}}, "tiers"),
        ({"judgment": {"tiers": [["A", "B", "C", "D", "E"]]}}, "tiers"),
        ({"judgment": {"tiers": [["A", "A", "B", "C", "D"]]}}, "tiers"),
        ({"judgment": {"tiers": [["A", "B", "C", "D"]], "acceptable_tiers": 1}}, "acceptable_tiers"),
        ({"judgment": {"tiers": [["A", "B", "C", "D"]], "rewrite": {"of": "A", "text": "x"}}}, "rewrite"),
        ({"judgment": {"tiers": [["A", "B", "C", "D"]], "mood": 1}}, "mood"),
        (GOOD | {"active_seconds": "41"}, "active_seconds"),
        (GOOD | {"active_seconds": -1}, "active_seconds"),
        (GOOD | {"opened_at": "yesterday"}, "opened_at"),
        (GOOD | {"colour": "red"}, "colour"),
        ({"judgment": {"tiers": [["A", "B", "C", "D"]], "answers": {"why": "a\0b"}}}, "judgment.answers.why"),
    ],
)
def test_bad_submissions_name_the_place(labeler, claimed, body, place) -> None:
    status, answer = labeler.put(f"assignments/{claimed['id']}/submissions/{uuid4()}/", body)
    assert status == 400
    assert place in answer["fields"]
    assert Submission.objects.count() == 0


def test_a_submission_needs_a_uuid(labeler, claimed) -> None:
    assert labeler.put(f"assignments/{claimed['id']}/submissions/seven/", GOOD)[0] == 400


def test_drafts_keep_the_newest_revision(labeler, claimed) -> None:
    path = f"assignments/{claimed['id']}/draft/"
    assert labeler.put(path, {"revision": 2, "judgment": {"tiers": [["A"]]}}) == (200, {"revision": 2})
    assert labeler.put(path, {"revision": 2, "judgment": {"tiers": [["A"]]}}) == (200, {"revision": 2})
    status, answer = labeler.put(path, {"revision": 1, "judgment": {"tiers": [["B"]]}})
    assert status == 409
    assert answer["draft"] == {"revision": 2, "judgment": {"tiers": [["A"]]}}
    assert labeler.get(f"assignments/{claimed['id']}/")[1]["draft"] == answer["draft"]


def test_drafts_that_could_not_be_given_back_are_refused(labeler, claimed) -> None:
    path = f"assignments/{claimed['id']}/draft/"
    for number in ("9" * 25, "-" + "9" * 25, "1e300"):
        body = f'{{"revision": 1, "judgment": {{"n": {number}}}}}'
        answer = labeler.client.put(f"/api/{path}", body, content_type="application/json")
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == ["judgment.n"]
    assert labeler.put(path, {"revision": "1", "judgment": {}})[0] == 400
    assert labeler.put(path, {"revision": 1, "judgment": {"n": 2**63 - 1}})[0] == 200
    assert labeler.get(f"assignments/{claimed['id']}/")[1]["draft"]["judgment"] == {"n": 2**63 - 1}


def test_opened_begins_the_full_lease(labeler, claimed) -> None:
    _, ahead = labeler.post("projects/cities/assignments/", {"besides": [claimed["id"]]})
    status, opened = labeler.put(f"assignments/{ahead['id']}/opened/")
    assert status == 200
    assert opened["leased_until"] > ahead["leased_until"]


def test_skip_and_release_can_be_repeated(labeler, claimed) -> None:
    skip = f"assignments/{claimed['id']}/skip/"
    assert labeler.put(skip, {"reason": "unclear", "note": "?", "active_seconds": 4})[0] == 200
    assert labeler.put(skip, {"reason": "unclear"})[0] == 200
    assert labeler.put(skip, {"reason": "boredom"})[0] == 400
    _, other = labeler.post("projects/cities/assignments/")
    assert labeler.delete(f"assignments/{other['id']}/lease/") == (204, None)
    assert labeler.delete(f"assignments/{other['id']}/lease/") == (204, None)
    labeler.put(f"assignments/{other['id']}/submissions/{uuid4()}/", GOOD)
    assert labeler.put(f"assignments/{other['id']}/skip/", {"reason": "unclear"})[0] == 409
    assert labeler.delete(f"assignments/{other['id']}/lease/")[0] == 409


def test_broken_json_is_a_clear_400(labeler, claimed) -> None:
    path = f"/api/assignments/{claimed['id']}/draft/"
    for content in (b"{", b'{"revision": NaN}', b'{"a": "\\ud800"}', b"[]", b"7"):
        answer = labeler.client.put(path, content, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["error"]
