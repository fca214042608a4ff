"""Tasks as managers and reviewers see them."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from labeling.actions.mark_task import mark_task
from labeling.models import Opening, Project, Review, Task
from labeling.tasks import filters as task_filters
from labeling.tasks import pages as task_pages
from labeling.tasks import task as task_queries
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make.project(overlap=2)


def page(client: Client, person: User, path: str) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_filters_narrow_the_list(client: Client, project: Project) -> None:
    make.imported(project, [
        {"id": "a", "prompt": "About \"whales\" & <seals>", "completions": ["x", "y"], "batch": "one", "split": "test"},
        {"id": "b", "prompt": "鲸鱼是什么？", "completions": ["x", "y"], "batch": "two", "split": "train"},
    ])  # fmt: skip
    path = f"/projects/{project.slug}/tasks/"
    for query, found in (
        ("", 2), ("q=whales", 1), ("q=鲸鱼", 1), ("q=WHALES", 1), ("batch=two", 1), ("split=test", 1),
        ("external_id=b", 1), ("state=waiting", 2), ("state=done", 0), ("state=parked", 0), ("batch=three", 0),
    ):  # fmt: skip
        assert page(client, make.manager(project), f"{path}?{query}").count('<td class="table__prompt">') == found, (
            query
        )
    assert "About &quot;whales&quot; &amp; &lt;seals&gt;" in page(client, make.manager(project), path)


def test_flags_are_called_as_the_form_calls_them(client: Client) -> None:
    flags = [{"name": "untrue", "label": "Not true at all", "type": "flag"}]
    project = make.project(form={"completion": flags})
    make.tasks(project, 1, completions=2)
    ratings = {"A": {"untrue": True}, "B": {"untrue": False}}
    make.submitted(make.claimed(project, make.member(project)), ratings=ratings)
    shown = page(client, make.manager(make.digested(project)), f"/projects/{project.slug}/tasks/")
    assert "⚑ Not true at all" in shown


def test_each_task_has_the_state_that_its_filter_finds(project: Project) -> None:
    make.tasks(project, 4)
    lin, noah = make.member(project), make.member(project)
    make.submitted(make.claimed(project, lin))
    make.claimed(project, lin)
    make.submitted(make.claimed(project, noah))
    for state in task_filters.STATE_NAMES:
        found = {row.task.pk for row in task_pages.task_page(project, {"state": state}).rows}
        alike = {row.task.pk for row in task_pages.task_page(project, {}).rows if row.state == state}
        assert found == alike, state


def test_every_task_is_on_one_page_of_the_list(
    client: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_pages, "TASKS_A_PAGE", 2)
    tasks = make.tasks(project, 5)
    seen, after = [], ""
    for _ in range(3):
        shown = task_pages.task_page(project, {}, after=after)
        seen += [row.task.pk for row in shown.rows]
        after = shown.after
    assert (seen, after) == ([task.pk for task in tasks], "")
    assert "?after=" in page(client, make.manager(project), f"/projects/{project.slug}/tasks/")


@pytest.mark.parametrize("query", ["state=magic", "after=x", "after=99999999999999999999", "q=%00", "split=%27"])
def test_nonsense_in_the_address_breaks_nothing(client: Client, project: Project, query: str) -> None:
    make.tasks(project, 1)
    page(client, make.manager(project), f"/projects/{project.slug}/tasks/?{query}")


def test_the_list_is_read_in_a_fixed_number_of_queries(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.tasks(project, 10)
    client.force_login(make.manager(project))
    # Session, user, membership, tabs; use cases, languages, batches, labelers, forms, models; changes; then the page
    # in a transaction with patience (5 statements): imports under way, ids, rows.
    with django_assert_max_num_queries(21):
        client.get(f"/projects/{project.slug}/tasks/")


def test_a_task_shows_prompt_completions_models_and_judgments(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1)
    lin = make.member(project, name="lin")
    make.submitted(make.claimed(project, lin))
    shown = page(client, make.manager(project), f"/projects/{project.slug}/tasks/{task.pk}/")
    for expected in ("Question 0", "Answer 3", "policy-2", "lin", task.external_id):
        assert expected in shown


def test_a_judgment_is_told_in_the_letters_of_the_page(project: Project) -> None:
    (task,) = make.tasks(project, 1)
    said = []
    for _ in range(2):
        assignment = make.claimed(project, make.member(project))
        # Everyone finds the same completion best, wherever they saw it.
        best = "ABCD"[assignment.order.index(2)]
        rest = [letter for letter in "ABCD" if letter != best]
        make.submitted(assignment, tiers=[[best], rest])
    task = Task.objects.select_related("project", "prompt", "batch", "opening").get(pk=task.pk)
    view = task_queries.task_view(task)
    said = [submission.tiers[0].letters for submission in view.submissions]
    (letter,) = said[0]
    assert said == [[letter], [letter]]
    assert next(card.models for card in view.cards if card.letter == letter) == ["policy-2"]


def test_a_reviewer_sees_no_policy_split_or_name_out_of_the_file(client: Client, project: Project) -> None:
    make.imported(project, [{"id": "canary-id", "prompt": "Why?", "split": "validation", "completions": [
        {"text": "One.", "model": "canary-policy", "id": "canary-c"}, {"text": "Two.", "model": "canary-other"},
    ]}])  # fmt: skip
    task = Task.objects.get()
    make.submitted(make.claimed(project, make.member(project)))
    for mark in ("parked", "restored"):
        mark_task(task=task, mark=mark, by=None, now=make.NOON, note="canary-note")
    rosa = make.member(project, "reviewer")
    for path in ("", f"{task.pk}/", "?split=test", "?external_id=canary-id"):
        shown = page(client, rosa, f"/projects/{project.slug}/tasks/{path}")
        assert "canary" not in shown.replace("?external_id=canary-id", "")
        assert "validation" not in shown


def test_the_letters_of_the_page_are_not_the_order_of_the_file(project: Project) -> None:
    tasks = make.tasks(project, 12)
    orders = set()
    for task in tasks:
        full = Task.objects.select_related("project", "prompt", "batch", "opening").get(pk=task.pk)
        orders.add(tuple(card.models[0] for card in task_queries.task_view(full).cards))
    # Twelve tasks all in one of 24 orders by chance: below 10^-15.
    assert len(orders) > 1


def test_a_manager_parks_and_restores(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1)
    client.force_login(make.manager(project))
    path = f"/projects/{project.slug}/tasks/{task.pk}/"
    for mark, is_held in (("parked", True), ("parked", True), ("restored", False), ("archived", True), ("gold", True)):
        assert client.post(f"{path}marks/", {"mark": mark, "note": "Why <not>"}).headers["Location"] == path
        assert Opening.objects.get(task=task).is_held is is_held
    assert "Why &lt;not&gt;" in client.get(path).content.decode()


def test_a_manager_changes_priority_and_overlap(client: Client, project: Project) -> None:
    first, last = make.tasks(project, 2)
    client.force_login(make.manager(project))
    path = f"/projects/{project.slug}/tasks/{last.pk}/"
    for priority, overlap in (("3", "2"), ("3", "0"), ("high", "2")):
        client.post(f"{path}change/", {"priority": priority, "overlap": overlap})
        last.refresh_from_db()
        assert (last.priority, last.overlap, last.opening.allowed) == (3, 2, 2)
    assert make.claimed(project, make.member(project)).task_id == last.pk
    assert first.opening.allowed == project.overlap


def test_what_a_manager_did_not_touch_stays_as_another_has_it_by_now(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1)
    client.force_login(make.manager(project))
    path = f"/projects/{project.slug}/tasks/{task.pk}/change/"
    shown = {"priority": "0", "shown_priority": "0", "overlap": "2", "shown_overlap": "2"}
    client.post(path, shown | {"priority": "7"})
    task.refresh_from_db()
    assert (task.priority, task.overlap) == (7, None), "its overlap is still its project's"
    client.post(path, shown | {"overlap": "3"})
    client.post(path, shown)
    task.refresh_from_db()
    assert (task.priority, task.overlap) == (7, 3)


def test_a_reviewer_rejects_and_the_slot_opens(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1)
    submission = make.submitted(make.claimed(project, make.member(project)))
    client.force_login(make.member(project, "reviewer"))
    path = f"/projects/{project.slug}/tasks/{task.pk}/"
    review = f"{path}submissions/{submission.pk}/review/"
    client.post(review, {"verdict": "rejected", "comment": "Two seconds."})
    assert Opening.objects.get(task=task).counted == 0
    assert "Two seconds." in client.get(path).content.decode()
    client.post(review, {"verdict": "maybe"})
    assert Review.objects.count() == 1
    client.force_login(make.member(project, "reviewer"))
    assert (
        "Somebody has answered" in client.post(review, {"verdict": "accepted", "seen": 0}, follow=True).content.decode()
    )
    shown = client.get(path).content.decode()
    assert Review.objects.count() == 1
    assert f'name="seen" value="{Review.objects.get().number}"' in shown


def test_labelers_strangers_and_reviewers_have_their_limits(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1)
    other = make.project()
    path = f"/projects/{project.slug}/tasks/"
    for person, listed, single, marked in (
        (make.user(), 404, 404, 404),
        (make.member(project), 403, 403, 403),
        (make.member(project, "reviewer"), 200, 200, 403),
        (make.manager(other), 404, 404, 404),
    ):
        client.force_login(person)
        assert client.get(path).status_code == listed
        assert client.get(f"{path}{task.pk}/").status_code == single
        assert client.post(f"{path}{task.pk}/marks/", {"mark": "parked"}).status_code == marked
    assert client.get(f"/projects/{other.slug}/tasks/{task.pk}/").status_code == 404


def test_the_orders_stand_side_by_side_after_their_majority(client: Client, project: Project) -> None:
    (task,) = make.tasks(project, 1, completions=3)
    for name in ("lin", "noah"):
        held = make.claimed(project, make.member(project, name=name))
        # Everyone finds the file's first completion best, wherever they saw it.
        best = "ABC"[held.order.index(0)]
        rest = [letter for letter in "ABC" if letter != best]
        make.submitted(held, tiers=[[best], rest])
    make.submitted(held, tiers=[[best, *rest]])
    shown = page(client, make.manager(project), f"/projects/{project.slug}/tasks/{task.pk}/")
    assert shown.count('class="orders__name') == 3
    assert "the majority of 2 judgments" in shown
    assert "No majority" in shown
    assert "1 earlier revision" in shown


def test_reviewers_are_not_told_how_many_judge_a_task(client: Client) -> None:
    project = make.project(overlap={"train": 1, "validation": 3, "test": 3})
    (task,) = make.tasks(project, 1, split="test")
    reviewer = make.member(project, "reviewer")
    for path in (f"/projects/{project.slug}/tasks/", f"/projects/{project.slug}/tasks/{task.pk}/"):
        assert "0 / 3" in page(client, make.manager(project), path)
        assert "/ 3" not in page(client, reviewer, path)


def test_a_task_shows_managers_what_its_row_brought_along(client: Client, project: Project) -> None:
    row = {
        "id": "a",
        "prompt": "Why?",
        "completions": ["x", "y"],
        "batch": "one & two",
        "votes": {"<b>": ["elsewhere"]},
    }
    make.imported(project, [row])
    task = project.tasks.get()
    make.submitted(make.claimed(project, make.member(project, name="ann")))
    path = f"/projects/{project.slug}/tasks/{task.pk}/"
    shown = page(client, make.manager(project), path)
    assert "&lt;b&gt;" in shown[shown.index('id="metadata"') :]
    assert f'href="/projects/{project.slug}/tasks/?batch=one%20%26%20two"' in shown
    assert f'href="/projects/{project.slug}/members/ann/"' in shown
    theirs = page(client, make.member(project, "reviewer"), path)
    assert "elsewhere" not in theirs
    assert "/members/" not in theirs
