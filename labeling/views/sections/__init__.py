"""The sections of a project's settings, in the order of the page. A new one is a module and one line here."""

from accounts.errors import NotFound
from labeling.models import Project
from labeling.views.sections.adaptive import Adaptive
from labeling.views.sections.archive import Archive
from labeling.views.sections.base import Section, Text
from labeling.views.sections.clone import Clone
from labeling.views.sections.general import General
from labeling.views.sections.goal import Goal
from labeling.views.sections.guidelines import Guidelines
from labeling.views.sections.licenses import Licenses
from labeling.views.sections.overlap import Overlap
from labeling.views.sections.questions import Questions
from labeling.views.sections.review import Review
from labeling.views.sections.splits import Splits
from labeling.views.sections.state import State

__all__ = ["SECTIONS", "Section", "Text", "section_named", "sections_of"]

SECTIONS: list[type[Section]] = [
    General,
    State,
    Guidelines,
    Questions,
    Overlap,
    Adaptive,
    Splits,
    Review,
    Goal,
    Licenses,
    Clone,
    Archive,
]


def sections_of(project: Project) -> list[type[Section]]:
    return [section for section in SECTIONS if section.fits(project)]


def section_named(name: str, project: Project) -> type[Section]:
    for section in sections_of(project):
        if section.slug == name:
            return section
    raise NotFound
