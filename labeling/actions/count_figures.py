"""Counting a project's figures in the background; how often depends on how long it takes."""

from datetime import datetime, timedelta
from time import monotonic

from django.db.models import F, Q, QuerySet

from labeling.figures import counted
from labeling.models import Digest, Project

# Counting takes at most this share of a worker's time.
PATIENCE = 20
# Claims draw no number: what is in hand in a large project is counted again after so long, whatever was said.
LARGE_AFTER = timedelta(seconds=30)


def count_figures(project: Project, *, now: datetime) -> None:
    """Count, and keep the figures with their moment. Two at once do the same twice: who counted last stays."""
    began = monotonic()
    figures = counted.count(project, now=now)
    told = figures.as_json() | {"took": monotonic() - began}
    Digest.objects.filter(project=project).update(figures=told, figures_at=now)


def count_unless_costly(project: Project, *, now: datetime) -> None:
    """Count, but a large project not again before it is worth its time; the next look comes back to it."""
    row = Digest.objects.get(project=project)
    is_costly = bool(row.figures_at) and row.figures["progress"]["tasks"] > counted.LARGE
    if is_costly and row.figures_at and now < row.figures_at + timedelta(seconds=PATIENCE * row.figures["took"]):
        return
    count_figures(project, now=now)


def stale_projects(*, now: datetime) -> "QuerySet[Project]":
    """Projects whose figures are older than their findings, or may be older than what is in hand."""
    is_behind = Q(figures_at=None) | Q(figures_at__lt=F("digested_at"))
    may_be = Q(figures__progress__tasks__gt=counted.LARGE, figures_at__lt=now - LARGE_AFTER)
    return Project.objects.filter(pk__in=Digest.objects.filter(is_behind | may_be).values("project_id")).order_by("id")
