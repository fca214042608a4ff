"""Caps and pauses: they keep new work back, never what is in hand, and hold for two tabs at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone, translation

from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import check_limits, claim, release, skip
from labeling.actions.limit_member import cap_member, pause_member, resume_member, set_terms
from labeling.actions.sit_down import Desk
from labeling.models import Assignment, Membership, Project
from tests import make

pytestmark = pytest.mark.django_db


def capped(project: Project, *, daily: int | None = None, share: int | None = None) -> User:
    labeler = make.member(project)
    cap_member(
        place=make.membership(project, labeler), daily_cap=daily, share_cap=share, by=make.manager(project),
        now=timezone.now(),
    )  # fmt: skip
    return labeler


def refused(project: Project, labeler: User, **when: object) -> claim.Limited:
    with pytest.raises(claim.Limited) as limited:
        make.claimed(project, labeler, **when)  # type: ignore[arg-type]
    return limited.value


def test_a_daily_cap_counts_answers_and_what_is_in_hand() -> None:
    project = make.project()
    make.tasks(project, 6)
    labeler = capped(project, daily=3)
    make.submitted(make.claimed(project, labeler, now=make.NOON), now=make.NOON)
    second = make.claimed(project, labeler, now=make.NOON)
    make.submitted(second, now=make.NOON)
    make.submitted(second, now=make.NOON)  # amended: it counts once
    skip.skip(assignment=make.claimed(project, labeler, now=make.NOON), reason="unclear", now=make.NOON)
    third = make.claimed(project, labeler, now=make.NOON)
    assert refused(project, labeler, now=make.NOON, besides=(third.pk,)).code == "daily_cap"
    # What is in hand comes again, and may be submitted.
    assert make.claimed(project, labeler, now=make.NOON) == third
    make.submitted(third, now=make.NOON)
    told = refused(project, labeler, now=make.NOON)
    assert str(told.detail) == "You have reached today's 3 judgments; more tomorrow."
    assert make.claimed(project, labeler, now=make.NOON + timedelta(hours=12)).pk


def test_the_day_begins_where_the_labeler_is() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = capped(project, daily=1)
    labeler.preferences["zone"] = "Asia/Tokyo"
    make.submitted(make.claimed(project, labeler, now=make.NOON), now=make.NOON)
    assert refused(project, labeler, now=make.NOON + timedelta(hours=2)).code == "daily_cap"
    # 15:00 UTC is midnight in Tokyo.
    assert make.claimed(project, labeler, now=make.NOON + timedelta(hours=3)).pk


def test_what_was_given_back_is_not_handed_out_again_at_the_cap() -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = capped(project, daily=1)
    given_back = make.claimed(project, labeler)
    release.release(assignment=given_back, now=timezone.now())
    make.submitted(make.claimed(project, labeler))
    assert refused(project, labeler).code == "daily_cap"
    # Submitting it late is never refused.
    given_back.refresh_from_db()
    make.submitted(given_back)


def test_a_share_is_of_all_that_the_project_asks_for() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 5)
    labeler = capped(project, share=30)
    for _ in range(3):
        make.submitted(make.claimed(project, labeler))
    assert refused(project, labeler).code == "share_cap"


def test_far_from_its_end_a_share_is_not_counted_at_every_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    project = make.project()
    make.tasks(project, 20, completions=2)
    labeler = capped(project, share=50)
    asked: list[str] = []
    counting = check_limits.count

    def count(query: str, desk: Desk) -> int:
        asked.append(query)
        return counting(query, desk)

    monkeypatch.setattr(check_limits, "count", count)
    monkeypatch.setattr(check_limits, "FAR_FROM_IT", 5)
    for _ in range(3):
        make.submitted(make.claimed(project, labeler))
    assert len(asked) == 1


def test_a_share_is_one_judgment_at_least() -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = capped(project, share=1)
    make.submitted(make.claimed(project, labeler))
    assert refused(project, labeler).code == "share_cap"


def test_the_projects_caps_hold_for_labelers_without_their_own() -> None:
    project = make.project()
    make.tasks(project, 6)
    boss = make.manager(project)
    set_terms(project=project, daily_cap=1, share_cap=None, shows_agreement=False, by=boss, now=timezone.now())
    labeler, other = make.member(project), capped(project, daily=2)
    for person in (labeler, other, boss):
        make.submitted(make.claimed(project, person))
    assert refused(project, labeler).code == "daily_cap"
    assert make.claimed(project, other).pk
    assert make.claimed(project, boss).pk


def test_a_paused_labeler_finishes_what_is_in_hand_and_gets_nothing_new() -> None:
    project = make.project(by=make.user("maya"))
    make.tasks(project, 2)
    labeler, maya = make.member(project), make.manager(project)
    held = make.claimed(project, labeler)
    place = make.membership(project, labeler)
    for _ in range(2):
        pause_member(place=place, by=maya, now=timezone.now())
    assert make.claimed(project, labeler) == held
    make.submitted(held)
    told = refused(project, labeler)
    assert told.code == "paused"
    assert str(told.detail).startswith("maya paused you.")
    resume_member(place=place, by=maya, now=timezone.now())
    assert make.claimed(project, labeler).pk


def test_over_the_api_it_is_204_with_a_reason_and_on_the_screen_a_sentence() -> None:
    project = make.project(slug="sky")
    make.tasks(project, 2)
    labeler, client = capped(project, daily=1), Client()
    client.force_login(labeler)
    make.submitted(make.claimed(project, labeler))
    answer = client.post("/api/projects/sky/assignments/", {}, content_type="application/json")
    assert (answer.status_code, answer.content, answer["X-Nothing-Left"]) == (204, b"", "daily_cap")
    with translation.override("en"):
        page = client.post("/label/sky/next/", {}, content_type="application/json")
    assert page.status_code == 204
    assert page["X-Nothing-Left-Detail"].startswith("You%20have%20reached")


@pytest.mark.parametrize("caps", [(0, None), (None, 0), (None, 101), (100_001, None)])
def test_a_cap_has_bounds(caps: tuple[int | None, int | None]) -> None:
    project = make.project()
    with pytest.raises(Invalid):
        capped(project, daily=caps[0], share=caps[1])


def test_the_database_knows_what_a_percent_is() -> None:
    project = make.project()
    with pytest.raises(IntegrityError):
        Membership.objects.filter(project=project).update(share_cap=101)


@pytest.mark.django_db(transaction=True)
def test_tabs_at_the_cap_claim_no_more_than_it() -> None:
    project = make.project()
    make.tasks(project, 8)
    labeler = capped(project, daily=2)
    make.submitted(make.claimed(project, labeler))
    barrier = threading.Barrier(6)

    def tab(_number: int) -> None:
        try:
            barrier.wait()
            # Each tab says that it holds everything: it wants another one.
            held = tuple(Assignment.objects.filter(labeler=labeler, state="claimed").values_list("pk", flat=True))
            make.claimed(project, labeler, besides=held)
        except claim.NothingLeft:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tab, range(6)))
    assert Assignment.objects.filter(labeler=labeler).count() == 2


def test_telling_another_zone_begins_no_new_day() -> None:
    project = make.project()
    make.tasks(project, 5)
    labeler = capped(project, daily=1)
    make.submitted(make.claimed(project, labeler, now=make.NOON), now=make.NOON)
    assert refused(project, labeler, now=make.NOON).code == "daily_cap"
    # An hour later it is past midnight there: one more, as for everybody whose day ends, and then no other.
    later = make.NOON + timedelta(hours=1)
    labeler.preferences["zone"] = "Etc/GMT-11"
    labeler.save()
    make.submitted(make.claimed(project, labeler, now=later), now=later)
    for hours in (2, 3):
        labeler.preferences["zone"] = f"Etc/GMT-{12 - hours}"
        labeler.save()
        assert refused(project, labeler, now=make.NOON + timedelta(hours=hours)).code == "daily_cap"
