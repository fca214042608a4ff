"""Every filter of the list of tasks, alone and together, against a reading of the same tables in plain Python."""

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from labeling.actions import digest_judgments, read_words
from labeling.actions.change_task import change_task
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.figures import agreement, labeler
from labeling.figures.progress import progress
from labeling.models import (
    Assignment,
    Import,
    JudgmentFinding,
    Opening,
    Project,
    Skip,
    Task,
    TaskFinding,
    TaskMark,
    TaskWords,
)
from labeling.overview.people import stuck_leases
from labeling.tasks import pages as task_pages
from labeling.tasks.filters import FILTERS, find_tasks, read_filters
from labeling.tasks.task import state_of
from tests import make

pytestmark = pytest.mark.django_db
FORM = {"completion": [{"name": "untrue", "type": "flag"}, {"name": "unsafe", "type": "flag"}]}
PROMPTS = ["Explain the moon landing", "为什么天空是蓝色的？", 'Say "hello" in C:\\temp', "explaining MOONS in % and _"]


@pytest.fixture
def project() -> Project:
    """Forty tasks to which everything has happened, at random but always the same."""
    chance = random.Random(7)
    project = make.project(slug="sky", overlap=2, form=FORM)
    rows = [
        {
            "id": f"t{n}", "prompt": f"{PROMPTS[n % 4]} {n}", "batch": f"b{n % 3}", "language": ["en", "zh", ""][n % 3],
            "use_case": ["chat", "rewrite"][n % 2], "split": ["train", "test", "validation"][n % 3],
            "completions": [{"text": f"{n} {place}", "model": f"m{(n + place) % 3}"} for place in range(2)],
        }
        for n in range(40)
    ]  # fmt: skip
    make.imported(project, rows)
    people = [make.member(project, name=name) for name in ("ann", "ben", "cyd")]
    for person in people:
        for _ in range(25):
            happen(project, person, chance)
    for mark in ("parked", "archived", "gold", "gold", "not_gold"):
        for task in chance.sample(list(Task.objects.filter(project=project)), 4):
            mark_task(task=task, mark=mark, by=None, now=timezone.now())
    held = make.claimed(project, people[0])
    Assignment.objects.filter(pk=held.pk).update(claimed_at=timezone.now() - timedelta(hours=5))
    digest_judgments.digest(project, now=timezone.now())
    return project


def happen(project: Project, person: Any, chance: random.Random) -> None:
    held = make.claimed(project, person)
    if (now := chance.random()) < 0.2:
        skip(assignment=held, reason=chance.choice(["unclear", "broken"]), now=timezone.now())
    elif now < 0.95:
        ratings = {letter: {"untrue": chance.random() < 0.2, "unsafe": chance.random() < 0.05} for letter in "AB"}
        tiers = chance.choice([[["A"], ["B"]], [["B"], ["A"]], [["A", "B"]]])
        submission = make.submitted(held, tiers=tiers, ratings=ratings)
        if now < 0.3:
            review_submission(
                submission=submission,
                reviewer=make.manager(project),
                verdict="rejected",
                comment="Look again.",
                now=timezone.now(),
            )


def says(task: Task, text: str) -> bool:
    """The oracle of the search: the beginnings of all its words stand in the prompt."""
    prompt = task.prompt.messages[-1]["content"].lower()
    return text.lower() in prompt if not text.isascii() else all(word in prompt for word in text.lower().split())


def finding(task: Task) -> Any:
    return TaskFinding.objects.filter(task=task).first() or TaskFinding(task=task)


def test_reviewers_never_meet_gold_in_a_list(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_pages, "TASKS_A_PAGE", 100)
    golden = set(expected(project, {"gold": "yes"}))
    every = {row.task.pk for row in task_pages.task_page(project, {}).rows}
    theirs = {row.task.pk for row in task_pages.task_page(project, {}, role="reviewer").rows}
    assert golden
    assert theirs == every - golden
    assert task_pages.count(project, {}, role="reviewer") == len(theirs)


def test_progress_has_the_tasks_whose_slots_the_overview_tells(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_pages, "TASKS_A_PAGE", 100)
    listed = [row.task.pk for row in task_pages.task_page(project, {"state": "progress"}).rows]
    told = progress(project)
    assert 0 < len(listed) == told.tasks < 40
    states = [task_pages.count(project, {"state": state}) or 0 for state in ("done", "claimed", "waiting")]
    assert [told.done, told.in_hand, told.waiting, told.tasks - sum(states)] == [*states, told.parked]
    assert sum(Opening.objects.filter(task__in=listed).values_list("allowed", flat=True)) == told.slots


