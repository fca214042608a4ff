"""Simulated labelers fill projects through the real actions, the same way for the same seed."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from accounts.models import User
from labeling.kinds import LETTERS, PRESETS
from labeling.models import Assignment, Draft, Opening, Project, Skip, Submission
from tests import make

pytestmark = pytest.mark.django_db


def simulate(project: Project, *, labelers: int = 4, seed: int = 1, noise: float = 0.5) -> str:
    out = StringIO()
    call_command(
        "simulate_labelers", project.slug, "--labelers", str(labelers), "--seed", str(seed), "--noise", str(noise),
        stdout=out,
    )  # fmt: skip
    return out.getvalue()


def tasks_of_fixed_names(project: Project, count: int, *, completions: int = 4) -> None:
    """Draws follow the task's name: names of the day would now and then give a day without a skip."""
    shown = completions if project.kind == "ranking" else 0
    make.imported(project, make.rows(count, completions=shown, prefix="fixed"))


def votes(project: Project) -> dict[tuple[str, str], Any]:
    """Who said what of which task, in terms of completions instead of letters."""
    found = Submission.objects.filter(assignment__project=project).select_related(
        "assignment__labeler", "assignment__task"
    )
    said = {}
    for submission in found:
        index = dict(zip(LETTERS, submission.assignment.order, strict=False))
        tiers = [sorted(index[letter] for letter in tier) for tier in submission.judgment["tiers"]]
        said[submission.assignment.labeler.username, submission.assignment.task.external_id] = tiers
    return said


def test_simulation_fills_every_slot_and_exceeds_no_overlap() -> None:
    project = make.project(overlap=2)
    tasks_of_fixed_names(project, 12)
    report = simulate(project, labelers=5)
    openings = Opening.objects.filter(project=project, is_held=False)
    assert openings.count() >= 11
    assert not openings.exclude(counted=F("allowed")).exists()
    assert not Assignment.objects.filter(project=project, slot__gte=2).exists()
    assert report.startswith(f"submitted {Submission.objects.count()}, skipped {Skip.objects.count()}, free 0")


def test_the_same_seed_gives_the_same_judgments_and_another_does_not() -> None:
    rows = make.rows(10, prefix="fixed")
    projects = [make.project(overlap=2) for _ in range(3)]
    for project, seed in zip(projects, (7, 7, 8), strict=True):
        make.imported(project, rows)
        simulate(project, seed=seed)
    first, again, other = map(votes, projects)
    assert first == again
    assert first != other


def test_without_noise_everybody_sees_the_same() -> None:
    project = make.project(overlap=3)
    tasks_of_fixed_names(project, 6)
    simulate(project, noise=0)
    by_task: dict[str, list[Any]] = {}
    for (_, task), tiers in votes(project).items():
        by_task.setdefault(task, []).append(tiers)
    assert all(said == [said[0]] * len(said) for said in by_task.values())
    assert any(len(said) == 3 for said in by_task.values())


@pytest.mark.parametrize("preset", [name for name, preset in PRESETS.items() if preset.kind == "ranking"])
def test_simulated_judgments_pass_the_checks_of_every_preset(preset: str) -> None:
    project = make.project(preset=preset, overlap=1)
    tasks_of_fixed_names(project, 8, completions=4 if preset == "instructgpt" else 2)
    simulate(project)
    assert Submission.objects.filter(assignment__project=project).count() >= 6


def test_simulated_judgments_fill_in_everything_a_form_can_ask() -> None:
    questions = [
        {"name": "stars", "type": "scale", "min": 1, "max": 5, "required": True},
        {"name": "wrong", "type": "flag"},
        {"name": "tone", "type": "choice", "options": ["warm", "cold"], "required": True},
        {"name": "why", "type": "text", "required": True},
    ]
    project = make.project(
        ranking={"acceptability": True, "strength": 7, "strength_beyond_pairs": True, "rewrite": "required"},
        form={"completion": questions, "task": questions},
        overlap=1,
    )
    tasks_of_fixed_names(project, 5, completions=3)
    simulate(project)
    judgment = Submission.objects.filter(assignment__project=project).first()
    assert judgment is not None
    assert set(judgment.judgment["ratings"]["C"]) == {"stars", "wrong", "tone", "why"}
    assert judgment.judgment["rewrite"] is not None


def test_simulated_labelers_write_demonstrations() -> None:
    project = make.project("demonstration", overlap=2)
    tasks_of_fixed_names(project, 5)
    simulate(project)
    texts = Submission.objects.filter(assignment__project=project).values_list("judgment__text", flat=True)
    assert len(texts) >= 8
    assert all("imulated" in text for text in texts)


def test_simulated_labelers_have_no_password_and_are_hired_once() -> None:
    project = make.project(overlap=1)
    tasks_of_fixed_names(project, 3)
    simulate(project, labelers=2)
    simulate(project, labelers=2)
    hired = User.objects.filter(username__startswith="sim-")
    assert sorted(user.username for user in hired) == ["sim-01", "sim-02"]
    assert not any(user.has_usable_password() for user in hired)


def test_simulation_skips_and_drafts_now_and_then() -> None:
    project = make.project(overlap=3)
    tasks_of_fixed_names(project, 40)
    simulate(project, labelers=6)
    assert Skip.objects.filter(assignment__project=project).count() > 0
    assert Draft.objects.filter(assignment__project=project).count() > 0


def test_bad_arguments_are_refused_in_a_sentence() -> None:
    project = make.project()
    with pytest.raises(CommandError, match="There is no project nowhere"):
        call_command("simulate_labelers", "nowhere", "--labelers", "1", "--seed", "1")
    with pytest.raises(CommandError, match="From 1 to 1000"):
        simulate(project, labelers=0)
    with pytest.raises(CommandError, match="0 or more"):
        simulate(project, noise=-1)
