"""One task as reviewers and managers read it, with all that was said of it. Lists: `labeling.tasks.pages`.

Policies stand only in `CardView.models`, which the templates show to managers alone.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.kinds import LETTERS
from labeling.kinds.presets import in_our_language
from labeling.models import Completion, Review, Skip, Submission, Task, TaskMark, TaskState, Verdict
from labeling.tasks.filters import STATE_NAMES
from labeling.texts.rendering import render

BEGINNING = 120


def state_of(task: Task) -> str:
    if task.state != TaskState.OPEN:
        return task.state
    if task.opening.counted >= task.opening.allowed:
        return "done"
    return "claimed" if task.opening.filled > task.opening.counted else "waiting"


def beginning_of(messages: Sequence[Mapping[str, Any]]) -> str:
    """How the last message begins, on one line."""
    return shorten(str(messages[-1]["content"]))


def shorten(text: str) -> str:
    text = " ".join(text[: 2 * BEGINNING].split())
    return text if len(text) <= BEGINNING else text[: BEGINNING - 1] + "…"


@dataclass(frozen=True)
class MessageView:
    role: str
    html: SafeString


@dataclass(frozen=True)
class CardView:
    letter: str
    html: SafeString
    models: list[str]


@dataclass(frozen=True)
class Tier:
    letters: list[str]
    # The line goes below it: what follows is unacceptable.
    is_last_acceptable: bool
    # By how much it is better than the next; empty where that was not asked.
    gap: str = ""


@dataclass(frozen=True)
class SubmissionView:
    """A judgment in the letters of the page."""

    submission: Submission
    labeler: User
    verdict: Review | None
    tiers: list[Tier] = field(default_factory=list)
    ratings: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    text: SafeString | None = None
    rewrite: SafeString | None = None
    rewrite_of: str = ""
    is_all_bad: bool = False


@dataclass(frozen=True)
class TaskView:
    state: str
    messages: list[MessageView]
    cards: list[CardView]
    submissions: list[SubmissionView]
    skips: list[Skip]
    marks: list[TaskMark]
    # Revisions that were amended since.
    earlier: list[SubmissionView] = field(default_factory=list)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])


def task_view(task: Task) -> TaskView:
    """Everything about one task, in five queries however many judged it."""
    completions = list(task.completions.select_related("policy").order_by("index"))
    letters = letters_of(task, completions)
    reviews = Prefetch("reviews", Review.objects.select_related("reviewer").order_by("-number"), to_attr="verdicts")
    submissions = (
        Submission.objects.filter(assignment__task=task)
        .select_related("assignment__labeler", "assignment__version")
        .prefetch_related(reviews)
        .order_by("assignment_id", "-revision")
    )
    said: list[SubmissionView] = []
    earlier: list[SubmissionView] = []
    for submission in submissions:
        is_standing = not said or said[-1].submission.assignment_id != submission.assignment_id
        (said if is_standing else earlier).append(read_submission(submission, letters))
    skips = Skip.objects.filter(assignment__task=task, assignment__state="skipped").select_related(
        "assignment__labeler"
    )
    return TaskView(
        state=state_of(task),
        messages=[MessageView(str(part["role"]), render(str(part["content"]))) for part in task.prompt.messages],
        cards=lay_out_cards(completions, letters) if task.project.kind == "ranking" else [],
        submissions=said,
        earlier=earlier,
        skips=list(skips),
        marks=list(task.marks.select_related("created_by").order_by("-number")),
    )


def letters_of(task: Task, completions: list[Completion]) -> dict[int, str]:
    """The page's letter of each card by index. Never the file's order: it would tell reviewers who is who."""
    cards = [completion.index for completion in completions if completion.same_as_id is None]
    chance = random.Random(f"{task.project.secret}:{task.pk}")  # noqa: S311  # a shuffle; its seed is the secret
    order = task.opening.base_order or chance.sample(cards, len(cards))
    return {index: LETTERS[place] for place, index in enumerate(order) if index in cards and place < len(LETTERS)}


def lay_out_cards(completions: list[Completion], letters: dict[int, str]) -> list[CardView]:
    cards = []
    for card in sorted((c for c in completions if c.index in letters), key=lambda c: letters[c.index]):
        alike = [c for c in completions if c.pk == card.pk or c.same_as_id == card.pk]
        models = [c.policy.name for c in alike if c.policy]
        cards.append(CardView(letters[card.index], render(card.text), models))
    return cards


def read_submission(submission: Submission, letters: dict[int, str]) -> SubmissionView:
    judgment, assignment = submission.judgment, submission.assignment
    # The labeler's letter to the page's.
    here = {LETTERS[place]: letters.get(index, "?") for place, index in enumerate(assignment.order)}
    tiers, acceptable = judgment.get("tiers") or [], judgment.get("acceptable_tiers")
    labels = {
        question["name"]: in_our_language(question)["label"]
        for section in assignment.version.form.values()
        for question in section
    }
    rewrite = judgment.get("rewrite") or {}
    verdicts: list[Review] = getattr(submission, "verdicts", [])
    return SubmissionView(
        submission=submission,
        labeler=assignment.labeler,
        verdict=verdicts[0] if verdicts and verdicts[0].verdict != Verdict.WITHDRAWN else None,
        tiers=[
            Tier(sorted(here[letter] for letter in tier), acceptable == place, gap_after(place, submission))
            for place, tier in enumerate(tiers, start=1)
        ],
        ratings=sorted(
            (here[letter], in_words(given, labels)) for letter, given in (judgment.get("ratings") or {}).items()
        ),
        answers=[(labels.get(name, name), str(answer)) for name, answer in (judgment.get("answers") or {}).items()],
        text=render(judgment["text"]) if judgment.get("text") else None,
        rewrite=render(rewrite["text"]) if rewrite.get("text") else None,
        rewrite_of=here.get(rewrite.get("of") or "", ""),
        is_all_bad=acceptable == 0,
    )


# With four strengths, as Llama 2 names them; on the -3..3 scale the number says it.
STRENGTHS = (_("negligibly"), _("slightly"), _("clearly"), _("significantly"))


def gap_after(place: int, submission: Submission) -> str:
    """How much better tier number `place` is than the next, in words."""
    strengths = submission.judgment.get("strengths") or []
    if place > len(strengths):
        return ""
    strength = strengths[place - 1]
    is_in_words = submission.assignment.version.ranking.get("strength") == 4
    return str(STRENGTHS[strength]) if is_in_words else str(strength)


def in_words(answers: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Scales with their numbers, flags only where they are raised."""
    parts = []
    for name, answer in answers.items():
        if answer is True:
            parts.append(labels.get(name, name))
        elif answer is not False and answer is not None:
            parts.append(f"{labels.get(name, name)} {answer}")
    return " · ".join(parts)
