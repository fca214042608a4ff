"""Three projects to try things out with, and people to try them as. Harmless to repeat: what is there stays."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.actions.create_user import create_user
from accounts.errors import DomainError
from accounts.models import User
from labeling.actions import add_member, answer_question, ask_question, claim, create_project, demo_under_way
from labeling.actions.digest_judgments import digest
from labeling.actions.import_demo import bring_in
from labeling.actions.release import release
from labeling.kinds import PRESETS
from labeling.models import JobState, Project, Question, Role

FOLDER = Path(__file__).resolve().parents[1] / "demo"
MANAGER, REVIEWER, LABELERS = "maya", "rosa", ("lin", "noah")
# Of InstructGPT's eleven flags the three that these completions call for: a newcomer should be done in a minute.
LIGHT_FLAGS = ("fails_instruction", "hallucination", "harmful_advice")


@dataclass(frozen=True)
class Demo:
    slug: str
    name: str
    preset: str
    file: str
    guidelines: str
    changes: dict[str, Any]
    # What a labeler asked, and the answer if there is one.
    questions: tuple[tuple[str, str], ...]


def light_form() -> dict[str, Any]:
    questions = PRESETS["instructgpt"].form["completion"]
    return {"completion": [one for one in questions if one["type"] != "flag" or one["name"] in LIGHT_FLAGS]}


DEMOS = (
    Demo(
        slug="demo-rankings",
        name="Demo: rankings",
        preset="instructgpt",
        file="rankings.jsonl",
        guidelines="ranking_guidelines.md",
        changes={
            "form": light_form(),
            "ranking": {"acceptability": True, "rewrite": "optional"},
            "overlap": {"train": 1, "validation": 2, "test": 3},
            # Thirty prompts only: shares large enough that every split has some.
            "splits": {"train": 0.7, "validation": 0.15, "test": 0.15},
        },
        questions=(
            (
                "Two answers say the same in other words. Should I look for a winner?",
                "No: tie them. *Don't split hairs.*",
            ),
            ("Is an answer below the line when only its example is wrong?", ""),
        ),
    ),
    Demo(
        slug="demo-demonstrations",
        name="Demo: demonstrations",
        preset="demonstration",
        file="demonstrations.jsonl",
        guidelines="demonstration_guidelines.md",
        changes={"splits": {"train": 0.7, "validation": 0.15, "test": 0.15}},
        questions=(("May I look things up before I write?", "Yes, please do. Write it in your own words."),),
    ),
)


def load_demo() -> dict[str, User]:
    """Create what is missing of people, projects and prompts; return the people by role."""
    now = timezone.now()
    people = {name: find_or_create(name, now) for name in (MANAGER, REVIEWER, *LABELERS)}
    manager = people[MANAGER]
    for demo in DEMOS:
        project = Project.objects.filter(slug=demo.slug).first() or create(demo, manager, people, now)
        if not project.imports.filter(state=JobState.DONE).exists():
            bring_in(project, (FOLDER / demo.file).read_bytes(), file_name=demo.file, by=manager)
        if not Question.objects.filter(project=project).exists():
            ask_and_answer(demo, project, people[LABELERS[1]], manager)
        digest(project, now=timezone.now())
    under_way = demo_under_way.load(manager=manager, reviewer=people[REVIEWER], newcomers=[people[n] for n in LABELERS])
    digest(under_way, now=timezone.now())
    return {Role.MANAGER: manager, Role.REVIEWER: people[REVIEWER], Role.LABELER: people[LABELERS[0]]}


def find_or_create(name: str, now: datetime) -> User:
    existing = User.objects.filter(username=name).first()
    return existing or create_user(name=name, by=None, now=now, can_create_projects=name == MANAGER)


def create(demo: Demo, manager: User, people: dict[str, User], now: datetime) -> Project:
    project = create_project.create_project(
        by=manager, now=now, slug=demo.slug, name=demo.name, preset=demo.preset,
        guidelines=(FOLDER / demo.guidelines).read_text(encoding="utf-8"), **demo.changes,
    )  # fmt: skip
    add_member.add_member(project=project, user=people[REVIEWER], role=Role.REVIEWER, by=manager, now=now)
    for name in LABELERS:
        add_member.add_member(project=project, user=people[name], role=Role.LABELER, by=manager, now=now)
    return project


@transaction.atomic
def ask_and_answer(demo: Demo, project: Project, asker: User, manager: User) -> None:
    """A question with its answer, and one that waits; the tasks they are on go back to the queue."""
    now = timezone.now()
    try:
        assignment = claim.next_assignment(project=project, labeler=asker, now=now).assignment
    except DomainError:
        # Paused, or all judged: the demo was used before it had questions.
        return
    for text, answer in demo.questions:
        asked = ask_question.ask_question(assignment=assignment, client_id=uuid4(), text=text, now=now).question
        if answer:
            answer_question.answer_question(question=asked, answer=answer, by=manager, role=Role.MANAGER, now=now)
    release(assignment=assignment, now=now)
