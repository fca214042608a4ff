"""P26: unique canaries as policies, ids, scores and the rest; none may reach a byte that a labeler receives."""

import re
from collections import Counter
from urllib.parse import urlencode
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from labeling.actions.digest_projects import digest_projects
from labeling.actions.mark_task import mark_task
from labeling.models import Assignment, Project, Submission
from tests import make

pytestmark = pytest.mark.django_db

TASKS, CARDS = 6, 4


def canary_rows() -> tuple[list[dict], list[str]]:
    """Rows in which everything a labeler must not know carries a word found nowhere else."""
    rows, canaries = [], ["zq-batch", "zq-source", "zq-user", "zq-meta", "zq-use-case"]
    for number in range(TASKS):
        canaries.append(f"zq-row-{number}")
        completions = []
        for place in range(CARDS):
            words = [f"zq-{what}-{number}-{place}" for what in ("policy", "completion", "reason", "extra")]
            canaries += words
            completions.append(
                {
                    "text": f"Neutral text {number} {place}", "model": words[0], "id": words[1],
                    "reasoning": words[2], "score": 0.123456789, "note": words[3],
                    "sampling": {"temperature": 0.987654321},
                }
            )  # fmt: skip
        rows.append(
            {
                "id": f"zq-row-{number}", "prompt": f"Neutral prompt {number}", "completions": completions,
                "batch": "zq-batch", "source": "zq-source", "source_user": "zq-user", "use_case": "zq-use-case",
                "split": ["train", "validation", "test"][number % 3], "metadata": {"zq-meta": 1}, "rank": "zq-meta",
            }
        )  # fmt: skip
    return rows, [*canaries, "0.123456789", "0.987654321"]


def everything_received(answer) -> str:
    cookies = " ".join(f"{name}={value.value}" for name, value in answer.cookies.items())
    content = answer.getvalue() if answer.streaming else answer.content
    return f"{answer.headers} {cookies} {content.decode(errors='replace')}"


def test_no_canary_reaches_a_labeler() -> None:
    project = make.project(slug="plain", name="Plain", overlap=2)
    rows, canaries = canary_rows()
    make.imported(project, rows)
    other = make.member(project, name="colleague-canary")
    make.submitted(make.claimed(project, other))
    labeler = make.member(project, name="reader")
    client = Client()
    client.force_login(labeler)
    received = []

    def ask(method: str, path: str, body: object = None) -> bytes:
        content = b"" if body is None else orjson.dumps(body)
        answer = client.generic(method, path, content, content_type="application/json")
        received.append(everything_received(answer))
        return answer.getvalue() if answer.streaming else answer.content

    for page in ("/", "/label/plain/", "/label/plain/history/", "/api/projects/", "/api/projects/plain/"):
        ask("GET", page)
    for _ in range(TASKS):
        assignment = orjson.loads(ask("POST", "/api/projects/plain/assignments/"))
        path = f"/api/assignments/{assignment['id']}/"
        ask("GET", path)
        ask("PUT", f"{path}opened/")
        ask("PUT", f"{path}draft/", {"revision": 1, "judgment": {"tiers": []}})
        ask("GET", "/label/plain/")
        ask("GET", f"/label/plain/assignments/{assignment['id']}/")
        ask("PUT", f"{path}submissions/{uuid4()}/", {"judgment": {"tiers": [["A", "B", "C", "D"]]}})
        ask("GET", path)
    for page in (
        "/label/plain/history/", "/api/projects/plain/history/", "/projects/plain/", "/projects/plain/tasks/",
        "/projects/plain/exports/", "/api/projects/plain/tasks/", "/api/projects/plain/progress/",
    ):  # fmt: skip
        ask("GET", page)
    everything = "\n".join(received)
    assert "Neutral text 0 0" in everything, "the crawl has seen the texts"
    assert [canary for canary in canaries if canary in everything] == []
    assert "colleague-canary" not in everything, "nor who else labels"


