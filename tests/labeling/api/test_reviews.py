"""Review over HTTP: what waits, verdicts and their withdrawal, the policy."""

from typing import Any

import pytest
from django.utils import timezone

from labeling.actions.digest_projects import digest_projects
from labeling.models import Check, Project, Review, Submission
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """Three judgments of ann's wait, one of bob's."""
    project = make.project(slug="x", overlap=2)
    make.tasks(project, 3)
    for name, count in (("ann", 3), ("bob", 1)):
        labeler = make.member(project, name=name)
        for _ in range(count):
            make.submitted(make.claimed(project, labeler))
    digest_projects(now=timezone.now())
    return project


def body(waiting: dict[str, Any], verdict: str, comment: str = "Because.") -> dict[str, str]:
    return {"submission": waiting["submission"]["id"], "verdict": verdict, "comment": comment}


def test_what_waits_is_listed_in_the_order_of_the_queue(api_of, project: Project) -> None:
    reviewer = api_of(make.member(project, "reviewer"))
    status, listed = reviewer.get("projects/x/review/")
    assert status == 200
    ids = list(Check.objects.order_by("task", "submission").values_list("submission__assignment_id", flat=True))
    assert [int(one["assignment"]) for one in listed["results"]] == ids
    first = listed["results"][0]
    assert set(first) == {"assignment", "task", "reason", "waiting_since", "held", "submission"}
    assert (first["reason"], first["held"], first["submission"]["labeler"]) == ("new_labeler", False, "ann")
    assert len(set(first["submission"]["order"])) == 4
    assert listed["next"] is None