def is_gold(task: Task) -> bool:
    ruling = TaskMark.objects.filter(task=task, mark__in=["gold", "not_gold"]).order_by("-number").first()
    return ruling is not None and ruling.mark == "gold"


ORACLES: dict[str, Callable[[Task, str], bool]] = {
    "q": says,
    "external_id": lambda task, value: task.external_id == value,
    # Gold has left the queue.
    "state": lambda task, value: state_of(task) == value and (task.purpose == "work" or task.state != "open")
    if value != "progress" else task.purpose == "work" and task.state != "archived",
    "look": lambda task, value: (finding(task).disagreement or 0) > 0
    if value == "disputed" else task.pk in {one.task_id for one in stuck_leases(task.project, now=timezone.now())}
    if value == "stuck" else getattr(finding(task), value) > 0,
    "disagreement": lambda task, value: (finding(task).disagreement or 0) >= float(value),
    "use_case": lambda task, value: task.use_case == value,
    "language": lambda task, value: task.language == value,
    "batch": lambda task, value: task.batch.name == value,
    "labeler": lambda task, value: Assignment.objects.filter(
        task=task, labeler__username=value, state__in=["claimed", "submitted", "skipped"]
    ).exists(),
    "skipped": lambda task, value: Skip.objects.filter(
        assignment__task=task, assignment__state="skipped", reason=value
    ).exists(),
    "skipped_by": lambda task, value: Skip.objects.filter(
        assignment__task=task, assignment__state="skipped", assignment__labeler__username=value
    ).exists(),
    "compared": lambda task, value: finding(task).common > 0 and (value == "any" or finding(task).decisive > 0),
    "compared_by": lambda task, value: JudgmentFinding.objects.filter(
        task=task, labeler_id__in=User.objects.filter(username=value).values("pk"), counts=True, compared__gt=0
    ).exists(),
    "flag": lambda task, value: value in finding(task).flags,
    "policy": lambda task, value: task.completions.filter(policy__name=value).exists(),
    "split": lambda task, value: task.prompt.split == value,
    "gold": lambda task, value: is_gold(task),
}  # fmt: skip
VALUES: dict[str, list[str]] = {
    "q": ["moon", "explain", "天空", "landing the", "蓝色的", "hello", "temp"],
    "external_id": ["t3", "t99"],
    "state": ["waiting", "claimed", "done", "parked", "archived", "progress"],
    "look": ["skipped", "hasty", "rejected", "disputed", "stuck"],
    "disagreement": ["0.01", "0.5"],
    "use_case": ["chat"],
    "language": ["en", "zh", "xx"],
    "batch": ["b0", "none"],
    "labeler": ["ann", "nobody"],
    "skipped": ["unclear", "other"],
    "skipped_by": ["ann", "nobody"],
    "compared": ["any", "decisive"],
    "compared_by": ["ann", "nobody"],
    "flag": ["untrue", "unsafe", "none"],
    "policy": ["m0", "none"],
    "split": ["train", "test"],
    "gold": ["yes"],
}


def expected(project: Project, filters: dict[str, str]) -> list[int]:
    tasks = Task.objects.filter(project=project).select_related("prompt", "opening", "batch").order_by("id")
    return [task.pk for task in tasks if all(ORACLES[name](task, value) for name, value in filters.items())]


def walk(project: Project, filters: dict[str, str], monkeypatch: pytest.MonkeyPatch, most: int = 3) -> list[int]:
    """All pages forward; and back from the last one, they must be the same."""
    monkeypatch.setattr(task_pages, "TASKS_A_PAGE", most)
    pages = [task_pages.task_page(project, filters)]
    while pages[-1].after:
        pages.append(task_pages.task_page(project, filters, after=pages[-1].after))
    back = pages[-1]
    for page in reversed(pages[:-1]):
        back = task_pages.task_page(project, filters, before=back.before)
        assert [row.task.pk for row in back.rows] == [row.task.pk for row in page.rows]
    assert back.before == ""
    return [row.task.pk for page in pages for row in page.rows]