def judged_twice(rows: list[dict]) -> Project:
    """All tasks judged by two, the last of them gold by now; the work on the others waits for a reviewer."""
    project = make.project(slug="plain", name="Plain", overlap=2)
    Project.objects.update(review={"first": 0, "share": 1, "disputed": None})
    make.imported(project, rows)
    for _ in range(2):
        labeler = make.member(project)
        for _ in range(TASKS):
            make.submitted(make.claimed(project, labeler))
    task = project.tasks.order_by("id").last()
    assert task is not None
    mark_task(task=task, mark="gold", note="zq-gold", by=make.manager(project), now=timezone.now())
    digest_projects(now=timezone.now())
    return project


class Ask:
    """A browser that remembers everything it received."""

    def __init__(self, person: User) -> None:
        self.client = Client()
        self.client.force_login(person)
        self.received: list[str] = []

    def __call__(self, method: str, path: str, **body: object) -> str:
        form = {"content_type": "application/x-www-form-urlencoded", "headers": {"HX-Request": "1"}}
        answer = self.client.generic(method, path, urlencode(body), **form)  # type: ignore[arg-type]
        self.received.append(everything_received(answer))
        return answer.content.decode()


def settle(ask: Ask, path: str) -> None:
    ask("POST", f"{path}settle/")
    mine = Assignment.objects.get(purpose="review", state="claimed")
    for page in (f"/label/plain/?assignment={mine.pk}", f"/label/plain/assignments/{mine.pk}/"):
        ask("GET", page)
    ask("GET", f"/api/assignments/{mine.pk}/")


def test_no_canary_reaches_a_reviewer() -> None:
    """Whoever checks is blind to policies as well, and to gold: on every page and in every answer of theirs."""
    rows, canaries = canary_rows()
    ask = Ask(make.member(judged_twice(rows), "reviewer"))
    taken = ask("POST", "/projects/plain/review/next/")
    for number in range(2 * (TASKS - 1)):
        found = re.search(r'data-check="(\d+)"', taken)
        assert found, "every judgment of work is checked"
        path = f"/projects/plain/review/{found[1]}/"
        task_id = Submission.objects.get(pk=found[1]).assignment.task_id
        for page in (path, f"/projects/plain/tasks/{task_id}/", f"/api/tasks/{task_id}/"):
            ask("GET", page)
        if number == 0:
            settle(ask, path)
            ask("POST", f"{path}verdict/", verdict="accepted")
            ask("POST", f"{path}withdraw/")
        verdict = ("accepted", "returned", "rejected")[number % 3]
        taken = ask("POST", f"{path}verdict/", verdict=verdict, comment="Because.")
    assert "data-check" not in taken
    for page in ("/projects/plain/review/", "/projects/plain/tasks/", "/projects/plain/questions/"):
        ask("GET", page)
        ask("GET", f"/api{page}")
    everything = "\n".join(ask.received)
    assert "Neutral text 0 0" in everything, "the crawl has seen the texts"
    # A batch and a use case are no secret of the policies: reviewers filter by them.
    secrets = [canary for canary in [*canaries, "zq-gold"] if canary not in ("zq-batch", "zq-use-case")]
    assert [secret for secret in secrets if secret in everything] == []


def test_positions_are_balanced_over_policies() -> None:
    """Chi-square of policy by position over one labeler's work stays far below what an unfair order gives."""
    project = make.project()
    make.tasks(project, 80, completions=CARDS)
    labeler = make.member(project)
    for _ in range(80):
        make.submitted(make.claimed(project, labeler))
    seats = Counter(
        (index, place)
        for order in Assignment.objects.filter(labeler=labeler).values_list("order", flat=True)
        for place, index in enumerate(order)
    )
    expected = 80 / CARDS
    chi_square = sum((seats[i, p] - expected) ** 2 / expected for i in range(CARDS) for p in range(CARDS))
    # 9 degrees of freedom: a fair shuffle exceeds 33.7 once in ten thousand runs; file order gives 960.
    assert chi_square < 33.7
