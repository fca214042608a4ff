"""Letting a task's overlap follow its judgments (docs/decisions/0017-overlap-that-grows.md).

Called whenever a task's counted judgments have changed, under the opening's lock that whoever changes them holds.
Race: two submissions complete a task at once. The second waits for the lock, and then counts the first.
"""

from typing import Any

from django.db import connection

from labeling.actions import slots
from labeling.models import Opening, Project, Task
from labeling.statistics.overlap import Judged, Rule, labels_wanted

# The newest revision of each judgment that fills the overlap.
COUNTED = """
    SELECT a.order, s.judgment::json, v.form::json FROM labeling_assignment a
    JOIN labeling_guidelineversion v ON v.id = a.version_id
    CROSS JOIN LATERAL (SELECT judgment FROM labeling_submission WHERE assignment_id = a.id
        ORDER BY revision DESC LIMIT 1) s
    WHERE a.task_id = %s AND a.slot IS NOT NULL AND a.state = 'submitted'
"""
# More labels: the task goes ahead of the untouched ones, as its old place lies behind the labelers' positions.
SET = """
    UPDATE labeling_opening o SET allowed = n.allowed,
        lane = CASE WHEN n.allowed > o.allowed THEN -2 * t.priority ELSE o.lane END,
        position = CASE WHEN n.allowed > o.allowed THEN nextval('labeling_number') ELSE o.position END
    FROM labeling_task t, (SELECT greatest(%(wanted)s, filled) AS allowed FROM labeling_opening
        WHERE task_id = %(task)s) n
    WHERE o.task_id = %(task)s AND t.id = o.task_id AND t.overlap IS NULL AND o.allowed <> n.allowed
    RETURNING o.lane, o.allowed
"""


def adapt_overlap(opening: Opening, project_id: int) -> None:
    """Allow as many labels as the task's counted judgments want; filled slots stay, whatever they say now."""
    if opening.least is None or opening.most is None:
        return
    adaptive = Project.objects.values_list("adaptive", flat=True).get(pk=project_id)
    if adaptive is None:
        return
    rule = Rule(agreement=adaptive["agreement"], spread=adaptive["spread"])
    wanted = labels_wanted(counted(opening.task_id), rule, least=opening.least, most=opening.most)
    with connection.cursor() as cursor:
        cursor.execute(SET, {"task": opening.task_id, "wanted": wanted})
        changed = cursor.fetchone()
    if changed:
        lane, opening.allowed = changed
        slots.open_lane(project_id, lane)


def make_room(opening: Opening) -> None:
    """Let a judgment that counts again have a slot, up to the most that the option allows."""
    if opening.most is not None and opening.allowed <= opening.filled < opening.most:
        opening.allowed = opening.filled + 1
        Opening.objects.filter(pk=opening.pk, task__overlap=None).update(allowed=opening.allowed)


def fix(opening: Opening) -> None:
    """An overlap set by hand is no longer raised; before any work the task is as good for agreement as others."""
    Opening.objects.filter(pk=opening.pk).update(least=None, most=None)
    if opening.base_order is None:
        Task.objects.filter(pk=opening.task_id).update(is_adaptive=False)


def counted(task_id: int) -> list[Judged]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [task_id])
        return [read(order, judgment, form) for order, judgment, form in cursor.fetchall()]


def read(order: list[int], judgment: dict[str, Any], form: dict[str, Any]) -> Judged:
    """The judgment with completions by their index instead of the labeler's letters."""
    index = {chr(ord("A") + place): index for place, index in enumerate(order)}
    tiers = judgment.get("tiers") or [[]]
    scales = {question["name"] for question in form.get("completion", []) if question["type"] == "scale"}
    ratings = {
        (index[letter], name): answer
        for letter, answers in (judgment.get("ratings") or {}).items()
        for name, answer in answers.items()
        if name in scales
    }
    return Judged(frozenset(index[letter] for letter in tiers[0]), ratings)
