"""Gold and qualifications on real threads: nobody gets a task twice, nothing waits for ever, each ends once."""

import random

import pytest
from django.db.models import Count

from accounts.models import Event, User
from labeling.actions import claim
from labeling.models import Assignment, Membership, Opening, Purpose, Task
from tests import make
from tests.labeling.gold import make_gold
from tests.labeling.qualification import make_set
from tests.labeling.test_concurrency import at_once, check_exactness, drain

pytestmark = pytest.mark.django_db(transaction=True)


def test_gold_among_work_leaves_the_overlap_exact() -> None:
    of = make.project(overlap=3)
    make.tasks(of, 20, completions=3)
    make_gold(of, 6, rate=0.3)
    labelers = [make.member(of) for _ in range(12)]
    at_once(lambda labeler: drain(of, labeler, random.Random(labeler.pk)), labelers)
    at_once(lambda labeler: drain(of, labeler, random.Random(1)), labelers)
    check_exactness(of)
    work = Opening.objects.filter(project=of, task__purpose=Purpose.WORK)
    assert {(one.filled, one.counted) for one in work} == {(3, 3)}
    assert not Assignment.objects.filter(purpose=Purpose.GOLD, slot__isnull=False).exists()
    pairs = Assignment.objects.filter(project=of).values("task_id", "labeler_id").annotate(n=Count("id"))
    assert max(pair["n"] for pair in pairs) == 1


def test_labelers_with_two_tabs_each_pass_their_qualification_once_and_go_on_to_work() -> None:
    of = make.project(overlap=2)
    make.tasks(of, 6, completions=3)
    make_set(of, 4)
    labelers = [make.member(of) for _ in range(5)]

    def sit(labeler: User) -> None:
        while True:
            try:
                held = make.claimed(of, labeler)
            except claim.NothingLeft:
                return
            letters = {index: "ABC"[place] for place, index in enumerate(held.order)}
            make.submitted(held, tiers=[[letters[index]] for index in range(3)])

    at_once(sit, labelers * 2)
    at_once(sit, labelers)
    members = Membership.objects.filter(project=of, role="labeler")
    assert set(members.values_list("standing", flat=True)) == {"passed"}
    assert Event.objects.filter(verb="qualification.passed").count() == 5
    answered = Assignment.objects.filter(purpose=Purpose.QUALIFICATION, state="submitted")
    assert answered.count() == 5 * Task.objects.filter(purpose=Purpose.QUALIFICATION).count()
    check_exactness(of)
    work = Opening.objects.filter(task__purpose=Purpose.WORK)
    assert set(work.values_list("filled", "counted")) == {(2, 2)}
