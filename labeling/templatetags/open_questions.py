"""How many questions wait for an answer, for the navigation of every page of a project."""

from django import template

from labeling.models import Project
from labeling.questions import asked

register = template.Library()


@register.simple_tag
def open_question_count(project: Project, role: str) -> int:
    return asked.open_count(project, role)
