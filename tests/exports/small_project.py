"""A small project whose datasets were counted by hand in test_hand_counted.py.

Three labelers, four prompts that count, 24 judgments:

- ties     ann first said c > b > a and amended it (1 superseded), then a > b > c; ben a > b = c; cas a = b > c.
- cycle    ann a > b > c, ben b > c > a, cas c > a > b: each pair is won 2 to 1, and together they say nothing.
- written  (test) ann a > b and rewrote a; ben b > a; cas a > b.
- partial  ann a > b, c unranked; ben's was rejected; cas placed a alone.
- private  ann and ben ranked it, cas skipped it for personal data: 3 withheld.
- gold     (validation) measures labelers: 4 left out, dave's too.

dave judged all but `private`, which was parked by then; he is excluded: 4 more. 24 - 1 - 4 - 1 - 3 - 4 = 11 count:
3 of ties, 3 of cycle, 3 of written, 2 of partial.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone

from labeling.actions.claim import NothingLeft
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.models import Assignment, Project, Submission, Task
from tests import make
from tests.exports import build

SETTINGS = {
    "partial": True, "acceptability": True, "strength": 4, "strength_beyond_pairs": True, "rewrite": "optional",
}  # fmt: skip
FORM = {"completion": [{"name": "overall", "type": "scale", "min": 1, "max": 7}]}
PROMPTS = {
    "ties": ("train", "abc"), "cycle": ("train", "abc"), "written": ("test", "ab"), "partial": ("train", "abc"),
    "private": ("train", "ab"), "gold": ("validation", "ab"),
}  # fmt: skip


class Said(NamedTuple):
    """`order`: tiers apart by spaces, best first. `line`: how many of them are acceptable."""

    order: str
    strengths: list[int]
    line: int
    ratings: dict[str, int]
    rewrite: tuple[str, str] | None = None


PLAIN = Said("a b", [2], 1, {"a": 6, "b": 2})
FOURS = {"a": 4, "b": 4, "c": 4}
SAID: dict[str, dict[str, Said]] = {
    "ann": {
        "ties": Said("a b c", [2, 1], 2, {"a": 6, "b": 5, "c": 2}),
        "cycle": Said("a b c", [2, 2], 0, FOURS),
        "written": Said("a b", [3], 1, {"a": 6, "b": 2}, rewrite=("a", "better")),
        "partial": Said("a b", [2], 1, {"a": 6, "b": 2}),
    },
    "ben": {
        "ties": Said("a bc", [3], 1, {"a": 7, "b": 4, "c": 3}),
        "cycle": Said("b c a", [2, 2], 0, FOURS),
        "written": Said("b a", [1], 1, {"a": 3, "b": 5}),
        "partial": Said("c b a", [3, 3], 3, {"a": 5, "b": 6, "c": 7}),
    },
    "cas": {
        "ties": Said("ab c", [2], 1, {"a": 5, "b": 5, "c": 1}),
        "cycle": Said("c a b", [2, 2], 0, FOURS),
        # b is above the line and rated 3: cas contradicts themselves there.
        "written": Said("a b", [2], 2, {"a": 7, "b": 3}),
        "partial": Said("a", [], 1, {"a": 5, "b": 3}),
    },
    "dave": {
        "ties": Said("c b a", [3, 3], 3, {"a": 5, "b": 6, "c": 7}),
        "cycle": Said("a b c", [3, 3], 1, {"a": 7, "b": 1, "c": 1}),
        "written": Said("b a", [3], 1, {"a": 1, "b": 7}),
        "partial": Said("c b a", [3, 3], 3, {"a": 5, "b": 6, "c": 7}),
    },
}


def judge(held: Assignment, said: Said) -> Assignment:
    letters = build.letters(held)
    tiers = said.order.split()
    unranked = [letter for text, letter in sorted(letters.items()) if text not in said.order]
    ratings = {letters[text]: {"overall": rating} for text, rating in said.ratings.items()}
    more = {"strengths": said.strengths, "acceptable_tiers": said.line, "ratings": ratings, "unranked": unranked}
    return build.judged(held, *map(list, tiers), rewrite=said.rewrite, **more)


def claims(of: Project, name: str) -> Iterator[Assignment]:
    """All tasks that are left for a new labeler, one after the other."""
    labeler = make.member(of, name=f"{name}-{of.pk}")
    try:
        while True:
            yield make.claimed(of, labeler)
    except NothingLeft:
        return


def small_project() -> Project:
    of = make.project(overlap=4, ranking=SETTINGS, form=FORM)
    rows = [
        {"id": name, "prompt": f"{name}?", "split": split, "completions": [{"text": text} for text in texts]}
        for name, (split, texts) in PROMPTS.items()
    ]
    make.imported(of, rows)
    for name, said in SAID.items():
        for held in claims(of, name):
            task = held.task.external_id
            if (name, task) == ("ann", "ties"):
                judge(held, Said("c b a", [1, 1], 1, {"a": 1, "b": 1, "c": 7}))
            if (name, task) == ("cas", "private"):
                skip(assignment=held, reason="personal_data", now=timezone.now())
            else:
                judge(held, said.get(task, PLAIN))
            if (name, task) == ("ben", "partial"):
                (given,) = Submission.objects.filter(assignment=held)
                review_submission(
                    submission=given, reviewer=make.manager(of), verdict="rejected", comment="No.", now=timezone.now()
                )
    manager, now = make.manager(of), timezone.now()
    mark_task(task=Task.objects.get(project=of, external_id="gold"), mark="gold", by=manager, now=now)
    dave = of.memberships.get(user__username=f"dave-{of.pk}").user
    exclude_labeler(project=of, labeler=dave, is_excluded=True, by=manager, now=now)
    return of
