"""Digesting every project in which something is new; cheap where nothing is."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from labeling import new_facts
from labeling.actions import count_figures, locks
from labeling.actions.digest_judgments import digest
from labeling.actions.fix_boundary import last_drawn
from labeling.models import Digest, Project

logger = logging.getLogger(__name__)
# Further behind, after a day without a worker, say, looking for the busy ones would hold up those who write.
FARTHEST_LOOK = 20_000


def digest_projects(*, now: datetime) -> int:
    """Bring all findings up to this moment; return how many projects had anything new."""
    busy = Project.objects.filter(pk__in=busy_projects()) | Project.objects.filter(digest=None)
    unfinished = Project.objects.exclude(digest__remade_to=None, digest__picked_to=None)
    projects = list((busy | unfinished).distinct().order_by("id"))
    for project in projects:
        attempt(digest, project, now)
    for project in count_figures.stale_projects(now=now):
        attempt(count_figures.count_unless_costly, project, now)
    return len(projects)


def attempt(work: Callable[..., None], project: Project, now: datetime) -> None:
    """Do it; what goes wrong in one project is told in the log, and must not hold up the others."""
    try:
        work(project, now=now)
    except Exception:
        logger.exception("Project %s could not be digested; it is tried again.", project.slug)


@transaction.atomic
def busy_projects() -> set[int]:
    """The projects with facts beyond their boundary. The boundary of the others moves up to now.

    Without that move the search for what is new would begin, for ever, where the quietest project stopped.
    Race: a number that is drawn in a quiet project and not yet committed. Only where its lock can be had at once is
    nobody writing: then all that is ever numbered up to `last` there is in sight of the search that follows.
    """
    digests = dict(Digest.objects.values_list("project_id", "boundary"))
    behind = last_drawn() - min(digests.values(), default=0)
    if not digests or behind <= 0:
        return set()
    if behind > FARTHEST_LOOK:
        return set(digests)
    quiet = [project_id for project_id in sorted(digests) if locks.try_to_exclude_writers(project_id)]
    last = last_drawn()
    busy = new_facts.projects_with_facts(after=min(digests.values()))
    Digest.objects.filter(pk__in=set(quiet) - busy, boundary__lt=last).update(boundary=last)
    return busy & set(digests)