def test_filters_and_pages(api_of, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labeling.api.reviews.PAGE_SIZE", 3)
    manager = api_of(make.manager(project))
    page = manager.get("projects/x/review/")[1]
    assert len(page["results"]) == 3
    rest = manager.get(page["next"].partition("/api/")[2])[1]
    assert len(rest["results"]) == 1
    assert rest["results"][0] not in page["results"]
    assert rest["next"] is None
    assert len(manager.get("projects/x/review/?labeler=bob")[1]["results"]) == 1
    assert manager.get("projects/x/review/?reason=random")[1]["results"] == []
    for wrong in ("reason=x", "cursor=x", "cursor=99999", "policy=a", "labeler=%00"):
        assert manager.get(f"projects/x/review/?{wrong}")[0] == 400, wrong


def test_ones_own_work_is_not_in_ones_list(api_of) -> None:
    project = make.project(slug="x")
    make.tasks(project, 1)
    reviewer = make.member(project, "reviewer")
    held = make.claimed(project, reviewer)
    said = make.submitted(held)
    digest_projects(now=timezone.now())
    assert api_of(reviewer).get("projects/x/review/")[1]["results"] == []
    answer = api_of(reviewer).put(
        f"assignments/{held.pk}/review/", {"submission": str(said.client_id), "verdict": "accepted"}
    )
    assert (answer[0], answer[1]["error"]) == (409, "own_work")


def test_a_verdict_is_put_and_put_again(api_of, project: Project) -> None:
    reviewer = api_of(make.member(project, "reviewer", name="rev"))
    first = reviewer.get("projects/x/review/")[1]["results"][0]
    path = f"assignments/{first['assignment']}/review/"
    for _ in range(2):
        status, review = reviewer.put(path, body(first, "returned"))
        assert status == 200
        assert (review["verdict"], review["comment"], review["reviewer"]) == ("returned", "Because.", "rev")
        assert review["submission"] == first["submission"]["id"]
    assert Review.objects.count() == 1
    assert len(reviewer.get("projects/x/review/")[1]["results"]) == 3
    assert reviewer.delete(path)[0] == 204
    assert len(reviewer.get("projects/x/review/")[1]["results"]) == 4
    assert reviewer.delete(path)[0] == 409


def test_who_says_what_they_saw_overrules_nobody_unawares(api_of, project: Project) -> None:
    one, other = (api_of(make.member(project, "reviewer", name=name)) for name in ("rev", "rita"))
    first = one.get("projects/x/review/")[1]["results"][0]
    path = f"assignments/{first['assignment']}/review/"
    review = one.put(path, body(first, "accepted") | {"seen": 0})[1]
    # Once more, since the answer was lost: as before.
    assert one.put(path, body(first, "accepted") | {"seen": 0}) == (200, review)
    status, answer = other.put(path, body(first, "rejected") | {"seen": 0})
    assert (status, answer["error"]) == (409, "answered_meanwhile")
    assert answer["review"]["number"] == review["number"]
    assert other.put(path, body(first, "rejected") | {"seen": review["number"]})[0] == 200
    # Without it, as ever: the newest holds.
    assert one.put(path, body(first, "accepted"))[0] == 200
    assert one.put(path, body(first, "accepted") | {"seen": "1"})[0] == 400


def test_what_is_wrong_with_a_verdict_is_said_by_its_field(api_of, project: Project) -> None:
    reviewer = api_of(make.member(project, "reviewer"))
    first = reviewer.get("projects/x/review/")[1]["results"][0]
    path = f"assignments/{first['assignment']}/review/"
    for wrong, field in (
        (body(first, "rejected", ""), "comment"),
        (body(first, "withdrawn"), "verdict"),
        (body(first, "accepted") | {"submission": "x"}, "submission"),
        (body(first, "accepted") | {"why": "x"}, "why"),
        (body(first, "accepted") | {"comment": 3}, "comment"),
        ({"verdict": "accepted"}, "submission"),
    ):
        status, answer = reviewer.put(path, wrong)
        assert (status, list(answer["fields"])) == (400, [field]), wrong
    make.submitted(Submission.objects.get(client_id=first["submission"]["id"]).assignment)
    status, answer = reviewer.put(path, body(first, "accepted"))
    assert (status, answer["error"]) == (409, "not_standing")


def test_only_work_and_only_for_staff(api_of, project: Project) -> None:
    said = Submission.objects.first()
    assert said is not None
    put = {"submission": str(said.client_id), "verdict": "accepted"}
    path = f"assignments/{said.assignment_id}/review/"
    assert api_of(said.assignment.labeler).put(path, put)[0] == 404
    assert api_of(make.user()).put(path, put)[0] == 404
    type(said.assignment).objects.filter(pk=said.assignment_id).update(purpose="gold", slot=None)
    assert api_of(make.manager(project)).put(path, put)[0] == 404


def test_the_policy_is_for_managers(api_of, project: Project) -> None:
    manager = api_of(make.manager(project))
    assert manager.get("projects/x/review/policy/") == (200, {"first": 5, "share": 0.02, "disputed": 0.5})
    changed = manager.patch("projects/x/review/policy/", {"first": 1, "disputed": None})
    assert changed == (200, {"first": 1, "share": 0.02, "disputed": None})
    status, answer = manager.patch("projects/x/review/policy/", {"share": "much"})
    assert (status, list(answer["fields"])) == (400, ["share"])
    # None at random: the draw is another one in each run.
    assert manager.patch("projects/x/review/policy/", {"share": 0}) == (200, {"first": 1, "share": 0, "disputed": None})
    digest_projects(now=timezone.now())
    assert Check.objects.filter(closed_at=None).count() == 2
    assert api_of(make.member(project, "reviewer")).get("projects/x/review/policy/")[0] == 403
    assert api_of(make.member(project)).get("projects/x/review/policy/")[0] == 403


def test_a_labeler_reads_in_their_history_what_became_of_their_work(api_of, project: Project) -> None:
    manager = api_of(make.manager(project))
    waiting = [one for one in manager.get("projects/x/review/")[1]["results"] if one["submission"]["labeler"] == "ann"]
    manager.put(f"assignments/{waiting[0]['assignment']}/review/", body(waiting[0], "returned"))
    manager.put(f"assignments/{waiting[1]['assignment']}/review/", body(waiting[1], "accepted", ""))
    manager.delete(f"assignments/{waiting[1]['assignment']}/review/")
    ann = api_of(Submission.objects.filter(assignment__labeler__username="ann").first().assignment.labeler)
    told = {line["assignment"]: line["review"] for line in ann.get("projects/x/history/")[1]["results"]}
    assert told[waiting[0]["assignment"]] == {"verdict": "returned", "comment": "Because."}
    assert told[waiting[1]["assignment"]] is None
