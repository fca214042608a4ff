"""How many judgments wait for a reviewer, for the navigation of every page of a project."""

from django import template

from labeling.models import Project
from labeling.reviews import queue as review_queue

register = template.Library()


@register.simple_tag
def waiting_review_count(project: Project) -> str:
    """Empty when nothing waits; counted no further than the badge shows."""
    count = review_queue.waiting_count(project)
    return f"{count - 1}+" if count == review_queue.MOST_IN_BADGE else str(count or "")
