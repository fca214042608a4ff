"""Holding a job row while working on it: lease, heartbeat and fence.

Race: two workers are woken for one job, or a worker freezes and another takes over. Taking a job is one
conditional UPDATE that raises the fence; every later write names that fence, so the holder of an old one
changes nothing and learns it by `LostHold`.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict
from labeling.models import Job, JobState

JobT = TypeVar("JobT", bound=Job)
# A job that took its workers down this often is not tried again: it would take down the next.
MOST_ATTEMPTS = 5

logger = logging.getLogger(__name__)


class LostHold(Exception):
    """Someone else took the job, or it was cancelled: stop, write nothing more."""


class JobFinished(Conflict):
    code = "job_finished"
    detail = gettext_lazy("It has already finished.")


def lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def takeable(job: type[JobT]) -> Q:
    """Queued, or running with a lease that ran out."""
    return Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=timezone.now())


def take(kind: type[JobT], job_id: int, *, give_up: Callable[[JobT, str], None] | None = None) -> JobT | None:
    """Take the job if nobody holds it; None means somebody does, or it is finished. A normal result.

    give_up: how a job of this kind fails that was tried too often; `fail`, unless its end has to be told elsewhere too.
    """
    now = timezone.now()
    taken = (
        kind._default_manager.filter(takeable(kind), pk=job_id)
        .update(state=JobState.RUNNING, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + lease())
    )  # fmt: skip
    if not taken:
        return None
    job = kind._default_manager.filter(pk=job_id).first()
    if job is None:
        return None
    try:
        if job.started_at is None:
            keep(job, started_at=now)
        if job.attempts > MOST_ATTEMPTS:
            (give_up or fail)(job, "It was started several times and never came to its end. See the worker's log.")
            return None
    except LostHold as lost:
        # Cancelled, or ruled anew, in the moment in which it was taken.
        logger.info("Not begun: %s", lost)
        return None
    return job


def keep(job: Job, **changes: Any) -> None:
    """Renew the lease and write `changes`, or raise LostHold."""
    changes["lease_until"] = timezone.now() + lease()
    _write_fenced(job, **changes)


def finish(job: Job, **changes: Any) -> None:
    """Write the end of the job; inside the caller's transaction, so that result and end are one."""
    _write_fenced(job, state=JobState.DONE, progress=1, finished_at=timezone.now(), lease_until=None, **changes)


def fail(job: Job, error: str, **changes: Any) -> None:
    _write_fenced(job, state=JobState.FAILED, error=error, finished_at=timezone.now(), lease_until=None, **changes)


def cancel(job: Job) -> None:
    """Stop the job for good: its worker loses the hold at its next write. Raises JobFinished."""
    stopped = (
        type(job)
        ._default_manager.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING])
        .update(state=JobState.CANCELLED, fence=F("fence") + 1, finished_at=timezone.now(), lease_until=None)
    )
    if not stopped:
        raise JobFinished
    job.refresh_from_db()


def _write_fenced(job: Job, **changes: Any) -> None:
    rows = type(job)._default_manager.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING).update(**changes)
    if not rows:
        raise LostHold(f"{type(job).__name__} {job.pk} was taken over or cancelled")
    for name, value in changes.items():
        setattr(job, name, value)


def wake_on_commit(job_name: str, job_id: int) -> None:
    """Send the wake-up once the row is committed. A dead broker costs latency only: the sweeper sends again."""
    transaction.on_commit(lambda: wake(job_name, job_id))


def wake(job_name: str, job_id: int) -> None:
    """Publish within half a second or give up: requests never wait for a broker."""
    from celery import current_app

    try:
        with current_app.connection_for_write(
            transport_options={"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "max_retries": 0},
            connect_timeout=0.5,
        ) as connection:
            current_app.send_task(job_name, args=[job_id], connection=connection, retry=False)
    except Exception as error:  # any broker trouble: the row stays queued
        logger.warning("The broker did not take the wake-up of %s %s: %s", job_name, job_id, error)
