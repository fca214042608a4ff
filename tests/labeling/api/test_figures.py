"""Statistics over the API: agreement and labelers, each rate with n and interval, or "not enough data"."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions import count_figures, digest_projects
from labeling.figures import counted
from labeling.models import Digest, Project, Task
from tests import make
from tests.labeling.judging import exclude, people, say

pytestmark = pytest.mark.django_db


def get(client: Client, project: Project, what: str):
    client.force_login(make.manager(project))
    return client.get(f"/api/projects/{project.slug}/{what}/").json()


def judged_by_two(tasks: int, *, against_every: int = 4) -> Project:
    """Two labelers on each task; the second turns every fourth ranking round."""
    project = make.project(overlap=2)
    make.tasks(project, tasks, completions=2)
    one, other = people(project, 2)
    for place in range(tasks):
        say(make.claimed(project, one), 0, 1)
        order = (1, 0) if place % against_every == 0 else (0, 1)
        say(make.claimed(project, other), *order)
    return make.digested(project)


def test_agreement_of_the_project_and_of_each_labeler(client: Client) -> None:
    project = judged_by_two(24)
    told = get(client, project, "agreement")
    for rates in (told, *told["labelers"]):
        assert rates["strict"]["value"] == rates["half_credit"]["value"] == rates["decisive"]["value"] == 0.75
        assert rates["strict"]["n"] == 24
        assert rates["strict"]["low"] < 0.75 < rates["strict"]["high"]
        assert rates["decisive_coverage"]["value"] == 1
    assert len(told["labelers"]) == 2


def test_too_little_data_says_so(client: Client) -> None:
    told = get(client, judged_by_two(3), "agreement")
    assert told["strict"] == {"value": None, "n": 3, "reason": "not_enough_data"}
    assert told["labelers"][0]["half_credit"] == {"value": None, "n": 3, "reason": "not_enough_data"}
    assert get(client, make.project(), "agreement")["labelers"] == []


def test_tasks_whose_overlap_grew_are_no_part_of_agreement(client: Client) -> None:
    project = judged_by_two(24)
    Task.objects.filter(project=project).update(is_adaptive=True)
    count_figures.count_figures(project, now=timezone.now())
    told = get(client, project, "agreement")
    assert told["strict"] == {"value": None, "n": 0, "reason": "not_enough_data"}
    assert told["labelers"][0]["strict"]["n"] == 0


def test_labelers_with_what_their_judgments_show(client: Client) -> None:
    project = judged_by_two(24)
    idle = make.member(project)
    told = get(client, project, "labelers")
    assert told["next"] is None
    by_name = {row["username"]: row for row in told["results"]}
    assert len(by_name) == 4, "the manager is a member, too"
    row = by_name[project.memberships.filter(role="labeler").earliest("id").user.username]
    assert (row["judged"], row["counted"], row["active_seconds"], row["median_seconds"]) == (24, 24, 24 * 60, 60)
    assert row["ties"]["value"] == row["hasty"]["value"] == 0
    assert row["agreement"]["half_credit"]["value"] == 0.75
    nothing = by_name[idle.username]
    assert (nothing["judged"], nothing["median_seconds"], nothing["last_at"]) == (0, None, None)
    assert nothing["ties"] == {"value": None, "n": 0, "reason": "not_enough_data"}


def test_the_excluded_are_compared_with_nobody(client: Client) -> None:
    project = judged_by_two(24)
    exclude(project, project.memberships.filter(role="labeler").latest("id").user)
    make.digested(project)
    told = get(client, project, "agreement")
    assert [row["strict"]["n"] for row in told["labelers"]] == [0, 0]


def test_a_large_project_is_counted_in_the_background(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "LARGE", 2)
    project = make.project(overlap=1)
    make.tasks(project, 3)
    assert get(client, project, "progress")["tasks"] == 3, "never counted: counted now"
    now = timezone.now()
    make.digested(project, now=now)
    make.claimed(project, make.member(project))
    assert get(client, project, "progress")["claimed"] == 0, "claims draw no number"
    digest_projects.digest_projects(now=now + timedelta(seconds=20))
    assert get(client, project, "progress")["claimed"] == 0
    digest_projects.digest_projects(now=now + timedelta(seconds=40))
    assert get(client, project, "progress")["claimed"] == 1


def test_a_large_project_is_not_counted_more_often_than_it_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "LARGE", 2)
    project = make.project(overlap=1)
    make.tasks(project, 3)
    now = timezone.now()
    make.digested(project, now=now)
    row = Digest.objects.get()
    row.figures |= {"progress_took": 2.0, "findings_took": 3.0}
    row.save()
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    make.digested(project, now=now + timedelta(seconds=39))
    assert counted.progress_of(project).submitted == 0
    digest_projects.digest_projects(now=now + timedelta(seconds=41))
    assert counted.progress_of(project).submitted == 1
    assert counted.figures_of(project).labelers == [], "what takes longer waits longer"
    digest_projects.digest_projects(now=now + timedelta(seconds=100))
    assert len(counted.figures_of(project).labelers) == 1
