"""Projects, members, tasks and progress over the API."""

import pytest

from labeling.models import Membership
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator(api_of):
    return api_of(make.user("mira", can_create_projects=True))


def test_a_project_is_made_from_a_preset(creator) -> None:
    status, project = creator.post(
        "projects/", {"slug": "pairs", "name": "Pairs", "kind": "ranking", "preset": "llama", "ranking": {"ties": True}}
    )
    assert status == 201
    assert set(project) == {
        "slug", "name", "kind", "preset", "guidelines", "guideline_version", "overlap", "splits", "split_seed",
        "lease_minutes", "ranking", "form", "state",
    }  # fmt: skip
    assert (project["state"], project["guideline_version"]) == ("open", 1)
    assert (project["ranking"]["strength"], project["ranking"]["ties"], project["ranking"]["rewrite"]) == (
        4, True, "optional",
    )  # fmt: skip
    assert creator.get("projects/pairs/") == (200, project)
    assert [one["slug"] for one in creator.get("projects/")[1]["results"]] == ["pairs"]


def test_only_managers_see_what_tells_the_split_of_every_prompt(api_of) -> None:
    project = make.project(split_seed="moon")
    for person, seed in ((make.manager(project), "moon"), (make.member(project, "reviewer"), None),
                         (make.member(project), None)):  # fmt: skip
        asker = api_of(person)
        assert asker.get(f"projects/{project.slug}/")[1]["split_seed"] == seed
        assert [one["split_seed"] for one in asker.get("projects/")[1]["results"]] == [seed]


def test_only_those_who_may_create_projects(api_of) -> None:
    status, answer = api_of(make.user()).post("projects/", {"slug": "x", "name": "X", "kind": "ranking"})
    assert (status, answer["error"]) == (403, "not_your_role")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"slug": "Über"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"kind": "poem"}, "kind"),
        ({"preset": "demonstration"}, "preset"),
        ({"overlap": 0}, "overlap"),
        ({"overlap": {"train": 1}}, "overlap"),
        ({"overlap": True}, "overlap"),
        ({"splits": {"train": 0.5, "validation": 0.1, "test": 0.1}}, "splits"),
        ({"lease_minutes": "30"}, "lease_minutes"),
        ({"state": "closed"}, "state"),
        ({"ranking": {"strength": 5}}, "ranking.strength"),
        ({"ranking": {"strength": True}}, "ranking.strength"),
        ({"form": {"completion": [{"name": "q", "type": "scale", "min": 5, "max": 1}]}}, "form.completion.0"),
        ({"colour": "red"}, "colour"),
        ({"name": 7}, "name"),
        ({"splits": []}, "splits"),
        ({"ranking": []}, "ranking"),
        ({"form": ""}, "form"),
        ({"split_seed": "a\0b"}, "split_seed"),
        ({"form": {"task": [{"name": "q", "type": "text", "label": "a\0b"}]}}, "form.task.0.label"),
    ],
)
def test_bad_projects_name_the_field(creator, change, place) -> None:
    status, answer = creator.post("projects/", {"slug": "x", "name": "X", "kind": "ranking"} | change)
    assert status == 400
    assert place in answer["fields"]


def test_a_taken_slug_is_a_conflict(creator) -> None:
    body = {"slug": "x", "name": "X", "kind": "ranking"}
    assert [creator.post("projects/", body)[0], creator.post("projects/", body)[0]] == [201, 409]


def test_changes_of_what_labelers_see_make_a_version(creator) -> None:
    creator.post("projects/", {"slug": "x", "name": "X", "kind": "ranking"})
    assert creator.patch("projects/x/", {"name": "New"})[1]["guideline_version"] == 1
    assert creator.patch("projects/x/", {"guidelines": "Read twice."})[1]["guideline_version"] == 2
    assert creator.patch("projects/x/", {"guidelines": "Read twice."})[1]["guideline_version"] == 2
    status, project = creator.patch("projects/x/", {"ranking": {"acceptability": True}})
    assert (status, project["guideline_version"], project["ranking"]["ties"]) == (200, 3, True)
    assert creator.patch("projects/x/", {"kind": "demonstration"})[0] == 400
    for name, wrong in (("ranking", 5), ("ranking", []), ("form", 5), ("form", "")):
        status, answer = creator.patch("projects/x/", {name: wrong})
        assert (status, list(answer["fields"])) == (400, [name])


