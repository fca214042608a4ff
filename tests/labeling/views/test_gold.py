"""The pages of gold: keys by hand, tasks that are proposed, shares, scores."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from labeling.actions.digest_judgments import digest
from labeling.gold import queries as gold_queries
from labeling.models import AnswerKey, Project, Purpose, Task, TaskMark
from tests import make
from tests.labeling.gold import gold_at_every_other, make_gold, say, work_through

pytestmark = pytest.mark.django_db

FORM = {"completion": [{"name": "toxic", "type": "flag"}]}


@pytest.fixture
def of(client: Client) -> Project:
    project = make.project(form=FORM, overlap=3)
    client.force_login(make.manager(project))
    return project


def test_a_key_is_set_by_hand_on_the_tasks_page(of: Project, client: Client) -> None:
    (task,) = make.tasks(of, 1, completions=3)
    url = f"/projects/{of.slug}/tasks/{task.pk}/key/"
    assert "Answer key" in client.get(f"/projects/{of.slug}/tasks/{task.pk}/").content.decode()
    said = {"place_0": "1", "place_1": "", "place_2": "2", "flag_2_toxic": "yes", "explanation": "Facts."}
    assert client.post(url, said).status_code == 302
    key = AnswerKey.objects.get()
    assert (key.pairs, key.flags, key.explanation) == ([[0, 2]], {"2": {"toxic": True}}, "Facts.")
    task.refresh_from_db()
    assert task.purpose == Purpose.WORK
    page = client.get(url).content.decode()
    assert page.count("selected>1 (best)") == 1
    assert "selected>yes" in page
    assert client.post(url, said | {"then": "gold"}).status_code == 302
    task.refresh_from_db()
    assert task.purpose == Purpose.GOLD


def test_a_key_without_anything_sure_cannot_be_gold(of: Project, client: Client) -> None:
    (task,) = make.tasks(of, 1, completions=3)
    page = client.post(f"/projects/{of.slug}/tasks/{task.pk}/key/", {"explanation": "", "then": "gold"})
    assert "Nothing is sure" in page.content.decode()
    assert not AnswerKey.objects.exists()


def test_pairs_that_no_places_give_stay_until_places_are_given(of: Project, client: Client) -> None:
    (task,) = make_gold(of, completions=4, pairs=[[0, 1], [0, 2], [3, 2]])
    url = f"/projects/{of.slug}/tasks/{task.pk}/key/"
    assert "which no places give" in client.get(url).content.decode()
    client.post(url, {"explanation": "Changed."})
    assert AnswerKey.objects.get().pairs == [[0, 1], [0, 2], [3, 2]]
    client.post(url, {"explanation": "Changed.", "place_1": "1", "place_0": "2"})
    assert AnswerKey.objects.get().pairs == [[1, 0]]


def test_a_task_of_another_project_has_no_key_here(of: Project, client: Client) -> None:
    (task,) = make.tasks(make.project(by=make.manager(of)), 1)
    assert client.get(f"/projects/{of.slug}/tasks/{task.pk}/key/").status_code == 404


def agree(of: Project, *orders: tuple[int, int, int]) -> None:
    """A labeler for each order, on every task that waits."""
    for order in orders:
        labeler = make.member(of)
        for _ in Task.objects.filter(project=of, purpose="work"):
            say(make.claimed(of, labeler), *order)


def test_tasks_on_which_all_agree_are_proposed_and_confirmed_one_by_one(of: Project, client: Client) -> None:
    form_free = make.project(overlap=3, by=make.manager(of))
    make.tasks(form_free, 2, completions=3)
    agree(form_free, (2, 0, 1), (2, 0, 1), (2, 0, 1))
    digest(form_free, now=timezone.now())
    url = f"/projects/{form_free.slug}/quality/gold/"
    assert client.get(url).content.decode().count('value="confirm"') == 2
    first, second = Task.objects.filter(project=form_free).order_by("id")
    client.post(f"/projects/{form_free.slug}/tasks/{first.pk}/gold/", {"choice": "confirm"})
    client.post(f"/projects/{form_free.slug}/tasks/{second.pk}/gold/", {"choice": "not_gold"})
    assert sorted(AnswerKey.objects.get(task=first).pairs) == [[0, 1], [2, 0], [2, 1]]
    assert dict(TaskMark.objects.values_list("task_id", "mark")) == {first.pk: "gold", second.pk: "not_gold"}
    page = client.get(url).content.decode()
    assert 'value="confirm"' not in page
    assert "3 sure pairs" in page


def test_where_somebody_disagrees_nothing_is_proposed_and_confirming_is_refused(of: Project, client: Client) -> None:
    plain = make.project(overlap=3, by=make.manager(of))
    make.tasks(plain, 1, completions=3)
    agree(plain, (0, 1, 2), (1, 2, 0), (2, 0, 1))
    digest(plain, now=timezone.now())
    assert gold_queries.proposals(plain) == []
    answer = client.post(
        f"/projects/{plain.slug}/tasks/{Task.objects.get(project=plain).pk}/gold/", {"choice": "confirm"}
    )
    assert "do not all agree" in str(next(iter(get_messages(answer.wsgi_request))))
    assert not AnswerKey.objects.exists()


def test_the_share_of_gold_is_set_for_all_and_for_one(of: Project, client: Client) -> None:
    url, labeler = f"/projects/{of.slug}/quality/gold/", make.member(of)
    client.post(url, {"rate": "12.5"})
    client.post(f"{url}{labeler.username}/", {"rate": "25"})
    of.refresh_from_db()
    assert (of.gold_rate, make.membership(of, labeler).gold_rate) == (0.125, 0.25)
    client.post(url, {"rate": "80"})
    client.post(url, {"rate": ""})
    client.post(f"{url}{labeler.username}/", {"rate": ""})
    of.refresh_from_db()
    assert (of.gold_rate, make.membership(of, labeler).gold_rate) == (0.125, None)


@pytest.mark.parametrize(("work", "told"), [(2, "not enough data"), (12, "100 %")])
def test_scores_are_told_with_their_numbers_once_there_are_enough(
    client: Client, monkeypatch: pytest.MonkeyPatch, work: int, told: str
) -> None:
    gold_at_every_other(monkeypatch)
    of = make.project(overlap=2)
    client.force_login(make.manager(of))
    make.tasks(of, work, completions=3)
    make_gold(of, 12, rate=0.5)
    careful = make.member(of, name="careful")
    work_through(of, careful, order=(0, 1, 2))
    score = gold_queries.gold_score(of, careful)
    assert score.pairs.right == score.pairs.asked == 2 * score.pairs.tasks > 0
    assert "Gold: sure pairs" in client.get(f"/projects/{of.slug}/members/careful/").content.decode()
    page = client.get(f"/projects/{of.slug}/quality/").content.decode()
    assert "careful" in page
    assert told in page


def test_the_page_says_what_to_do_when_there_is_no_gold(of: Project, client: Client) -> None:
    assert "No task is gold yet" in client.get(f"/projects/{of.slug}/quality/").content.decode()
    assert "None yet" in client.get(f"/projects/{of.slug}/quality/gold/").content.decode()


def test_pages_ask_as_much_for_many_as_for_few(of: Project, client: Client, django_assert_max_num_queries: Any) -> None:
    make_gold(of, 6, flags={"0": {"toxic": True}})
    for _ in range(4):
        make.member(of)
    with django_assert_max_num_queries(14):
        client.get(f"/projects/{of.slug}/quality/")
    with django_assert_max_num_queries(18):
        client.get(f"/projects/{of.slug}/quality/gold/")
