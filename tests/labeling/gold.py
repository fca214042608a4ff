"""Gold tasks for tests, through the real actions."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from labeling.actions import claim
from labeling.actions.make_gold import make_gold_by, set_gold_rate
from labeling.gold import draws as gold_draws
from labeling.models import Assignment, Project, Task
from tests import make


def make_gold(into: Project, count: int = 1, *, rate: float = 0.5, completions: int = 3, **key: Any) -> list[Task]:
    """So many gold tasks, whose first completion is the best; at this rate."""
    made = make.tasks(into, count, completions=completions)
    for task in made:
        pairs = [[0, other] for other in range(1, completions)]
        make_gold_by(task=task, by=make.manager(into), now=timezone.now(), **({"pairs": pairs} | key))
    set_gold_rate(project=into, rate=rate, by=make.manager(into), now=timezone.now())
    return made


def gold_at_every_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws hang on the labelers' ids, which no test decides: here every other task is gold, where there is a rate."""
    monkeypatch.setattr(gold_draws, "is_gold", lambda _secret, _who, ordinal, rate: bool(rate) and ordinal % 2 == 1)


def say(held: Assignment, *best_first: int) -> None:
    """Submit a ranking of the completions by their indexes, one a tier."""
    letters = {index: "ABCDEFGHI"[place] for place, index in enumerate(held.order)}
    make.submitted(held, tiers=[[letters[index]] for index in best_first])


def work_through(project: Project, labeler: User, order: tuple[int, ...] = ()) -> list[Assignment]:
    """Claim and submit until nothing is left."""
    done: list[Assignment] = []
    while True:
        try:
            held = make.claimed(project, labeler)
        except claim.NothingLeft:
            return done
        if order:
            say(held, *order)
        else:
            make.submitted(held)
        done.append(held)