def test_members_are_put_listed_and_removed(creator, api_of) -> None:
    creator.post("projects/", {"slug": "x", "name": "X", "kind": "ranking"})
    labeler = make.user("lin")
    assert creator.put("projects/x/members/lin/", {"role": "labeler"}) == (
        200, {"username": "lin", "role": "labeler"},
    )  # fmt: skip
    assert creator.get("projects/x/members/")[1] == {
        "results": [{"username": "lin", "role": "labeler"}, {"username": "mira", "role": "manager"}]
    }
    assert creator.put("projects/x/members/nobody/", {"role": "labeler"})[0] == 404
    assert creator.put("projects/x/members/%00/", {"role": "labeler"})[0] == 404
    assert creator.put("projects/x/members/lin/", {"role": "boss"})[0] == 400
    assert creator.put("projects/x/members/mira/", {"role": "labeler"})[0] == 400, "the last manager stays"
    for method, path in [("GET", ""), ("PUT", "mira/"), ("DELETE", "mira/")]:
        assert api_of(labeler)(method, f"projects/x/members/{path}", {"role": "labeler"})[0] == 403
    assert creator.delete("projects/x/members/lin/") == (204, None)
    assert Membership.objects.get(user=labeler).removed_at is not None
    assert api_of(labeler).get("projects/x/")[0] == 404


def test_tasks_are_filtered_from_a_closed_list(api_of) -> None:
    project = make.project(slug="x")
    make.tasks(project, 2, batch="one", split="test")
    make.tasks(project, 1, batch="two", split="train")
    manager = api_of(make.member(project, "manager"))
    assert len(manager.get("projects/x/tasks/?batch=one&split=test&state=waiting")[1]["results"]) == 2
    assert manager.get("projects/x/tasks/?state=done")[1]["results"] == []
    for wrong in ("labeler__password=x", "state=lost", "split=dev", "q=%00", "cursor=x"):
        assert manager.get(f"projects/x/tasks/?{wrong}")[0] == 400
    first = manager.get("projects/x/tasks/?limit=2")[1]
    assert len(first["results"]) == 2
    rest = manager.client.get(first["next"]).json()
    assert len(rest["results"]) == 1
    assert rest["next"] is None


def test_tasks_are_found_by_the_words_of_their_prompt(api_of) -> None:
    project = make.project(slug="x")
    texts = ['Say "hi" to\nthe user', "Nothing", "50% of \\ it"]
    make.imported(project, [row | {"prompt": text} for row, text in zip(make.rows(3), texts, strict=True)])
    manager = api_of(make.member(project, "manager"))

    def found(words: str) -> list[str]:
        answer = manager.client.get("/api/projects/x/tasks/", {"q": words}).json()
        return [task["prompt"][0]["content"] for task in answer["results"]]

    assert found("USER") == texts[:1], "a word of the prompt, not the role of every message"
    assert found('"hi" to\nthe') == texts[:1]
    assert found("50% of \\") == texts[2:]


def test_reviewers_stay_blind(api_of) -> None:
    project = make.project(slug="x")
    task = make.tasks(project, 1, split="test")[0]
    make.submitted(make.claimed(project, make.member(project)))
    manager, reviewer = api_of(make.member(project, "manager")), api_of(make.member(project, "reviewer"))
    seen = manager.get(f"tasks/{task.pk}/")[1]
    assert [card["model"] for card in seen["completions"]] == ["policy-0", "policy-1", "policy-2", "policy-3"]
    assert seen["submissions"][0]["order"][0] in [card["id"] for card in seen["completions"]]
    assert (seen["state"], seen["overlap"], seen["submitted"], seen["split"]) == ("done", 1, 1, "test")
    blind = reviewer.get(f"tasks/{task.pk}/")[1]
    assert all("model" not in card for card in blind["completions"])
    assert (blind["split"], blind["external_id"]) == ("", "")
    assert set(blind["submissions"][0]["order"]) == {card["id"] for card in blind["completions"]}
    assert not {card["id"] for card in blind["completions"]} & {card["id"] for card in seen["completions"]}
    assert reviewer.get("projects/x/tasks/?split=test")[0] == 403
    assert api_of(make.member(project)).get(f"tasks/{task.pk}/")[0] == 404


def test_progress_counts_slots(api_of) -> None:
    project = make.project(slug="x", overlap=2)
    make.tasks(project, 3)
    make.submitted(make.claimed(project, make.member(project)))
    make.claimed(project, make.member(project))
    assignment = make.claimed(project, make.member(project))
    from labeling.actions.skip import skip

    skip(assignment=assignment, reason="personal_data", now=make.NOON)
    manager = api_of(make.member(project, "manager"))
    assert manager.get("projects/x/progress/") == (
        200,
        {"tasks": 3, "done": 0, "slots": 6, "submitted": 1, "claimed": 1, "parked": 1, "labelers": 1,
         "skipped": {"personal_data": 1}},
    )  # fmt: skip
