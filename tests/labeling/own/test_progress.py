"""Own figures and own work, as the queries tell them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.zones import day_start, zone_of
from labeling.actions import save_draft, skip
from labeling.actions.review_submission import review_submission
from labeling.models import Project, Task
from labeling.own import progress as own_progress
from labeling.own import work as own_work
from labeling.reviews import verdicts
from tests import make

pytestmark = pytest.mark.django_db
NOON = make.NOON


def test_answers_count_once_and_time_counts_amendments_and_skips() -> None:
    project = make.project("demonstration")
    make.tasks(project, 4)
    labeler = make.member(project)
    first = make.claimed(project, labeler)
    make.submitted(first, now=NOON - timedelta(days=1))
    make.submitted(make.claimed(project, labeler), now=NOON)
    make.submitted(first, now=NOON, text="Better.")
    skip.skip(assignment=make.claimed(project, labeler), reason="unclear", active_seconds=4.0, now=NOON)
    figures = own_progress.figures_of(labeler, project, start=day_start(UTC, NOON))
    assert (figures.today, figures.total) == (1, 2)
    assert figures.active_today == 12.5 * 2 + 4
    assert figures.active_total == 12.5 * 3 + 4
    assert (figures.remaining, figures.has_more) == (1, False)


def test_others_work_never_shows() -> None:
    project = make.project("demonstration", overlap=2)
    make.tasks(project, 2)
    labeler, other = make.member(project), make.member(project)
    for _ in range(2):
        make.submitted(make.claimed(project, other))
    figures = own_progress.figures_of(labeler, project, start=timezone.now() - timedelta(days=1))
    assert (figures.today, figures.total, figures.active_total) == (0, 0, 0)
    assert figures.remaining == 2


def test_what_is_left_is_in_hand_free_or_given_back() -> None:
    project = make.project()
    make.tasks(project, 5)
    labeler, other = make.member(project), make.member(project)
    make.assignment("released", of=project, labeler=labeler)
    make.claimed(project, other)
    make.assignment("skipped", of=project, labeler=labeler)
    make.claimed(project, labeler)
    start = timezone.now()
    left = own_progress.figures_of(labeler, project, start=start).remaining
    assert left == 5 - 1 - 1
    Project.objects.filter(pk=project.pk).update(state="paused")
    project.refresh_from_db()
    assert own_progress.figures_of(labeler, project, start=start).remaining == 1


def test_many_left_are_not_counted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_progress, "MOST_COUNTED", 2)
    project = make.project()
    make.tasks(project, 3)
    figures = own_progress.figures_of(make.member(project), project, start=timezone.now())
    assert (figures.remaining, figures.has_more) == (2, True)


@pytest.mark.parametrize(
    ("zone", "today"), [("UTC", 0), ("Pacific/Auckland", 0), ("America/Los_Angeles", 1), ("-05:00", 1)],
    ids=["utc", "auckland", "los-angeles", "offset"],
)  # fmt: skip
def test_a_day_begins_where_the_labeler_is(zone: str, today: int) -> None:
    project = make.project()
    make.tasks(project, 1)
    labeler = make.member(project)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    make.submitted(make.claimed(project, labeler, now=late), now=late)
    now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    # In Auckland it is the 23rd's afternoon for both; there the day began at 11:00 UTC.
    expected = 1 if zone == "Pacific/Auckland" else today
    assert own_progress.figures_of(labeler, project, start=day_start(zone_of(zone), now)).today == expected


def test_answers_of_today_by_project() -> None:
    projects = [make.project(), make.project()]
    labeler = make.member(projects[0])
    make.tasks(projects[0], 2)
    make.submitted(make.claimed(projects[0], labeler), now=NOON)
    make.submitted(make.claimed(projects[0], labeler), now=NOON - timedelta(days=2))
    ids = [project.pk for project in projects]
    assert own_progress.answered_today(labeler, ids, start=day_start(UTC, NOON)) == {projects[0].pk: 1}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "none"), (20, "under a minute"), (3599, "1 h 0 min"), (300, "5 min"), (4500, "1 h 15 min")],
)
def test_spans_in_words(seconds: int, words: str) -> None:
    assert own_progress.in_words(seconds) == words


def test_drafts_and_skips_stand_beside_what_was_submitted() -> None:
    project = make.project("demonstration")
    make.tasks(project, 3)
    labeler = make.member(project)
    make.submitted(make.claimed(project, labeler), text="Mine.")
    begun = make.claimed(project, labeler)
    save_draft.save_draft(assignment=begun, revision=1, judgment={"text": "Half"}, now=timezone.now())
    skip.skip(assignment=make.claimed(project, labeler, besides=(begun.pk,)), reason="unsafe", now=timezone.now())
    assert [one.summary for one in own_work.submissions_of(labeler, project).submissions] == ["Mine."]
    assert [one.assignment_id for one in own_work.drafts_of(labeler, project)] == [begun.pk]
    assert [one.reason for one in own_work.skips_of(labeler, project)] == ["Unsafe"]
    assert own_work.drafts_of(make.member(project), project) == []


def test_own_submissions_are_found_by_day_and_by_words() -> None:
    project = make.project("demonstration")
    make.tasks(project, 1, prompt="Why is the sky 100% blue?")
    make.tasks(project, 1, prompt="Why is grass green?")
    labeler = make.member(project)
    for days in (0, 1):
        make.submitted(make.claimed(project, labeler), now=NOON - timedelta(days=days))
    today = own_work.day_of("2026-11-23", UTC)

    def found(**asked: object) -> list[str]:
        return [one.prompt for one in own_work.submissions_of(labeler, project, **asked).submissions]

    assert found(day=today) == ["Why is the sky 100% blue?"]
    assert found(words="GRASS") == ["Why is grass green?"]
    assert found(words="100%") == ["Why is the sky 100% blue?"]
    assert own_work.day_of("tomorrow", UTC) is None


def test_a_verdict_stands_until_the_author_amends() -> None:
    project = make.project("demonstration")
    labeler, reviewer = make.member(project), make.member(project, "reviewer")
    made = make.assignment("claimed", of=project, labeler=labeler)
    said = make.submitted(made)
    review_submission(submission=said, reviewer=reviewer, verdict="returned", comment="Why?", now=NOON)
    (row,) = own_work.of_reviews(verdicts.own_reviews(labeler, project).returned, labeler, project)
    assert (row.verdict, row.comment) == ("returned", "Why?")
    made.refresh_from_db()
    make.submitted(made, text="Because.")
    assert len(verdicts.own_reviews(labeler, project)) == 0
    assert own_work.submissions_of(labeler, project).submissions[0].verdict == ""
    assert Task.objects.filter(project=project).count() == 3
