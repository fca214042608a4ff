"""Gold in the demo that is under way: enough answers of some labelers for a score, and of others too few.

A score takes ten tasks or more (labeling.statistics.keys), so there are a few more. Harmless to repeat.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from labeling.actions.make_gold import make_gold_by, set_gold_rate
from labeling.models import Membership, Project, Purpose, Task

# By the row of the rankings demo, the completions of one gold task: the first is better than the two others, and
# nobody who reads them can doubt it. Those have wrong sums, refuse without need, miss the language or make things up.
BEST_FIRST: dict[str, tuple[int, int, int]] = {
    "moon-landing": (0, 1, 2),
    "scale-200-pounds": (1, 0, 2),
    "sorting-table": (1, 2, 3),
    "integral-x-exp": (1, 0, 2),
    "repair-cafe-names": (0, 2, 3),
    "kill-python-process": (0, 1, 2),
    "square-in-hexagon": (2, 0, 1),
    "three-numbers-31": (0, 1, 3),
    "summarize-minutes": (3, 0, 2),
    "zh-yun-cunchu": (2, 0, 3),
    "zh-mianshi": (2, 0, 1),
    "zh-huashe-tianzu": (2, 0, 1),
}
PAIRS = [[0, 1], [0, 2]]
# Of everybody's tasks, and of those whom the manager wants to know better: the most that is allowed.
RATE, CLOSE_RATE = 0.02, 0.5


def gold_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tasks of their own, beside those that the rows make as work."""
    by_id = {row["id"]: row for row in rows}
    return [
        {**by_id[name], "id": id_of(name), "completions": [by_id[name]["completions"][place] for place in places]}
        for name, places in BEST_FIRST.items()
    ]


def id_of(name: str) -> str:
    """After those of the row's two tasks of work. What simulated labelers skip follows from it: of these, nothing."""
    return f"{name}-2"


def lay_gold(project: Project, *, by: User, now: datetime) -> None:
    """Make what is missing of the gold tasks, before anybody works."""
    ids = map(id_of, BEST_FIRST)
    tasks = Task.objects.filter(project=project, external_id__in=ids, purpose=Purpose.WORK).order_by("id")
    for task in tasks.select_related("project"):
        make_gold_by(task=task, by=by, now=now, pairs=PAIRS)
    if not project.gold_rate:
        set_gold_rate(project=project, rate=RATE, by=by, now=now)


def watch_closely(project: Project, people: Sequence[User], *, by: User, now: datetime) -> None:
    """Give these labelers more gold than others."""
    places: Mapping[int, Membership] = {
        place.user_id: place for place in Membership.objects.filter(project=project, user__in=people, gold_rate=None)
    }
    for person in people:
        if place := places.get(person.pk):
            set_gold_rate(project=project, rate=CLOSE_RATE, by=by, now=now, member=place)
