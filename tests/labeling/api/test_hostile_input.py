"""What only a hostile or broken client sends is refused, never a server error."""

from base64 import b64encode
from uuid import uuid4

import pytest

from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db
TIERS = {"tiers": [["B"], ["A", "D"], ["C"]]}


@pytest.fixture
def project() -> Project:
    project = make.project(slug="cities")
    make.tasks(project, 2)
    return project


@pytest.fixture
def labeler(project, api_of):
    return api_of(make.member(project))


@pytest.fixture
def claimed(labeler) -> dict:
    return labeler.post("projects/cities/assignments/")[1]


# orjson reads 1024 levels but writes only 254, so these bodies are made by hand.
@pytest.mark.parametrize("depth", [120, 260, 900])
@pytest.mark.parametrize("place", ["draft", "submissions/6f1d8a52-5a4c-4f0e-9c53-0d6f1c7f9a11"])
def test_deep_judgments_are_refused(labeler, claimed, depth, place) -> None:
    deep = '{"tiers": [["B"], ["A", "D"], ["C"]], "answers": ' + "[" * depth + "]" * depth + "}"
    body = '{"revision": 1, "judgment": %s}' if place == "draft" else '{"judgment": %s}'
    path = f"/api/assignments/{claimed['id']}/{place}/"
    answer = labeler.client.put(path, body % deep, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("amends", [5, True, [], {}, "x", 1.5])
def test_what_is_amended_is_named_by_a_uuid(labeler, claimed, amends) -> None:
    path = f"assignments/{claimed['id']}/submissions/{uuid4()}/"
    status, error = labeler.put(path, {"judgment": TIERS, "amends": amends})
    assert (status, list(error["fields"])) == (400, ["amends"])


@pytest.mark.parametrize(
    "made_up", ["p=abc", "p=%00", "r=1&p=nan", "p=1e5", "p=" + "9" * 5000, "p=-", "p=\u00b2", "o=3"]
)
@pytest.mark.parametrize("path", ["projects/", "projects/cities/history/", "projects/cities/tasks/"])
def test_made_up_cursors_are_refused(project, api_of, path, made_up) -> None:
    cursor = b64encode(made_up.encode()).decode().replace("+", "%2B").replace("=", "%3D")
    status, error = api_of(make.manager(project)).get(f"{path}?cursor={cursor}")
    assert (status, list(error["fields"])) == (400, ["cursor"])


@pytest.mark.parametrize("body", [[], ["besides"], "x", 0])
def test_a_claim_is_an_object_or_nothing(labeler, project, body) -> None:
    status, error = labeler.post("projects/cities/assignments/", body)
    assert (status, error["error"]) == (400, "invalid")
