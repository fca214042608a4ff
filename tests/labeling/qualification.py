"""Qualifications for tests, through the real actions."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from labeling.actions.make_qualification import make_qualification
from labeling.actions.set_key import set_key
from labeling.models import Assignment, Membership, Project, QualificationSet
from tests import make


def make_set(of: Project, count: int = 4, *, asks_members: bool = True, **options: Any) -> QualificationSet:
    """A set of so many new tasks. In rankings the first completion is the best of three, and nothing else is sure."""
    is_ranking = of.kind == "ranking"
    tasks = make.tasks(of, count, completions=3 if is_ranking else 0)
    for task in tasks if is_ranking else []:
        set_key(
            task=task,
            by=make.manager(of),
            now=timezone.now(),
            pairs=[[0, 1], [0, 2]],
            explanation=f"Because {task.pk}.",
        )  # fmt: skip
    return make_qualification(
        project=of, name=options.pop("name", f"Set of {tasks[0].pk}"), task_ids=[task.pk for task in tasks],
        asks_members=asks_members, by=make.manager(of), now=timezone.now(), **options,
    )  # fmt: skip


def answer(held: Assignment, *, is_right: bool = True) -> None:
    """Rank the first completion best, or worst."""
    letters = {index: "ABC"[place] for place, index in enumerate(held.order)}
    order = (0, 1, 2) if is_right else (2, 1, 0)
    make.submitted(held, tiers=[[letters[index]] for index in order])


def go_through(of: Project, labeler: User, *rights: bool) -> Membership:
    for is_right in rights:
        answer(make.claimed(of, labeler), is_right=is_right)
    return make.membership(of, labeler)
