"""Builders: plain functions that make things through the real actions."""

import io
import itertools
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
from django.utils import timezone

from accounts.models import User
from annotator.supervisor import processes
from labeling.actions import (
    add_member,
    ask_question,
    claim,
    create_project,
    digest_judgments,
    exclude_labeler,
    run_import,
    settle,
    skip,
    start_import,
    submit,
)
from labeling.actions.release import release
from labeling.kinds import LETTERS
from labeling.models import Assignment, Import, Membership, Project, Question, Settlement, Submission, Task

counter = itertools.count(1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def user(name: str = "", **fields: Any) -> User:
    return User.objects.create_user(name or f"person-{next(counter)}", password=None, **fields)


def project(kind: str = "ranking", *, by: User | None = None, **settings: Any) -> Project:
    number = next(counter)
    return create_project.create_project(
        by=by or user(), now=timezone.now(), slug=settings.pop("slug", f"project-{number}"),
        name=settings.pop("name", f"Project {number}"), kind=kind, **settings,
    )  # fmt: skip


def manager(of: Project) -> User:
    """Who made the project, and so its first manager."""
    assert of.created_by is not None
    return of.created_by


def member(of: Project, role: str = "labeler", name: str = "") -> User:
    person = user(name)
    add_member.add_member(project=of, user=person, role=role, by=None, now=timezone.now())
    return person


def membership(of: Project, person: User) -> Membership:
    return Membership.objects.get(project=of, user=person)


def rows(count: int, *, completions: int = 4, prefix: str = "") -> list[dict[str, Any]]:
    """Import rows with distinct texts; completion i is by policy-i."""
    start = prefix or f"r{next(counter)}"
    return [
        {
            "id": f"{start}-{number}",
            "prompt": f"Question {number} of {start}?",
            "completions": [
                {"text": f"Answer {index} to question {number} of {start}.", "model": f"policy-{index}"}
                for index in range(completions)
            ],
        }
        for number in range(count)
    ]


def imported(into: Project, lines: list[dict[str, Any]], **options: Any) -> Import:
    """Import the rows through the real job; it must succeed."""
    content = b"\n".join(orjson.dumps(line) for line in lines)
    job = start_import.start_import(
        project=into, by=None, now=timezone.now(), stream=io.BytesIO(content), file_name="rows.jsonl", **options
    )
    run_import.run(job.pk)
    # Beside a running product its worker may have been quicker to take the job.
    processes.wait_until(lambda: is_finished(job), seconds=60)
    assert job.state == "done", (job.error, list(job.problems.values("line", "field", "detail")[:5]))
    return job


def is_finished(job: Import) -> bool:
    """As the database has it now."""
    job.refresh_from_db()
    return job.is_finished


def tasks(into: Project, count: int = 1, *, completions: int | None = None, **fields: Any) -> list[Task]:
    """Import `count` tasks; fields are added to every row."""
    given = completions if completions is not None else (4 if into.kind == "ranking" else 0)
    lines = [row | fields for row in rows(count, completions=given)]
    job = imported(into, lines)
    return list(Task.objects.filter(imported_by=job).order_by("id"))


def claimed(of: Project, labeler: User, *, now: datetime | None = None, besides: tuple[int, ...] = ()) -> Assignment:
    return claim.next_assignment(project=of, labeler=labeler, now=now or timezone.now(), besides=besides).assignment


def judgment(assignment: Assignment) -> dict[str, Any]:
    """A simple judgment that fits projects without a form: in the order of the letters, or a text."""
    if assignment.project.kind == "demonstration":
        return {"text": f"My answer to task {assignment.task_id}, by {assignment.labeler_id}.", "answers": {}}
    return {"tiers": [[LETTERS[place]] for place in range(len(assignment.order))]}


def submitted(
    assignment: Assignment, *, now: datetime | None = None, seconds: float | None = 12.5, **said: Any
) -> Submission:
    """Submit; `said` overrides keys of the judgment, `seconds` are the active ones."""
    body = {"judgment": judgment(assignment) | said, "active_seconds": seconds}
    return submit.submit(assignment=assignment, client_id=uuid4(), body=body, now=now or timezone.now()).submission


def digested(of: Project, *, now: datetime | None = None) -> Project:
    """Bring the findings of the project up to date, as the background does every few seconds."""
    digest_judgments.digest(of, now=now or timezone.now())
    return of


def ruled(of: Project, labeler: User, *, is_excluded: bool = True, **options: Any) -> Settlement:
    """Exclude the labeler's work or reinstate it, slots and all."""
    ruling = exclude_labeler.exclude_labeler(
        project=of, labeler=labeler, is_excluded=is_excluded, by=manager(of), now=timezone.now(), **options
    )
    settle.run(ruling.settlement.pk)
    return Settlement.objects.get(ruling=ruling)


def question(of: Assignment, text: str = "Is a joke fine here?") -> Question:
    return ask_question.ask_question(assignment=of, client_id=uuid4(), text=text, now=timezone.now()).question


def assignment(state: str = "claimed", *, of: Project | None = None, labeler: User | None = None) -> Assignment:
    """An assignment in this state, with everything it needs."""
    of = of or project()
    labeler = labeler or member(of)
    if not Task.objects.filter(project=of).exists():
        tasks(of, 3)
    made = claimed(of, labeler)
    if state == "submitted":
        submitted(made)
    elif state == "skipped":
        skip.skip(assignment=made, reason="unclear", now=timezone.now())
    elif state == "released":
        release(assignment=made, now=timezone.now())
    return Assignment.objects.select_related("project", "version", "labeler").get(pk=made.pk)
