"""The demo project that is well under way: two weeks of work, so that every chart shows something at the first start.

Everything goes through the real actions, at moments of the past. Harmless to repeat: a start that was killed goes on,
and what is there stays. The last thing that happens is a rejection: with it the project is complete.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
from django.utils import timezone

from accounts.errors import DomainError
from accounts.models import User
from labeling.actions import (
    add_member,
    answer_question,
    ask_question,
    change_project,
    claim,
    create_project,
    demo_gold,
    review_submission,
)
from labeling.actions.import_demo import bring_in
from labeling.actions.simulate_labelers import Settings, free_slots, hire, work_off
from labeling.kinds import PRESETS
from labeling.models import Project, Review, Role, Submission, Verdict
from labeling.simulating.characters import CARELESS, GOOD, HASTY, POSITION_BIASED

FOLDER = Path(__file__).resolve().parents[1] / "demo"
SLUG, NAME = "demo-under-way", "Demo: under way"
# Who works there, and what they are like; under names that no real person of this site is likely to want.
CARELESS_ONE = "demo-omar"
PEOPLE = {
    "demo-ada": GOOD, "demo-emil": HASTY, "demo-ines": POSITION_BIASED, CARELESS_ONE: CARELESS, "demo-wei": GOOD,
}  # fmt: skip
# Whom the manager gives more gold: one who seems careless, and one to compare them with.
WATCHED = ("demo-ada", CARELESS_ONE)
# How many assignments came back on each day, up to yesterday: weekends are quiet, Mondays are not.
PER_DAY = (8, 13, 17, 5, 0, 19, 16, 14, 18, 12, 4, 1, 20, 18)
# Today so far, in minutes before now.
TODAY = (52, 31, 9, 4)
SEED, NOISE, SKIP_SHARE = 1, 0.45, 0.06
GOAL_IN = timedelta(days=9)
# For whoever tries the project out as a labeler.
FEWEST_LEFT = 30


def load(*, manager: User, reviewer: User, newcomers: Sequence[User]) -> Project:
    """Create what is missing of the project, its prompts and its two weeks of work."""
    began_at = timezone.now() - timedelta(days=len(PER_DAY) + 1)
    project = Project.objects.filter(slug=SLUG).first() or create(manager, reviewer, newcomers, began_at)
    if not project.imports.filter(state="done").exists():
        bring_in(project, content(), file_name="triples.jsonl", by=manager)
    if not Review.objects.filter(submission__assignment__project=project).exists():
        demo_gold.lay_gold(project, by=manager, now=began_at)
        work(project, manager, began_at)
        ask_and_answer(project, manager)
        reject_one(project, reviewer)
    return project


def create(manager: User, reviewer: User, newcomers: Sequence[User], now: datetime) -> Project:
    questions = PRESETS["instructgpt"].form["completion"]
    few = [one for one in questions if one["type"] != "flag" or one["name"] in ("hallucination", "harmful_advice")]
    project = create_project.create_project(
        by=manager, now=now, slug=SLUG, name=NAME, preset="instructgpt", overlap=3, form={"completion": few},
        guidelines=(FOLDER / "ranking_guidelines.md").read_text(encoding="utf-8"),
    )  # fmt: skip
    add_member.add_member(project=project, user=reviewer, role=Role.REVIEWER, by=manager, now=now)
    for person in newcomers:
        add_member.add_member(project=project, user=person, role=Role.LABELER, by=manager, now=now)
    goal = (timezone.now() + GOAL_IN).date()
    return change_project.change_project(project=project, by=manager, now=now, goal_date=goal)


def content() -> bytes:
    """The prompts of the rankings demo, two tasks of three completions each, and what will be gold."""
    rows = [orjson.loads(line) for line in (FOLDER / "rankings.jsonl").read_bytes().splitlines()]
    work = [
        row | {"id": f"{row['id']}-{part}", "completions": row["completions"][part : part + 3]}
        for row in rows
        for part in (0, 1)
    ]
    return b"\n".join(orjson.dumps(row) for row in work + demo_gold.gold_rows(rows))


def work(project: Project, manager: User, began_at: datetime) -> None:
    """What is missing of the two weeks; a start that was killed does not begin again."""
    people = [(hire(project, name, manager, now=began_at), character) for name, character in PEOPLE.items()]
    watched = [person for person, _character in people if person.username in WATCHED]
    demo_gold.watch_closely(project, watched, by=manager, now=began_at)
    done = Submission.objects.filter(assignment__project=project).count()
    for place, moment in enumerate(moments(timezone.now())):
        if place < done:
            continue
        labeler, character = people[place % len(people)]
        try:
            claimed = claim.next_assignment(project=project, labeler=labeler, now=moment)
        except DomainError:
            # Somebody was quicker, paused the project or judged it all: then that is how it is.
            continue
        settings = Settings(SEED, NOISE, character, SKIP_SHARE)
        work_off(claimed.sheet, labeler, settings, now=moment)
        if free_slots(project) <= FEWEST_LEFT:
            return


def moments(now: datetime) -> Iterator[datetime]:
    """When each assignment came back, in working hours."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for back, count in zip(range(len(PER_DAY), 0, -1), PER_DAY, strict=True):
        day = midnight - timedelta(days=back)
        yield from sorted(day + timedelta(minutes=chance.uniform(8 * 60, 18 * 60)) for _ in range(count))
    yield from (now - timedelta(minutes=minutes) for minutes in TODAY)


def ask_and_answer(project: Project, manager: User) -> None:
    """A question with its answer, and one that waits, on judgments that were given."""
    now = timezone.now()
    asked_on = Submission.objects.filter(assignment__project=project).order_by("-number")[:2]
    texts = [("May I rate an answer well that is right but rude?", "Yes; say so with the flags, not with the order."),
             ("Both are right, one is three times as long. Does length count?", "")]  # fmt: skip
    for submission, (text, answer) in zip(asked_on, texts, strict=False):
        asked = ask_question.ask_question(
            assignment=submission.assignment, client_id=uuid4(), text=text, now=now - timedelta(hours=3)
        ).question
        if answer:
            answer_question.answer_question(question=asked, answer=answer, by=manager, role=Role.MANAGER, now=now)


def reject_one(project: Project, reviewer: User) -> None:
    """The careless one's latest judgment."""
    theirs = Submission.objects.filter(assignment__project=project, assignment__labeler__username=CARELESS_ONE)
    if submission := theirs.order_by("-number").first():
        review_submission.review_submission(
            submission=submission, reviewer=reviewer, verdict=Verdict.REJECTED, now=timezone.now(),
            comment="The answer on top is wrong about its main fact. Please read to the end.",
        )  # fmt: skip
