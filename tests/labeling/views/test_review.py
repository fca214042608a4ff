"""The reviewers' page and what its forms send."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from labeling.actions import take_check
from labeling.actions.digest_projects import digest_projects
from labeling.actions.review_submission import review_submission
from labeling.models import Assignment, Check, Opening, Project, Review, Submission
from labeling.reviews.queue import Wish
from tests import make
from tests.labeling.judging import exclude, say

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HERE = "/projects/moon/review/"


@pytest.fixture
def project(client: Client) -> Project:
    """Two labelers disagree on one task and judged another each; a reviewer is signed in."""
    project = make.project(slug="moon", overlap=2)
    make.tasks(project, 3)
    one, other = make.member(project, name="ann"), make.member(project, name="bob")
    say(make.claimed(project, one), 0, 1, 2, 3)
    say(make.claimed(project, other), 3, 2, 1, 0)
    say(make.claimed(project, one), 0, 1, 2, 3)
    digest_projects(now=timezone.now())
    client.force_login(make.member(project, "reviewer", name="rev"))
    return project


def take(client: Client, **body: object) -> str:
    return client.post(f"{HERE}next/", body, headers=HTMX).content.decode()


def shown(page: str) -> int:
    found = re.search(r'data-check="(\d+)"', page)
    assert found, page
    return int(found[1])


def judge(client: Client, submission_id: int, verdict: str, comment: str = "", **body: object) -> str:
    answer = client.post(
        f"{HERE}{submission_id}/verdict/", {"verdict": verdict, "comment": comment} | body, headers=HTMX
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_reading_the_page_takes_nothing(client: Client, project: Project) -> None:
    page = client.get(HERE).content.decode()
    assert 'hx-trigger="load"' in page
    assert not Check.objects.exclude(holder=None).exists()


def test_a_turn_shows_the_judgment_and_the_others_orders(client: Client, project: Project) -> None:
    page = take(client)
    assert Check.objects.get(holder__username="rev").pk == shown(page)
    for part in ("ann", "bob", "Completion A", "orders__line", "New labeler", "60 s at it"):
        assert part in page, part
    assert "policy-" not in page


def test_a_verdict_goes_on_to_the_next_and_can_be_undone(client: Client, project: Project) -> None:
    first = shown(take(client))
    page = judge(client, first, "accepted")
    assert shown(page) != first
    assert f"{HERE}{first}/withdraw/" in page
    # The tab above counts along.
    assert re.search(r'id="waiting-reviews" hx-swap-oob="true">.*>2</span>', page)
    again = client.post(f"{HERE}{first}/withdraw/", headers=HTMX).content.decode()
    assert shown(again) == first
    assert list(Review.objects.values_list("verdict", flat=True).order_by("number")) == ["accepted", "withdrawn"]
    again = client.post(f"{HERE}{first}/withdraw/", headers=HTMX).content.decode()
    assert "no verdict of yours" in again


def test_rejecting_without_a_word_stays_and_says_so(client: Client, project: Project) -> None:
    first = shown(take(client))
    page = judge(client, first, "rejected", " ")
    assert shown(page) == first
    assert "Say why: the labeler reads it." in page
    assert not Review.objects.exists()
    assert "A verdict is accepted" in judge(client, first, "maybe", "kept <words>")
    assert "kept &lt;words&gt;" in judge(client, first, "maybe", "kept <words>")


def test_what_another_holds_is_left_to_them(client: Client, project: Project) -> None:
    other = make.member(project, "reviewer")
    held = take_check.take_check(wish=Wish(project), reviewer=other, now=timezone.now())
    assert held is not None
    page = judge(client, held.pk, "accepted")
    assert "Somebody else is checking this" in page
    assert shown(page) != held.pk
    assert not Review.objects.exists()


def test_an_answer_in_the_meantime_is_told_and_shown(client: Client, project: Project) -> None:
    page = take(client)
    first = shown(page)
    assert 'name="seen" value="0"' in page
    said = Submission.objects.get(pk=first)
    Check.objects.update(holder=None, held_until=None)
    other = make.member(project, "reviewer", name="other")
    newer = review_submission(
        submission=said, reviewer=other, verdict="returned", comment="Read B again.", now=timezone.now()
    )
    page = judge(client, first, "rejected", "My own <words>", seen=0)
    assert shown(page) == first
    for part in ("Somebody has answered", "Sent back", "Read B again.", "My own &lt;words&gt;"):
        assert part in page, part
    assert ">other<" not in page
    assert list(Review.objects.all()) == [newer]
    assert f'name="seen" value="{newer.number}"' in page
    # Now they know, and mean it.
    assert f"{HERE}{first}/withdraw/" in judge(client, first, "rejected", "All the same.", seen=newer.number)
    assert Review.objects.count() == 2


def test_an_amendment_in_the_meantime_is_told(client: Client, project: Project) -> None:
    first = Submission.objects.get(pk=shown(take(client)))
    make.submitted(first.assignment)
    page = judge(client, first.pk, "accepted")
    assert "has amended this submission since" in page


def test_next_passes_over_and_the_end_says_so(client: Client, project: Project) -> None:
    seen = [shown(take(client))]
    for _ in range(2):
        seen.append(shown(take(client, after=seen[-1])))
    assert len(set(seen)) == 3
    assert "That was the last one" in take(client, after=seen[-1])
    assert shown(take(client)) == seen[0]


def test_filters(client: Client, project: Project) -> None:
    bob = Assignment.objects.filter(labeler__username="bob").first()
    assert bob is not None
    assert Submission.objects.get(pk=shown(take(client, labeler=bob.labeler_id))).assignment_id == bob.pk
    assert "Nothing of this kind waits for you" in take(client, reason="random")
    page = client.get(f"{HERE}?reason=new_labeler&labeler={bob.labeler_id}").content.decode()
    assert '"reason": "new_labeler"' in page
    assert client.get(f"{HERE}?reason=nonsense&labeler={'9' * 40}").status_code == 200


def test_an_empty_queue_says_what_to_do(client: Client) -> None:
    project = make.project(slug="moon")
    client.force_login(make.manager(project))
    page = take(client)
    assert "Nothing waits for a review" in page
    assert "/projects/moon/settings/review/" in page
    Project.objects.update(review={"first": 0, "share": 0, "disputed": None})
    assert "The project asks for no reviews." in take(client)


def test_what_others_check_is_no_empty_queue(client: Client, project: Project) -> None:
    other = make.member(project, "reviewer")
    Check.objects.update(holder=other, held_until=timezone.now() + take_check.LEASE)
    assert "Others are checking what waits" in take(client)


def test_without_scripts_every_form_comes_back_to_a_page(client: Client, project: Project) -> None:
    address = client.post(f"{HERE}next/").headers["Location"]
    page = client.get(address).content.decode()
    first = shown(page)
    assert address == f"{HERE}{first}/"
    following = client.post(f"{HERE}{first}/verdict/", {"verdict": "accepted"}).headers["Location"]
    assert following != address
    assert shown(client.post(f"{HERE}{first}/withdraw/").content.decode()) == first


def test_settling_leads_to_the_labeling_screen_and_back(client: Client, project: Project) -> None:
    first = Submission.objects.select_related("assignment").get(pk=shown(take(client)))
    address = client.post(f"{HERE}{first.pk}/settle/").headers["Location"]
    mine = Assignment.objects.get(labeler__username="rev", purpose="review", state="claimed")
    assert address == f"/label/moon/?assignment={mine.pk}"
    assert f'data-back="{HERE}"' in client.get(address).content.decode()
    task = client.get(f"/label/moon/assignments/{mine.pk}/").content.decode()
    assert "Back to review" in task
    assert 'id="skip"' not in task
    make.submitted(Assignment.objects.select_related("project").get(pk=mine.pk))
    assert not Check.objects.filter(task=first.assignment.task_id, closed_at=None).exists()
    assert Opening.objects.get(task=first.assignment.task_id).counted == 2


def test_what_measures_labelers_cannot_be_opened(client: Client, project: Project) -> None:
    said = Submission.objects.first()
    assert said is not None
    Assignment.objects.filter(pk=said.assignment_id).update(purpose="gold", slot=None)
    assert client.get(f"{HERE}{said.pk}/").status_code == 404
    other = Submission.objects.exclude(pk=said.pk).first()
    assert other is not None
    assert "orders__line" not in client.get(f"{HERE}{other.pk}/").content.decode()


def test_a_demonstration_is_shown_with_its_text(client: Client) -> None:
    project = make.project("demonstration", slug="moon")
    make.tasks(project, 1)
    make.submitted(make.claimed(project, make.member(project)), text="My **own** words")
    digest_projects(now=timezone.now())
    client.force_login(make.member(project, "reviewer"))
    assert "My <strong>own</strong> words" in take(client)


def test_a_rewrite_is_shown_with_its_difference(client: Client) -> None:
    project = make.project(slug="moon", ranking={"rewrite": "optional"})
    make.tasks(project, 1)
    held = make.claimed(project, make.member(project))
    make.submitted(held, rewrite={"of": "A", "text": "Better <answer> to it."})
    digest_projects(now=timezone.now())
    client.force_login(make.member(project, "reviewer"))
    page = take(client)
    assert "<del>" in page
    assert "Better" in page
    assert "<answer>" not in page


def test_reviewers_land_here(client: Client, project: Project) -> None:
    assert client.get("/projects/moon/").headers["Location"] == HERE
    page = client.get(HERE).content.decode()
    assert 'title="waiting for a review">3</span>' in page
    assert "hx-swap-oob" not in page


def test_a_turn_takes_as_many_queries_however_many_judged(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = shown(take(client))
    with django_assert_max_num_queries(29):
        client.get(f"{HERE}{first}/")
    task = Submission.objects.get(pk=first).assignment.task
    Opening.objects.filter(task=task).update(allowed=9)
    for _ in range(5):
        make.submitted(make.claimed(project, make.member(project)))
    with django_assert_max_num_queries(29):
        client.get(f"{HERE}{first}/")


def test_an_amendment_comes_first_with_what_was_said_and_how_it_was_before(client: Client, project: Project) -> None:
    first = Submission.objects.select_related("assignment__project").get(pk=shown(take(client)))
    judge(client, first.pk, "returned", "Look at B.")
    say(first.assignment, 2, 0, 1, 3)
    # What they hold already comes before what came back meanwhile.
    Check.objects.update(holder=None, held_until=None)
    page = take(client)
    assert Submission.objects.get(pk=shown(page)).revision == 2
    # The time is that of both revisions: whoever amends has read the texts before.
    for part in ("Amended", "Look at B.", ">before</text>", "120 s at it"):
        assert part in page, part


def test_the_excluded_are_no_yardstick(client: Client, project: Project) -> None:
    first = shown(take(client))
    task = Submission.objects.get(pk=first).assignment.task
    assert ">bob</text>" in client.get(f"{HERE}{first}/").content.decode()
    exclude(task.project, Assignment.objects.get(task=task, labeler__username="bob").labeler)
    assert ">bob</text>" not in client.get(f"{HERE}{first}/").content.decode()