def test_every_filter_alone_and_with_every_other(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(ORACLES) == set(VALUES) == set(FILTERS)
    for name, values in VALUES.items():
        for value in values:
            found = walk(project, {name: value}, monkeypatch)
            assert sorted(found) == expected(project, {name: value}), (name, value)
            assert task_pages.count(project, {name: value}) == len(found)
    # These two together are about one skip: below.
    for one, other in set(itertools.combinations(VALUES, 2)) - {("skipped", "skipped_by")}:
        filters = {one: VALUES[one][0], other: VALUES[other][0]}
        assert sorted(find_tasks(project, filters).values_list("pk", flat=True)) == expected(project, filters), filters


def test_the_most_disputed_come_first_through_all_pages(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for filters in ({"look": "disputed"}, {"disagreement": "0.5"}, {"look": "disputed", "use_case": "chat"}):
        found = walk(project, filters, monkeypatch, most=2)
        assert len(found) > 2
        places = [(-(finding(Task(pk=pk)).disagreement or 0), pk) for pk in found]
        assert places == sorted(places)


def test_pages_hold_still_while_tasks_come_in(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_pages, "TASKS_A_PAGE", 15)
    first = task_pages.task_page(project, {})
    before = [row.task.pk for row in task_pages.task_page(project, {}, after=first.after).rows]
    make.tasks(project, 5)
    change_task(task=first.rows[0].task, by=None, now=timezone.now(), priority=9)
    assert [row.task.pk for row in task_pages.task_page(project, {}, after=first.after).rows] == before


def test_a_cursor_that_was_made_up_begins_anew(project: Project) -> None:
    for filters in ({}, {"look": "disputed"}):
        first = task_pages.task_page(project, filters)
        for cursor in ["x", "9" * 30, "-1", "1e9", "0.5:", ":", "²", "1.0.0:1", "nan:1", "-inf:1"]:
            assert task_pages.task_page(project, filters, after=cursor) == first, cursor
            assert task_pages.task_page(project, filters, before=cursor) == first, cursor
    # Another list's.
    assert task_pages.task_page(project, {}, after="0.5:1") == task_pages.task_page(project, {})


def test_only_filters_of_the_list_are_read_and_only_with_values_that_exist() -> None:
    given = {
        "state": "done", "look": "magic", "split": "test", "policy": "m", "gold": "yes", "external_id": "1",
        "project__created_by__password": "x", "q": "a\0b", "batch": "x" * 501, "labeler": " ann ",
    }  # fmt: skip
    assert read_filters(given, "reviewer") == {"state": "done", "labeler": "ann"}
    assert read_filters(given, "manager") == {
        "external_id": "1", "state": "done", "labeler": "ann", "policy": "m", "split": "test", "gold": "yes",
    }  # fmt: skip


def test_what_takes_too_long_is_given_up(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any, **__: Any) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        return []

    monkeypatch.setattr(task_pages, "PATIENCE_MS", 20)
    monkeypatch.setattr(task_pages, "ids_beside", slow)
    assert task_pages.task_page(project, {}).is_too_broad
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_prompts_are_read_for_the_search_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    project = make.project()
    monkeypatch.setattr(read_words, "CHUNK", 2)
    monkeypatch.setattr(read_words, "AT_ONCE", 4)
    make.tasks(project, 3)
    assert TaskWords.objects.filter(project=project).count() == 3
    make.tasks(project, 5)
    late = Import.objects.latest("pk")
    assert (TaskWords.objects.filter(project=project).count(), late.is_searchable) == (3, False)
    assert read_words.unread() == [late.pk]
    assert read_words.read_chunk(late)
    read_words.read(late)
    read_words.read(late)
    assert read_words.unread() == []
    assert set(TaskWords.objects.values_list("task", flat=True)) == set(Task.objects.values_list("pk", flat=True))


def test_what_agreement_is_computed_from_is_listed_exactly(project: Project) -> None:
    Task.objects.filter(pk__in=list(Task.objects.values_list("pk", flat=True)[::7])).update(is_adaptive=True)
    figures = agreement.of_project(project)
    assert 0 < figures.decisive.n < figures.strict.n
    assert find_tasks(project, {"compared": "any"}).count() == figures.strict.n
    assert find_tasks(project, {"compared": "decisive"}).count() == figures.decisive.n
    of_labelers = agreement.of_labelers(project)
    assert len(of_labelers) == 3
    for labeler_id, theirs in of_labelers.items():
        username = User.objects.get(pk=labeler_id).username
        assert find_tasks(project, {"compared_by": username}).count() == theirs.half_credit.n


def test_skips_of_a_person_for_a_reason_are_listed_exactly(project: Project) -> None:
    found = {}
    for place in project.memberships.filter(role="labeler").select_related("user"):
        for reason, _, count in labeler.skips_of(place):
            found[place.user.username, reason] = count
            filters = {"skipped": reason, "skipped_by": place.user.username}
            assert find_tasks(project, filters).count() == count
    assert len(found) > 3
