"""Making tasks gold and ordinary again, and the keys that it takes."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import claim, mark_task
from labeling.actions.make_gold import NoKey, make_gold, make_gold_by, unmake_gold
from labeling.actions.set_key import set_key
from labeling.figures.progress import progress
from labeling.models import AnswerKey, Opening, Purpose, Task, TaskMark
from tests import make
from tests.labeling import gold

pytestmark = pytest.mark.django_db


def test_what_was_claimed_as_work_stays_work() -> None:
    of = make.project()
    (task,) = make.tasks(of, 1, completions=3)
    held = make.claimed(of, make.member(of))
    make_gold_by(task=task, by=make.manager(of), now=timezone.now(), pairs=[[0, 1]])
    make.submitted(held)
    assert Opening.objects.values_list("filled", "counted", "is_held").get() == (1, 1, True)
    with pytest.raises(claim.NothingLeft):
        make.claimed(of, make.member(of))


def test_made_ordinary_again_it_is_back_in_the_queue() -> None:
    of = make.project()
    (task,) = gold.make_gold(of)
    unmake_gold(task=task, by=make.manager(of), now=timezone.now())
    assert make.claimed(of, make.member(of)).purpose == Purpose.WORK
    marks = TaskMark.objects.order_by("number").values_list("mark", flat=True)
    assert list(marks) == ["gold", "not_gold"]


def test_restoring_a_parked_gold_task_keeps_it_out_of_the_queue() -> None:
    gold.make_gold(make.project())
    task = Task.objects.get()
    for mark in ("parked", "restored"):
        mark_task.mark_task(task=task, mark=mark, by=None, now=timezone.now())
    assert (Opening.objects.get().is_held, Task.objects.get().state) == (True, "open")


def test_progress_counts_work_only() -> None:
    of = make.project()
    make.tasks(of, 3)
    gold.make_gold(of, 2)
    assert (progress(of).tasks, progress(of).slots) == (3, 3)


def test_a_task_without_a_key_cannot_be_gold() -> None:
    of = make.project()
    (task,) = make.tasks(of, 1)
    with pytest.raises(NoKey):
        make_gold(task=task, by=make.manager(of), now=timezone.now())
    set_key(task=task, by=None, now=timezone.now(), pairs=[], explanation="Nothing is sure.")
    with pytest.raises(NoKey):
        make_gold(task=task, by=make.manager(of), now=timezone.now())


@pytest.mark.parametrize(
    ("pairs", "flags", "field"),
    [
        ([[0, 9]], {}, "pairs"), ([[0]], {}, "pairs"), ("A > B", {}, "pairs"), ([[0, 1], [1, 0]], {}, "pairs"),
        ([[0, 1], [0, 1]], {}, "pairs"), ([[True, 0]], {}, "pairs"), ([], {"0": {"rude": True}}, "flags"),
        ([], {"7": {}}, "flags"), ([], [], "flags"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_is_refused_by_name(pairs: Any, flags: Any, field: str) -> None:
    (task,) = make.tasks(make.project(), 1, completions=3)
    with pytest.raises(Invalid) as refused:
        set_key(task=task, by=None, now=timezone.now(), pairs=pairs, flags=flags)
    assert list(refused.value.fields) == [field]
    assert not AnswerKey.objects.exists()
