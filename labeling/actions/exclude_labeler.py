"""Ruling whether a labeler's work counts. Exports obey the ruling at once; its slots are settled by a job."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import hold_job, locks
from labeling.models import Exclusion, JobState, Membership, Project, Settlement

JOB = "labeling.jobs.settle"


class Erased(Conflict):
    code = "erased"
    detail = gettext_lazy("This person's work was erased from the project for good.")


@transaction.atomic
def exclude_labeler(
    *,
    project: Project,
    labeler: User,
    is_excluded: bool,
    by: User,
    now: datetime,
    since: datetime | None = None,
    reason: str = "",
    is_erasure: bool = False,
) -> Exclusion:
    """Record the ruling, and a job that opens the slots it concerns, or fills them again (`settle`).

    since: only submissions from that moment on; None: all of them.
    Raises Erased for somebody who was erased, unless it erases again.

    Races: a claim of this labeler is under way (their membership's lock: it is over before the ruling, or sees it);
    the job of an earlier ruling is at work (its fence goes: what it holds open it cannot commit).
    """
    locks.share_project(project.pk)
    list(Membership.objects.select_for_update().filter(project=project, user=labeler))
    if not is_erasure:
        check_not_erased(project, labeler)
    ruling = Exclusion.objects.create(
        project=project, labeler=labeler, is_excluded=is_excluded, since=since if is_excluded else None, reason=reason,
        is_erasure=is_erasure, created_by=by, created_at=now,
    )  # fmt: skip
    unfinished = Settlement.objects.filter(
        project=project, labeler=labeler, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    unfinished.update(state=JobState.CANCELLED, fence=F("fence") + 1, finished_at=now, lease_until=None)
    job = Settlement.objects.create(ruling=ruling, project=project, labeler=labeler, created_by=by, created_at=now)
    trail.record(event_of(ruling), by=by, now=now, project_id=project.pk, subject=f"user:{labeler.pk}", reason=reason)
    hold_job.wake_on_commit(JOB, job.pk)
    return ruling


def check_not_erased(project: Project, labeler: User) -> None:
    if Exclusion.objects.filter(project=project, labeler=labeler, is_erasure=True).exists():
        raise Erased


def event_of(ruling: Exclusion) -> str:
    if ruling.is_erasure:
        return "labeler.erased"
    return "labeler.excluded" if ruling.is_excluded else "labeler.reinstated"
