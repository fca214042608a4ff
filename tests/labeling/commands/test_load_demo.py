"""The demo: complete, repeatable, and one command away from a first judgment."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Event, User
from labeling.actions import claim, demo_gold, demo_under_way
from labeling.figures import counted
from labeling.gold import draws as gold_draws
from labeling.gold import queries as gold_queries
from labeling.models import Membership, Opening, Project, Prompt, Split, Task
from labeling.statistics.keys import FEWEST_TASKS

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (User, Project, Membership, Task, Opening, Prompt))


def test_load_demo_makes_two_open_projects_with_their_prompts() -> None:
    load()
    rankings, demonstrations = (
        Project.objects.get(slug="demo-rankings"),
        Project.objects.get(slug="demo-demonstrations"),
    )
    assert rankings.kind == "ranking"
    assert demonstrations.kind == "demonstration"
    assert rankings.state == demonstrations.state == "open"
    assert rankings.tasks.count() == 32
    assert demonstrations.tasks.count() == 16
    assert rankings.versions.get().guidelines.startswith("# Ranking answers")
    assert set(rankings.prompts.values_list("split", flat=True)) == set(Split.values)


def test_a_third_project_is_well_under_way_with_something_of_everything() -> None:
    load()
    project = Project.objects.get(slug="demo-under-way")
    figures = counted.figures_of(project)
    assert project.tasks.filter(purpose="work").count() == 64
    assert figures.progress.submitted > 100
    assert figures.progress.skipped
    assert figures.agreement.half_credit.is_known
    assert sum(one.agreement.half_credit.is_known for one in figures.labelers) >= 3
    assert figures.looks["rejected"] == 1
    assert figures.looks["hasty"] > 0
    assert project.questions.count() == 2
    lin = User.objects.get(username="lin")
    claim.next_assignment(project=project, labeler=lin, now=timezone.now())
    assert figures.progress.slots - figures.progress.submitted >= 30, "enough is left to try it out"


def test_gold_shows_scores_with_n_and_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the tasks of those who are watched are gold: every other one here, so that no draw decides the test."""
    monkeypatch.setattr(gold_draws, "is_gold", lambda _secret, _labeler, ordinal, rate: rate == 0.5 and ordinal % 2)
    load()
    project = Project.objects.get(slug="demo-under-way")
    assert Task.objects.filter(project=project, purpose="gold").count() == len(demo_gold.BEST_FIRST) >= FEWEST_TASKS
    rows = {row.member.user.username: row for row in gold_queries.member_scores(project)}
    scored = {name for name, row in rows.items() if row.score.pairs.is_enough}
    assert scored == set(demo_under_way.WATCHED)
    shares = {name: rows[name].score.pairs.share or 0 for name in scored}
    assert shares["demo-ada"] > shares[demo_under_way.CARELESS_ONE]
    client = Client()
    client.force_login(User.objects.get(username="maya"))
    page = client.get("/projects/demo-under-way/quality/").content.decode()
    assert "No task is gold yet" not in page


def test_a_start_that_was_killed_among_the_gold_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = demo_gold.make_gold_by, []

    def at_times(**given: Any) -> Any:
        calls.append(given["task"].external_id)
        return killed(None) if len(calls) == 4 else whole(**given)

    monkeypatch.setattr(demo_gold, "make_gold_by", at_times)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert Task.objects.filter(purpose="gold").count() == 3
    monkeypatch.setattr(demo_gold, "watch_closely", killed)
    with pytest.raises(KeyboardInterrupt):
        load()
    monkeypatch.undo()
    load()
    assert Task.objects.filter(purpose="gold").count() == len(demo_gold.BEST_FIRST)
    assert Event.objects.filter(verb="task.gold").count() == len(demo_gold.BEST_FIRST)
    assert Event.objects.filter(verb="gold.rate_set").count() == 1 + len(demo_under_way.WATCHED)


def test_load_demo_imports_without_a_warning() -> None:
    load()
    for project in Project.objects.all():
        assert project.imports.get().warnings == {}


def test_load_demo_again_adds_nothing() -> None:
    load()
    before = counts()
    load()
    assert counts() == before


def test_load_demo_finishes_what_a_killed_start_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labeling.actions.run_import.bring_to_end", killed)
    with pytest.raises(KeyboardInterrupt):
        load()
    monkeypatch.undo()
    project = Project.objects.get(slug="demo-rankings")
    # As if the lease of the dead had run out.
    project.imports.update(lease_until=timezone.now() - timedelta(seconds=1))
    load()
    assert project.imports.get().state == "done"
    assert project.tasks.count() == 32


def killed(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_load_demo_prints_links_that_sign_in_and_nothing_else() -> None:
    lines = load().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Sign in as manager maya", "Sign in as labeler lin"]
    for line in lines:
        name = line.split()[4].rstrip(":")
        address = re.search(r"https?://[^/]+(/\S+)$", line)
        assert address is not None
        client = Client()
        page = client.get(address[1])
        if page.status_code == 200:
            page = client.post(address[1])
        assert page.status_code == 302
        assert client.session["_auth_user_id"] == str(User.objects.get(username=name).pk)


def test_nobody_of_the_demo_has_a_password() -> None:
    load()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_newcomer_meets_the_moon_landing_first() -> None:
    load()
    project = Project.objects.get(slug="demo-rankings")
    lin = User.objects.get(username="lin")
    first = claim.next_assignment(project=project, labeler=lin, now=timezone.now())
    assert first.assignment.task.external_id == "moon-landing"
