"""A labeler walks through work and gold, and every byte they get is held side by side: nothing may differ.

Two tasks of the same texts, one of them gold, so that sizes are equal too; ids, times and the random order of cards
are what may differ anyway.
"""

import re
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from labeling.actions.make_gold import make_gold_by, set_gold_rate
from labeling.gold import draws as gold_draws
from labeling.models import Assignment, Project, Purpose, Task
from tests import make

pytestmark = pytest.mark.django_db

FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7},
        {"name": "toxic", "type": "flag"},
    ]
}
TEXTS = [{"text": text, "model": "m"} for text in ("First answer.", "Other answer.", "Third answer.")]
UUIDS = {"work": "00000000-0000-4000-8000-000000000001", "gold": "00000000-0000-4000-8000-000000000002"}


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> Project:
    """Work comes first, then gold, and so on."""
    monkeypatch.setattr(gold_draws, "is_gold", lambda _secret, _who, ordinal, rate: bool(rate) and ordinal % 2 == 0)
    project = make.project(form=FORM, guidelines="Be kind.")
    rows = [{"id": f"t-{number}", "prompt": f"Question number {number}?", "completions": TEXTS} for number in range(8)]
    make.imported(project, rows)
    for task in Task.objects.order_by("-id")[:4]:
        make_gold_by(
            task=task, by=make.manager(project), now=timezone.now(), pairs=[[0, 1], [0, 2]],
            flags={"0": {"toxic": False}}, explanation="The first is right: CANARY.",
        )  # fmt: skip
    set_gold_rate(project=project, rate=0.5, by=make.manager(project), now=timezone.now())
    return project


class Walk:
    """Everything that one assignment's labeler is answered, in the order of a sitting."""

    def __init__(self, client: Client, project: Project) -> None:
        self.client, self.slug = client, project.slug
        self.answers: list[tuple[str, HttpResponse]] = []

    def ask(self, method: str, path: str, body: Any = None) -> HttpResponse:
        content = {"data": orjson.dumps(body), "content_type": "application/json"} if body is not None else {}
        answer: HttpResponse = getattr(self.client, method)(path, **content)
        self.answers.append((f"{method} {path}", answer))
        return answer

    def judge(self, assignment_id: str) -> None:
        assignment = Assignment.objects.get(pk=assignment_id)
        judgment = {
            "tiers": [["A"], ["B"], ["C"]],
            "ratings": {letter: {"overall": 4, "toxic": False} for letter in "ABC"},
        }
        base, uuid = f"/api/assignments/{assignment_id}", UUIDS[assignment.purpose]
        self.ask("put", f"{base}/opened/", {})
        self.ask("get", f"{base}/")
        self.ask("put", f"{base}/draft/", {"revision": 1, "judgment": judgment})
        self.ask("get", f"/label/{self.slug}/assignments/{assignment_id}/")
        self.ask("put", f"{base}/submissions/{uuid}/", {"judgment": judgment, "active_seconds": 5})
        self.ask("put", f"{base}/submissions/{uuid}/", {"judgment": judgment, "active_seconds": 5})
        self.ask("put", f"{base}/skip/", {"reason": "unclear"})
        self.ask("delete", f"{base}/lease/")
        self.ask("get", f"{base}/")
        self.ask("get", f"/label/{self.slug}/assignments/{assignment_id}/")
        self.ask("put", f"{base}/submissions/{uuid[:-1]}9/", {"judgment": judgment, "amends": uuid})
        self.ask("get", f"/api/projects/{self.slug}/history/")
        self.ask("get", f"/label/{self.slug}/history/")
        self.ask("get", f"/label/{self.slug}/progress/")
        self.ask("get", f"/label/{self.slug}/")

    def sit(self, *, by_page: bool) -> str:
        """Claim and judge; the purpose of what it was."""
        if by_page:
            answer = self.ask("post", f"/label/{self.slug}/next/", {"ahead": False, "besides": []})
            assignment_id = re.search(rb'data-assignment="(\d+)"', answer.content).group(1).decode()  # type: ignore[union-attr]
        else:
            answer = self.ask("post", f"/api/projects/{self.slug}/assignments/", {})
            assignment_id = orjson.loads(answer.content)["id"]
        self.judge(assignment_id)
        return str(Assignment.objects.get(pk=assignment_id).purpose)


def faceless(content: bytes) -> str:
    """The body without what differs between any two tasks: ids, times, tokens, numbers, the order of the cards."""
    text = content.decode()
    for answer in ("First", "Other", "Third"):
        text = text.replace(answer, "Xxxxx")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", text)
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "CSRF", text)
    return re.sub(r"\d+", "0", text)


def keys_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: keys_of(one) for key, one in value.items()}
    return [keys_of(one) for one in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize("by_page", [False, True])
def test_no_answer_to_a_labeler_differs_between_gold_and_work(of: Project, client: Client, by_page: bool) -> None:
    client.force_login(make.member(of))
    walks: dict[str, list[Walk]] = {"work": [], "gold": []}
    for _ in range(4):
        walk = Walk(client, of)
        walks[walk.sit(by_page=by_page)].append(walk)
    assert [len(one) for one in walks.values()] == [2, 2]
    for work, gold in zip(walks["work"], walks["gold"], strict=True):
        for (asked, one), (_asked, other) in zip(work.answers, gold.answers, strict=True):
            assert one.status_code == other.status_code, asked
            assert list(one.headers) == list(other.headers), asked
            assert one.headers.get("Content-Type") == other.headers.get("Content-Type"), asked
            assert b"CANARY" not in one.content + other.content, asked
            if "history" in asked:  # it grows by a line with each task
                continue
            assert faceless(one.content) == faceless(other.content), asked
            if one.content and one.headers["Content-Type"] == "application/json":
                shapes = [keys_of(orjson.loads(answer.content)) for answer in (one, other)]
                assert list(shapes[0].items()) == list(shapes[1].items()), asked


def test_a_labeler_finds_no_word_of_gold_anywhere(of: Project, client: Client) -> None:
    client.force_login(labeler := make.member(of))
    walk = Walk(client, of)
    assert {walk.sit(by_page=True) for _ in range(4)} == {"work", "gold"}
    for path in (f"/api/projects/{of.slug}/", "/", "/account/", f"/label/{of.slug}/questions/", "/api/schema/"):
        walk.ask("get", path)
    for asked, answer in walk.answers:
        if "schema" not in asked:
            assert not re.search(rb"\bgold\b|gold_|is_gold|purpose|ordinal", answer.content, re.I), asked
    for task in Task.objects.filter(purpose=Purpose.GOLD):
        for path in (f"tasks/{task.pk}/", f"tasks/{task.pk}/key/", "quality/", "quality/gold/"):
            assert client.get(f"/projects/{of.slug}/{path}").status_code in (403, 404)
    assert labeler.pk


def test_history_grows_by_one_line_with_each_answer_of_either_kind(of: Project, client: Client) -> None:
    client.force_login(make.member(of))
    for count in range(1, 5):
        Walk(client, of).sit(by_page=False)
        told = orjson.loads(client.get(f"/api/projects/{of.slug}/history/").content)["results"]
        assert len(told) == count
        assert len({orjson.dumps(keys_of(line)) for line in told}) == 1
