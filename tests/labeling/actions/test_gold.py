"""Gold: it leaves the queue, comes at its rate, once to each labeler, and fills no slot."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import change_project, claim, expire_leases, open_assignment, skip, take_check
from labeling.actions.fill_slot import digest_of
from labeling.actions.make_gold import set_gold_rate
from labeling.actions.release import release
from labeling.gold import draws as gold_draws
from labeling.models import Assignment, AuthoredText, Check, Opening, Project, Purpose, Task
from labeling.own.progress import figures_of
from tests import make
from tests.labeling.gold import gold_at_every_other, make_gold, work_through

pytestmark = pytest.mark.django_db
REAL = gold_draws.is_gold


@pytest.fixture(autouse=True)
def every_other(monkeypatch: pytest.MonkeyPatch) -> None:
    gold_at_every_other(monkeypatch)


def project(work: int = 10, gold: int = 4, *, rate: float = 0.5, **settings: Any) -> Project:
    of = make.project(**settings)
    if work:
        make.tasks(of, work, completions=3)
    make_gold(of, gold, rate=rate)
    of.refresh_from_db()
    return of


def first_gold(of: Project, labeler: Any) -> Assignment:
    """Work on until the assignment in hand is gold."""
    while True:
        held = make.claimed(of, labeler)
        if held.purpose == Purpose.GOLD:
            return held
        make.submitted(held)


def test_gold_comes_among_work_once_to_each_and_fills_no_slot() -> None:
    of = project()
    for labeler in (make.member(of), make.member(of)):
        done = work_through(of, labeler)
        gold = [held for held in done if held.purpose == Purpose.GOLD]
        assert len(gold) == len({held.task_id for held in gold})
        assert 0 < len(gold) <= 4
        assert all(held.slot is None for held in gold)
    assert Assignment.objects.filter(project=of, slot__isnull=False).count() == 10
    assert set(Opening.objects.filter(task__purpose="gold").values_list("filled", "counted")) == {(0, 0)}


def test_the_rate_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_draws, "is_gold", REAL)
    of = project(work=200, gold=100, rate=0.2)
    done = work_through(of, make.member(of))
    share = sum(held.purpose == Purpose.GOLD for held in done) / len(done)
    assert 0.1 < share < 0.3


def test_two_labelers_get_it_at_different_places_and_in_different_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_draws, "is_gold", REAL)
    of = project(work=30, gold=8, overlap=2)
    walks = [
        [held.task_id if held.purpose == Purpose.GOLD else 0 for held in work_through(of, labeler)]
        for labeler in (make.member(of), make.member(of))
    ]
    assert walks[0] != walks[1]
    assert [pk for pk in walks[0] if pk] != [pk for pk in walks[1] if pk]


def test_asking_again_draws_nothing_anew() -> None:
    of = project(work=0)
    labeler = make.member(of)
    got = work_through(of, labeler)
    for _ in range(5):
        with pytest.raises(claim.NothingLeft):
            make.claimed(of, labeler)
    assert Assignment.objects.filter(labeler=labeler).count() == len(got)


def test_gold_that_ran_dry_leaves_ordinary_work() -> None:
    of = project(work=40, gold=1, overlap=1)
    done = work_through(of, make.member(of))
    assert sum(held.purpose == Purpose.WORK for held in done) == 40


def test_without_a_rate_or_for_a_manager_there_is_none() -> None:
    of = project(overlap=3)
    assert all(held.purpose == Purpose.WORK for held in work_through(of, make.manager(of)))
    set_gold_rate(project=of, rate=0, by=make.manager(of), now=timezone.now())
    assert all(held.purpose == Purpose.WORK for held in work_through(of, make.member(of)))


def test_a_members_own_rate_wins() -> None:
    of = project(overlap=2)
    set_gold_rate(project=of, rate=0, by=make.manager(of), now=timezone.now())
    labeler = make.member(of)
    set_gold_rate(project=of, rate=0.5, by=make.manager(of), now=timezone.now(), member=make.membership(of, labeler))
    assert any(held.purpose == Purpose.GOLD for held in work_through(of, labeler))
    assert not any(held.purpose == Purpose.GOLD for held in work_through(of, make.member(of)))


@pytest.mark.parametrize("rate", [-0.1, 0.6, True, "0.1", None])
def test_a_rate_that_does_not_fit_is_refused(rate: Any) -> None:
    of = make.project()
    with pytest.raises(Invalid):
        set_gold_rate(project=of, rate=rate, by=make.manager(of), now=timezone.now())


def test_gold_does_not_move_the_labelers_place_in_the_queue() -> None:
    """Gold imported behind the rest must not make them jump over what lies between."""
    of = project(work=12, gold=6)
    done = [held.task_id for held in work_through(of, make.member(of)) if held.purpose == Purpose.WORK]
    assert done == sorted(done)
    assert len(done) == 12


@pytest.mark.parametrize("work", [0, 1, 7, 25])
def test_what_is_left_goes_down_by_one_with_each_answer(work: int) -> None:
    of = project(work=work, gold=5)
    labeler = make.member(of)
    start = timezone.now() - timedelta(days=1)
    left = figures_of(labeler, of, start=start).remaining
    while left:
        held = make.claimed(of, labeler)
        assert figures_of(labeler, of, start=start).remaining == left, "claiming changes nothing"
        make.submitted(held)
        left -= 1
        assert figures_of(labeler, of, start=start).remaining == left
    with pytest.raises(claim.NothingLeft):
        make.claimed(of, labeler)


def test_gold_lies_ready_ahead_as_work_does() -> None:
    of = project(work=20, gold=8)
    labeler = make.member(of)
    seen = set()
    for _ in range(10):
        held = make.claimed(of, labeler)
        ahead = make.claimed(of, labeler, besides=(held.pk,))
        seen.add((held.purpose, ahead.purpose))
        with pytest.raises(claim.HandsFull):
            make.claimed(of, labeler, besides=(held.pk, ahead.pk))
        make.submitted(held)
    assert ("work", "gold") in seen


def test_an_expired_lease_on_gold_comes_again_with_its_order_and_draft() -> None:
    of = project()
    held = first_gold(of, labeler := make.member(of))
    late = timezone.now() + timedelta(hours=2)
    assert expire_leases.expire_leases(now=late) == 1
    held.refresh_from_db()
    assert held.state == "expired"
    again = make.claimed(of, labeler, now=late)
    assert (again.pk, again.order, again.purpose) == (held.pk, held.order, "gold")


def test_opening_an_expired_gold_task_leases_it_again() -> None:
    of = project()
    held = first_gold(of, make.member(of))
    late = timezone.now() + timedelta(hours=2)
    expire_leases.expire_leases(now=late)
    held.refresh_from_db()
    assert open_assignment.open_assignment(assignment=held, now=late).state == "claimed"


def test_gold_that_was_given_back_comes_last_and_is_counted_as_left() -> None:
    of = project(work=6, gold=3)
    held = first_gold(of, labeler := make.member(of))
    start = timezone.now() - timedelta(days=1)
    before = figures_of(labeler, of, start=start).remaining
    release(assignment=held, now=timezone.now())
    assert figures_of(labeler, of, start=start).remaining == before
    assert work_through(of, labeler)[-1].pk == held.pk
    assert figures_of(labeler, of, start=start).remaining == 0


def test_skipped_gold_never_comes_back_and_two_skips_park_it() -> None:
    of = project(work=20, gold=1, overlap=2)
    for labeler in (make.member(of), make.member(of)):
        skip.skip(assignment=first_gold(of, labeler), reason="unclear", now=timezone.now())
        assert all(held.purpose == Purpose.WORK for held in work_through(of, labeler))
    assert Task.objects.get(purpose="gold").state == "parked"


def test_nobody_gets_gold_that_they_wrote() -> None:
    of = project(work=10, gold=3)
    labeler = make.member(of)
    text = Task.objects.filter(purpose="gold").latest("id").completions.earliest("id").text
    AuthoredText.objects.create(labeler=labeler, digest=digest_of(text))
    assert sum(held.purpose == Purpose.GOLD for held in work_through(of, labeler)) <= 2
    assert not Assignment.objects.filter(labeler=labeler, task__completions__messages__0__content=text).exclude(
        state="excluded"
    )


@pytest.mark.parametrize("happens", ["sealed", "excluded"])
def test_what_makes_work_surplus_makes_gold_surplus_too(happens: str) -> None:
    """The answer to a submission says whether it is surplus: it must not tell gold from work."""
    of = project()
    labeler = make.member(of)
    gold = first_gold(of, labeler)
    work = make.claimed(of, labeler, besides=(gold.pk,))
    if happens == "sealed":
        change_project.change_project(project=of, by=make.manager(of), now=timezone.now(), state="sealed")
    else:
        make.ruled(of, labeler)
    of.refresh_from_db()
    for held in (gold, work):
        held.refresh_from_db()
        assert make.submitted(Assignment.objects.select_related("project").get(pk=held.pk)).is_surplus


def test_a_claim_asks_nothing_more_without_gold_and_one_query_more_with_it() -> None:
    of = project(work=40, gold=20, overlap=3)
    labeler = make.member(of)

    def queries_of_a_claim() -> int:
        with CaptureQueriesContext(connection) as counted:
            held = make.claimed(of, labeler)
        make.submitted(held)
        return len(counted.captured_queries) if held.purpose == Purpose.WORK else -len(counted.captured_queries)

    make.submitted(make.claimed(of, labeler))
    with_gold = {queries_of_a_claim() for _ in range(16)}
    work, gold = {one for one in with_gold if one > 0}, {-one for one in with_gold if one < 0}
    assert len(work) == len(gold) == 1
    assert work == gold
    set_gold_rate(project=of, rate=0, by=make.manager(of), now=timezone.now())
    assert queries_of_a_claim() == work.pop() - 1


def test_reviewing_between_draws_does_not_begin_them_anew() -> None:
    """A task ruled out by a look at its judgments is none of the reviewer's own, and has no place among the draws."""
    of = make.project()
    make.tasks(of, 6)
    make_gold(of, 1)
    reviewer, labeler = make.member(of, "reviewer"), make.member(of)
    first = make.claimed(of, reviewer)
    make.submitted(first)
    theirs = make.submitted(make.claimed(of, labeler))
    check = Check.objects.create(
        submission=theirs, project=of, task=theirs.assignment.task, labeler=labeler, reason="random", rank=3,
        added_at=timezone.now(),
    )  # fmt: skip
    take_check.rule_out(check, reviewer, timezone.now())
    second = make.claimed(of, reviewer)
    ordinals = Assignment.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk").values_list("ordinal", flat=True)
    assert list(ordinals) == [1, 2]
