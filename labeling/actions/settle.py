"""Bringing slots in line with a ruling on a labeler, one assignment at a time; killed, it goes on where it was.

Race: the job is taken over, or a newer ruling cancels it, while a slot is being changed. The cursor moves in the
transaction of the slot and names the fence: who lost the job changes nothing more.
"""

import logging

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from labeling.actions import digest_judgments, hold_assignment, hold_job
from labeling.actions.copy_rows import commit_lazily
from labeling.models import Assignment, AssignmentState, Digest, Exclusion, JobState, Purpose, Settlement, Submission
from labeling.reviews import verdicts

# Between two heartbeats: under a second's work.
PAGE = 200

logger = logging.getLogger(__name__)


def run(settlement_id: int) -> None:
    """Take the job and bring it to its end; does nothing when it is held or finished."""
    job = hold_job.take(Settlement, settlement_id)
    if job is None:
        return
    try:
        bring_to_end(job)
    except hold_job.LostHold as lost:
        logger.info("Stopped: %s", lost)


def bring_to_end(job: Settlement) -> None:
    theirs = concerned(job.ruling)
    total = theirs.count()
    while page := list(theirs.filter(pk__gt=job.cursor).order_by("pk")[:PAGE]):
        for assignment in page:
            settle_one(job, assignment)
        left = theirs.filter(pk__gt=job.cursor).count()
        hold_job.keep(job, progress=1 - left / total if total else 1)
    job.refresh_from_db(fields=["filled"])
    # Without a digest all findings are still to be made.
    if job.filled and Digest.objects.filter(project_id=job.project_id).exists():
        remake_findings(job)
    hold_job.finish(job)


def remake_findings(job: Settlement) -> None:
    """The digest met the ruling before the slots were back: what speaks for its task again was left out."""
    tasks = list(concerned(job.ruling).order_by("task_id").values_list("task_id", flat=True))
    for start in range(0, len(tasks), PAGE):
        digest_judgments.work_in_page(job.project, tasks[start : start + PAGE], timezone.now())
        hold_job.keep(job)


def concerned(ruling: Exclusion) -> QuerySet[Assignment]:
    """The assignments of theirs that may have to change."""
    theirs = Assignment.objects.select_related("project", "version").filter(
        project_id=ruling.project_id, labeler_id=ruling.labeler_id, purpose=Purpose.WORK,
        state__in=[AssignmentState.CLAIMED, AssignmentState.SUBMITTED],
    )  # fmt: skip
    return theirs.filter(slot__isnull=False) if ruling.is_excluded and ruling.since is None else theirs


@transaction.atomic
def settle_one(job: Settlement, assignment: Assignment) -> None:
    """Change the slot if the ruling wants it, and move the cursor past it, or nothing. Raises LostHold."""
    commit_lazily()
    held = hold_assignment.lock(assignment)
    done = settle_slot(held, job.ruling)
    counts = {done: F(done) + 1} if done else {}
    moved = Settlement.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING).update(
        cursor=assignment.pk, lease_until=timezone.now() + hold_job.lease(), **counts
    )
    if not moved:
        raise hold_job.LostHold(f"Settlement {job.pk} was taken over or cancelled")
    job.cursor = assignment.pk


def settle_slot(held: hold_assignment.Held, ruling: Exclusion) -> str:
    """What was done, by the name of its count; "" when it was right already."""
    assignment = held.assignment
    if assignment.state == AssignmentState.CLAIMED:
        if not ruling.is_excluded or assignment.slot is None:
            return ""
        hold_assignment.give_up_slot(held, AssignmentState.RELEASED)
        return "opened"
    standing = assignment.submissions.order_by("-revision").first()
    if standing is None or assignment.state != AssignmentState.SUBMITTED:
        return ""
    if not stands(standing, ruling):
        if assignment.slot is None:
            return ""
        hold_assignment.open_counted_slot(held)
        return "opened"
    if assignment.slot is not None or verdicts.is_rejected(standing):
        return ""
    if hold_assignment.count_again(held):
        return "filled"
    # One that came too late never had a slot to lose.
    return "" if standing.is_surplus else "missed"


def stands(standing: Submission, ruling: Exclusion) -> bool:
    """Whether the ruling lets this submission count."""
    return not ruling.is_excluded or (ruling.since is not None and standing.submitted_at < ruling.since)
