"""Counting a project's figures in the background; how often depends on how long it takes.

Two at once do the same twice: who counted last stays.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime

from labeling.figures import counted
from labeling.models import Digest, Project

# Counting takes at most this share of a worker's time, each half of the figures for itself.
PATIENCE = 20
# Claims draw no number: what is in hand in a large project is counted again after so long, whatever was said.
LARGE_AFTER = timedelta(seconds=30)

PROGRESS, FINDINGS = "progress", "findings"
Part = Callable[[Project, datetime], dict[str, Any]]
PARTS: dict[str, Part] = {
    PROGRESS: lambda project, now: counted.counted_progress(project),
    FINDINGS: lambda project, now: counted.counted_findings(project, now=now),
}


def count_figures(project: Project, *, now: datetime, parts: tuple[str, ...] = (PROGRESS, FINDINGS)) -> None:
    """Count these parts, and keep them with their moments; the moment that pages show is that of the progress."""
    for part in parts:
        began = monotonic()
        told = PARTS[part](project, now)
        keep(project, part, told | {f"{part}_took": monotonic() - began, f"{part}_at": now.isoformat()}, now)


@transaction.atomic
def keep(project: Project, part: str, told: dict[str, Any], now: datetime) -> None:
    """Race: another worker counted the other part meanwhile; each puts only its own in, under the row's lock."""
    row = Digest.objects.select_for_update().get(project=project)
    row.figures |= told
    # Nothing is shown before both are there; from then on it is as old as the progress.
    if part == (PROGRESS if row.figures_at else FINDINGS):
        row.figures_at = now
    row.save(update_fields=["figures", "figures_at"])


def count_unless_costly(project: Project, *, now: datetime) -> None:
    """Count, but of a large project nothing again before it is worth its time; the next look comes back to it."""
    row = Digest.objects.get(project=project)
    if row.figures_at is None or row.figures["progress"]["tasks"] <= counted.LARGE:
        count_figures(project, now=now)
        return
    if due := tuple(part for part in PARTS if is_due(row.figures, part, now)):
        count_figures(project, now=now, parts=due)


def is_due(figures: dict[str, Any], part: str, now: datetime) -> bool:
    counted_at = parse_datetime(figures.get(f"{part}_at", ""))
    return counted_at is None or now >= counted_at + timedelta(seconds=PATIENCE * figures[f"{part}_took"])


def stale_projects(*, now: datetime) -> "QuerySet[Project]":
    """Projects whose figures are older than their findings, or may be older than what is in hand."""
    is_behind = Q(figures_at=None) | Q(figures_at__lt=F("digested_at"))
    may_be = Q(figures__progress__tasks__gt=counted.LARGE, figures_at__lt=now - LARGE_AFTER)
    return Project.objects.filter(pk__in=Digest.objects.filter(is_behind | may_be).values("project_id")).order_by("id")
