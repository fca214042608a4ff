"""Simulated labelers differ as they should, and their findings show it."""

import pytest
from django.core.management import CommandError, call_command

from labeling.models import JudgmentFinding, Project, Submission
from labeling.simulating.characters import MIX, character_of
from tests import make

pytestmark = pytest.mark.django_db


def simulated(character: str, count: int = 30) -> Project:
    project = make.project(preset="instructgpt", overlap=1)
    lines = make.rows(count, completions=4, prefix="fixed")
    for line in lines:
        line["prompt"] += " " + "Tell me more about it, please. " * 20
    make.imported(project, lines)
    call_command("simulate_labelers", project.slug, "--labelers", "1", "--seed", "1", "--characters", character)
    return project


def test_the_hasty_are_found_hasty_and_the_good_are_not() -> None:
    hasty, good = (JudgmentFinding.objects.filter(project=simulated(name)) for name in ("hasty", "good"))
    assert hasty.filter(is_hasty=True).count() > hasty.count() / 2
    assert good.filter(is_hasty=True).count() < good.count() / 5


def test_the_careless_draw_straight_lines() -> None:
    careless = JudgmentFinding.objects.filter(project=simulated("careless"))
    assert careless.filter(is_straight=True).count() >= 5


def test_the_position_biased_like_what_stands_first() -> None:
    project = simulated("position-biased")
    said = Submission.objects.filter(assignment__project=project).values_list("judgment", flat=True)
    first = sum("A" in judgment["tiers"][0] for judgment in said)
    last = sum("A" in judgment["tiers"][-1] for judgment in said)
    assert first > 2 * last


def test_most_of_a_mix_are_good() -> None:
    names = [character_of(place, MIX).name for place in range(16)]
    assert names.count("good") == 10
    assert {"hasty", "careless", "position-biased"} < set(names)


def test_an_unknown_character_is_refused() -> None:
    with pytest.raises(CommandError, match="One of: mix, good"):
        call_command("simulate_labelers", make.project().slug, "--labelers", "1", "--seed", "1", "--characters", "lazy")
