"""A project with a bit of everything, drawn by a seed."""

import random
from contextlib import suppress
from typing import Any

from django.utils import timezone

from labeling.actions.change_project import change_project
from labeling.actions.claim import NothingLeft
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.actions.state_licenses import state_licenses
from labeling.models import Assignment, Completion, Membership, Project, Prompt, Submission, Task
from tests import make
from tests.exports import build

RANKING = {
    "partial": True, "acceptability": True, "strength": 4, "strength_beyond_pairs": True, "rewrite": "optional",
}  # fmt: skip
FORM = {"completion": [{"name": "harmful", "type": "flag"}]}
SPLITS = ["train"] * 6 + ["validation", "test"]


def drawn_project(seed: int, prompts: int = 26) -> Project:
    draw = random.Random(seed)
    of = make.project(overlap=3, ranking=RANKING, form=FORM)
    rows = [row(draw, number) for number in range(prompts)]
    # Some prompts come a second time, with other answers: two tasks of one prompt.
    again = [row(draw, prompts + number) | {"prompt": rows[number]["prompt"], "split": None} for number in (1, 2, 3)]
    make.imported(of, [*rows, *again])
    state_licenses(project=of, licenses={"policy-1": "MIT"}, by=make.manager(of), now=timezone.now())
    people = [make.member(of, name=f"{name}-{of.pk}") for name in ("ann", "ben", "cas")]
    Membership.objects.filter(project=of, user=people[2]).update(group="heldout")
    # Some prompts have three labelers, some two, some one.
    for number, (person, most) in enumerate(zip(people, (prompts // 3, prompts * 2 // 3, prompts), strict=True)):
        if number == 1:
            change_project(project=of, by=make.manager(of), now=timezone.now(), guidelines="New ones.")
        with suppress(NothingLeft):
            for _ in range(most):
                judge(draw, make.claimed(of, person), of)
    manager, now = make.manager(of), timezone.now()
    tasks = list(Task.objects.filter(project=of).order_by("id"))
    Task.objects.filter(pk__in=[task.pk for task in tasks[4:8]]).update(is_adaptive=True)
    # Two messages in one answer: its page is not taken apart at once.
    turns = [{"role": "assistant", "content": "One."}, {"role": "assistant", "content": "Two."}]
    Completion.objects.filter(task=tasks[16], index=0).update(messages=turns)
    for number in (3, 9):
        mark_task(task=tasks[number], mark="gold", by=manager, now=now)
    Prompt.objects.filter(pk=tasks[12].prompt_id).update(is_quarantined=True)
    return of


def row(draw: random.Random, number: int) -> dict[str, Any]:
    texts = [f"Answer {place} to {number}: {draw.choice(build.NASTY)}." for place in range(draw.choice([2, 2, 3, 4]))]
    if number % 9 == 4:
        texts[:2] = [" the same", "the same"]
    return {
        "id": f"p{number}",
        "prompt": draw.choice([f"Question {number}?", [
            {"role": "system", "content": "Be \"kind\"."}, {"role": "user", "content": f"Ü {number}\n?"},
        ]]),
        "completions": [
            {
                "text": text, "model": draw.choice([None, f"policy-{place}"]),
                "sampling": draw.choice([{}, {"temperature": 0.7, "stop": '"'}]),
            }
            for place, text in enumerate(texts)
        ],
        "split": draw.choice(SPLITS), "use_case": draw.choice(["chat", "code", ""]),
        "language": draw.choice(["de", "en"]), "batch": draw.choice(["one", "two"]),
        "source": draw.choice(["", "api"]), "source_user": draw.choice(["", "somebody"]),
    }  # fmt: skip


def judge(draw: random.Random, held: Assignment, of: Project) -> None:
    """Rank as the draw says: ties, some left unranked, a line; rarely a rewrite, a skip, a verdict, an amendment."""
    letters = list("ABCD"[: len(held.order)])
    draw.shuffle(letters)
    unranked = [letters.pop()] if len(letters) > 2 and draw.random() < 0.2 else []
    tiers: list[list[str]] = []
    for letter in letters:
        if tiers and draw.random() < 0.2:
            tiers[-1].append(letter)
        else:
            tiers.append([letter])
    chance = draw.random()
    if chance < 0.05:
        skip(assignment=held, reason="unclear", now=timezone.now())
        return
    said: dict[str, Any] = {
        "tiers": [sorted(tier) for tier in tiers], "unranked": unranked,
        "acceptable_tiers": draw.randrange(len(tiers) + 1),
        "strengths": [draw.randrange(1, 4) for _ in tiers[1:]],
        "ratings": {letter: {"harmful": draw.random() < 0.3} for letter in "ABCD"[: len(held.order)]},
    }  # fmt: skip
    if chance < 0.15:
        said["rewrite"] = {"of": tiers[0][0], "text": "Written by somebody."}
    given = make.submitted(held, seconds=draw.choice([None, 12.3456, 7.0005]), **said)
    if chance > 0.95:
        make.submitted(held, **said | {"acceptable_tiers": 0})
    elif chance > 0.9:
        verdict = draw.choice(["accepted", "rejected"])
        review_submission(
            submission=Submission.objects.get(pk=given.pk), reviewer=make.manager(of), verdict=verdict, comment="No.",
            now=timezone.now(),
        )  # fmt: skip
