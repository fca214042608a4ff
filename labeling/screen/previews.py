"""Sheets that no assignment stands behind: what labelers would see, drawn by the very templates of their screen."""

from collections.abc import Sequence
from typing import Any

from labeling.kinds import KINDS, LETTERS
from labeling.models import Assignment, GuidelineVersion, Project
from labeling.screen import desk, examples
from labeling.screen.screen_words import words_for_scripts
from labeling.screen.sheets import Sheet


def sheet_of(
    *,
    project: Project,
    version: GuidelineVersion,
    messages: list[dict[str, Any]],
    completions: Sequence[str],
) -> Sheet:
    """A sheet of these texts, in this order, under letters."""
    assignment = Assignment(pk=0, project=project)
    lettered = list(zip(LETTERS, completions, strict=False))
    return Sheet(assignment, version, messages, lettered, kind=KINDS[project.kind])


def example_sheet(*, project: Project, version: GuidelineVersion, cards: int = 0) -> Sheet:
    """Filled with example texts, as many as the settings are made for, unless `cards` says how many."""
    most = KINDS[project.kind].most_cards
    count = min(max(cards or examples.cards_for(version.ranking), KINDS[project.kind].fewest_cards), most)
    completions = examples.completions(count)
    return sheet_of(project=project, version=version, messages=examples.prompt(), completions=completions)


def context_of(sheet: Sheet, *, text_preview_url: str) -> dict[str, Any]:
    """What the page around a sheet needs, with what its fragment needs."""
    return desk.context_of(sheet) | {
        "text_preview_url": text_preview_url,
        "skip_reasons": desk.skip_reasons(),
        "words": words_for_scripts(),
    }
