"""The demo: complete, repeatable, and one command away from a first judgment."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from labeling.actions import claim
from labeling.figures import counted
from labeling.models import Membership, Opening, Project, Prompt, Split, Task

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
    assert project.tasks.count() == 64
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


def killed(job: object) -> None:
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
