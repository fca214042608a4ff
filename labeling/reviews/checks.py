"""One submission as a reviewer checks it: the task, what its labeler said, and what the others said of the same.

Blind like a labeler: no policy, split, batch or name out of the file is on it, and the page's letters are its own.
Judgments that were taken for gold, qualification or as a repeat are not shown, nor told apart by their absence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from labeling.kinds import KINDS, LETTERS
from labeling.models import Check, Completion, Exclusion, JudgmentFinding, Purpose, Review, Submission, Task
from labeling.reviews import verdicts
from labeling.screen import order_lines
from labeling.tasks.task import (
    CardView,
    MessageView,
    SubmissionView,
    lay_out_cards,
    letters_of,
    read_submission,
)
from labeling.texts.rendering import render
from labeling.texts.word_changes import word_changes


@dataclass(frozen=True)
class CheckView:
    submission: Submission
    # Its place in the queue; None where it never was in it.
    turn: Check | None
    review: Review | None
    # What a reviewer said of the revision before this one.
    earlier: Review | None
    messages: list[MessageView]
    cards: list[CardView]
    said: SubmissionView
    others: list[SubmissionView]
    lines: order_lines.OrderLines | None
    rewrite_changes: SafeString | None
    active_seconds: float | None
    reading_seconds: float | None

    @property
    def is_hasty(self) -> bool:
        """Faster than its texts can be read."""
        if self.active_seconds is None or self.reading_seconds is None:
            return False
        return self.active_seconds < self.reading_seconds

    @property
    def is_waiting(self) -> bool:
        return self.turn is not None and self.turn.closed_at is None


def read_check(submission: Submission) -> CheckView:
    """In eleven queries, however many judged the task."""
    task = Task.objects.select_related("project", "prompt", "opening").get(pk=submission.assignment.task_id)
    completions = list(task.completions.select_related("policy").order_by("index"))
    letters = letters_of(task, completions)
    standing = standing_of(task)
    reviews = verdicts.standing_of(standing)
    ours = next(one for one in standing if one.assignment_id == submission.assignment_id)
    said = read_submission(ours, letters)
    excluded = excluded_from(task)
    others = [
        read_submission(one, letters)
        for one in standing
        if one is not ours and not is_out(one, reviews) and one.assignment.labeler_id not in excluded
    ]
    before = revision_before(ours)
    finding = JudgmentFinding.objects.filter(pk=ours.assignment_id).first()
    return CheckView(
        submission=ours,
        turn=Check.objects.filter(pk=ours.pk).first(),
        review=reviews.get(ours.pk),
        earlier=verdicts.standing(before) if before else None,
        messages=[MessageView(str(part["role"]), render(str(part["content"]))) for part in task.prompt.messages],
        cards=cards_of(task, completions, letters),
        said=said,
        others=others,
        lines=draw_orders(said, read_submission(before, letters) if before else None, others, letters),
        rewrite_changes=changes_of_rewrite(ours, completions),
        active_seconds=seconds_at(ours),
        reading_seconds=finding.reading_seconds if finding else None,
    )


def cards_of(task: Task, completions: list[Completion], letters: dict[int, str]) -> list[CardView]:
    """Without the policies that wrote them, also for managers: whoever checks is blind."""
    shown = lay_out_cards(completions, letters) if KINDS[task.project.kind].most_cards else []
    return [replace(card, models=[]) for card in shown]


def standing_of(task: Task) -> list[Submission]:
    """Everybody's newest revision, of work alone."""
    return list(
        Submission.objects.filter(assignment__task=task, assignment__purpose=Purpose.WORK)
        .select_related("assignment__labeler", "assignment__version")
        .order_by("assignment_id", "-revision")
        .distinct("assignment_id")
    )


def is_out(submission: Submission, reviews: dict[int, Review]) -> bool:
    review = reviews.get(submission.pk)
    return review is not None and review.verdict == "rejected"


def excluded_from(task: Task) -> set[int]:
    """The labelers whose work counts no more in the project."""
    rulings = Exclusion.objects.filter(project=task.project).order_by("labeler", "-number").distinct("labeler")
    return {ruling.labeler_id for ruling in rulings if ruling.is_excluded}


def revision_before(submission: Submission) -> Submission | None:
    if submission.revision == 1:
        return None
    earlier = submission.assignment.submissions.select_related("assignment__labeler", "assignment__version")
    return earlier.filter(revision=submission.revision - 1).first()


def seconds_at(submission: Submission) -> float | None:
    """All revisions together, as findings have it: who amends has read the texts before."""
    if submission.revision == 1:
        return submission.active_seconds
    seconds: float | None = submission.assignment.submissions.aggregate(sum=Sum("active_seconds"))["sum"]
    return seconds


def draw_orders(
    said: SubmissionView, before: SubmissionView | None, others: Sequence[SubmissionView], letters: dict[int, str]
) -> order_lines.OrderLines | None:
    """The order under review, how its labeler had it before, then the others'."""
    shown = [(said.labeler.get_short_name(), said)]
    shown += [(_("before"), before)] if before else []
    shown += [(one.labeler.get_short_name(), one) for one in others]
    orders = [
        order_lines.Order(name, [tier.letters for tier in one.tiers], one.submission.judgment.get("acceptable_tiers"))
        for name, one in shown
        if one.tiers
    ]
    return order_lines.draw(orders, sorted(letters.values())) if orders else None


def changes_of_rewrite(submission: Submission, completions: Sequence[Completion]) -> SafeString | None:
    """How the rewrite differs from the completion that it rewrites."""
    rewrite = submission.judgment.get("rewrite") or {}
    letter, text = rewrite.get("of"), rewrite.get("text")
    if not letter or not text:
        return None
    index = submission.assignment.order[LETTERS.index(letter)]
    return word_changes(next(one.text for one in completions if one.index == index), text)
