"""What a labeler sees of their own qualification: how far they are, and what an answer came to."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString

from accounts.models import User
from labeling.gold.queries import read_answer
from labeling.kinds import LETTERS
from labeling.kinds.presets import in_our_language
from labeling.models import AnswerKey, Assignment, Membership, Project, Purpose, QualificationTask, Submission
from labeling.screen.sheets import read_task, version_of
from labeling.tasks.task import beginning_of, shorten
from labeling.texts.rendering import render

# As in a claim (labeling.actions.sit_down): null where they may work already.
LEFT = """
    SELECT (SELECT count(*) FROM labeling_qualificationtask q
            JOIN labeling_task t ON t.id = q.task_id AND t.state = 'open'
            LEFT JOIN labeling_assignment a ON a.task_id = q.task_id AND a.labeler_id = m.user_id
            WHERE q.set_id = COALESCE(m.own_qualification_id, p.qualification_id)
              AND (a.id IS NULL OR a.state IN ('released', 'expired')))
    FROM labeling_membership m JOIN labeling_project p ON p.id = m.project_id
    WHERE m.project_id = %s AND m.user_id = %s AND m.removed_at IS NULL AND p.qualification_id IS NOT NULL
      AND m.role = 'labeler' AND m.standing NOT IN ('passed', 'waived')
"""


@dataclass(frozen=True)
class Place:
    """The `number`th of `count` tasks."""

    number: int
    count: int


@dataclass(frozen=True)
class Marked:
    """A sure answer in words, and whether this labeler gave it."""

    words: str
    is_right: bool


@dataclass(frozen=True)
class Explained:
    """What the key says of one answer, in the labeler's own letters; how it ended, once it has."""

    pairs: list[Marked] = field(default_factory=list)
    flags: list[Marked] = field(default_factory=list)
    # How the prompt and the completions begin that it speaks of: the screen shows the next task by now.
    prompt: str = ""
    cards: list[tuple[str, str]] = field(default_factory=list)
    explanation: SafeString | None = None
    standing: str = ""


def tasks_left(user: User, project: Project) -> int | None:
    """How many tasks of the qualification are still to come; None: they need none (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [project.pk, user.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def place_of(assignment: Assignment) -> Place | None:
    """Which task of a qualification it is; None for all others, gold among them, without a query."""
    if assignment.purpose != Purpose.QUALIFICATION:
        return None
    here = QualificationTask.objects.filter(task_id=assignment.task_id).first()
    if here is None:
        return None
    of_set = QualificationTask.objects.filter(set_id=here.set_id)
    return Place(here.position + 1, of_set.count())


def explain(assignment: Assignment) -> Explained | None:
    """Of an answered task of a qualification only: what the manager wrote about it, and how the whole ended."""
    if assignment.purpose != Purpose.QUALIFICATION:
        return None
    first = Submission.objects.filter(assignment=assignment).order_by("revision").first()
    if first is None:
        return None
    member = Membership.objects.filter(project_id=assignment.project_id, user_id=assignment.labeler_id).first()
    standing = member.standing if member else ""
    key = AnswerKey.objects.filter(task_id=assignment.task_id).first()
    if key is None or not key.explanation.strip():
        return Explained(standing=standing) if standing else None
    places, ratings = read_answer(assignment.order, first.judgment)
    messages, cards = read_task(assignment.task_id)
    letter = {index: LETTERS[place] for place, index in enumerate(assignment.order)}
    pairs = [
        Marked(f"{letter[better]} › {letter[worse]}", places.get(better, 99) < places.get(worse, -1))
        for better, worse in key.pairs
        if better in letter and worse in letter
    ]
    spoken_of = {index for pair in key.pairs for index in pair} | {int(index) for index in key.flags}
    shown = sorted((letter[card.index], shorten(card.text)) for card in cards if card.index in spoken_of & set(letter))
    return Explained(
        pairs, marked_flags(assignment, key, letter, ratings), beginning_of(messages), shown, render(key.explanation),
        standing,
    )  # fmt: skip


def marked_flags(
    assignment: Assignment, key: AnswerKey, letter: dict[int, str], ratings: dict[int, dict[str, Any]]
) -> list[Marked]:
    questions = map(in_our_language, version_of(assignment.version_id).form.get("completion", []))
    labels = {question["name"]: question["label"] for question in questions}
    return [
        Marked(f"{letter[int(index)]}: {'' if value else '¬ '}{labels.get(name, name)}",
               ratings.get(int(index), {}).get(name) is value)
        for index, said in sorted(key.flags.items(), key=lambda one: letter.get(int(one[0]), ""))
        for name, value in said.items()
        if int(index) in letter
    ]  # fmt: skip
