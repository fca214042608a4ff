"""Saying what the right answer of a task is, as far as that is sure."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling import queries
from labeling.kinds.form import is_whole
from labeling.models import AnswerKey, Completion, Task
from labeling.statistics.keys import has_cycle
from labeling.storable import check_storable

LONGEST_EXPLANATION = 20_000


@transaction.atomic
def set_key(
    *, task: Task, pairs: Any, by: User | None, now: datetime, flags: Any = None, explanation: str = ""
) -> AnswerKey:
    """Set the task's key, or replace it; raises Invalid naming what does not fit.

    pairs: [better, worse] by the completions' indexes; flags: {index: {flag: true or false}}. Scores follow at once:
    they are computed from the key that holds.
    """
    cards = set(Completion.objects.filter(task=task, same_as=None).values_list("index", flat=True))
    check_pairs(pairs, cards)
    flags = {} if flags is None else flags
    check_flags(flags, cards, flag_names(task))
    check_storable(explanation, "explanation")
    if len(explanation) > LONGEST_EXPLANATION:
        raise Invalid(
            fields={"explanation": [_("It has at most %(most)s characters.") % {"most": LONGEST_EXPLANATION}]}
        )
    key, _is_new = AnswerKey.objects.update_or_create(
        task=task,
        defaults={
            "project_id": task.project_id, "pairs": pairs, "flags": flags, "explanation": explanation,
            "changed_by": by, "changed_at": now,
        },
    )  # fmt: skip
    trail.record(
        "task.key_set", by=by, now=now, project_id=task.project_id, subject=f"task:{task.pk}", pairs=pairs, flags=flags
    )
    return key


def flag_names(task: Task) -> list[str]:
    form = queries.current_version(task.project).form
    return [question["name"] for question in form.get("completion", []) if question["type"] == "flag"]


def check_pairs(pairs: Any, cards: set[int]) -> None:
    is_list = isinstance(pairs, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in pairs)
    if not is_list or not all(is_whole(card) and card in cards for pair in pairs for card in pair):
        raise Invalid(fields={"pairs": [_("A list of pairs: the better completion's index, then the worse one's.")]})
    if len({tuple(pair) for pair in pairs}) < len(pairs):
        raise Invalid(fields={"pairs": [_("A pair is there twice.")]})
    if has_cycle(pairs):
        raise Invalid(fields={"pairs": [_("They go round in a circle: no order could be right.")]})


def check_flags(flags: Any, cards: set[int], names: list[str]) -> None:
    is_map = isinstance(flags, dict) and all(isinstance(said, dict) for said in flags.values())
    if not is_map or not all(str(index) in map(str, cards) for index in flags):
        raise Invalid(fields={"flags": [_("They map a completion's index to its flags.")]})
    for said in flags.values():
        if unknown := sorted(set(said) - set(names)):
            raise Invalid(fields={"flags": [_("The form has no flag %(name)s.") % {"name": unknown[0]}]})
        if not all(isinstance(value, bool) for value in said.values()):
            raise Invalid(fields={"flags": [_("A flag is true or false.")]})
