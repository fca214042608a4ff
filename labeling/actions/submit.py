"""Submitting: one recorded judgment, exactly once.

Races: a client sends the same submission twice (its UUID finds the first), two tabs submit different
judgments (the second amends), a late submission meets a claim for its slot (opening's lock, unique
(task, slot)), a snapshot is made at this instant (the project's shared lock before the number is drawn).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict
from labeling.actions import adapt_overlap, check_turns, hold_assignment, qualify, slots
from labeling.actions.fill_slot import digest_of
from labeling.kinds import KINDS, LETTERS
from labeling.models import Assignment, AssignmentState, ProjectState, Purpose, Submission, Verdict
from labeling.moments import read_moment
from labeling.reviews import verdicts
from labeling.screen import noticed, sheets
from labeling.storable import check_storable


class OtherBody(Conflict):
    code = "other_body"
    detail = gettext_lazy("This UUID was used for another submission.")


class NotCurrent(Conflict):
    code = "not_current"
    detail = gettext_lazy("The submission to amend is no longer the current one.")


class ProjectSealed(Conflict):
    code = "project_sealed"
    detail = gettext_lazy("The project is sealed: what was submitted stays as it is.")


class Rejected(Conflict):
    code = "rejected"
    detail = gettext_lazy("A reviewer did not accept this judgment: the task goes to somebody else.")


@dataclass(frozen=True)
class Recorded:
    submission: Submission
    is_new: bool


def submit(*, assignment: Assignment, client_id: UUID, body: dict[str, Any], now: datetime) -> Recorded:
    """Record the judgment in `body` (contract: submission body), or find it recorded already.

    Raises kinds.InvalidJudgment, OtherBody, NotCurrent, ProjectSealed or Rejected.
    """
    # First: what is nested too deep cannot even be written as JSON.
    check_storable(body["judgment"], "judgment")
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()
    kind, version = KINDS[assignment.project.kind], sheets.version_of(assignment.version_id)
    letters = LETTERS[: len(assignment.order)]
    judgment = kind.parse_judgment(
        body["judgment"],
        labels=letters,
        texts=sheets.TextsByLetter(assignment),
        ranking=version.ranking,
        form=version.form,
    )
    submission = Submission(
        assignment=assignment,
        client_id=client_id,
        judgment=judgment,
        signals=noticed.parse_signals(body.get("signals"), letters=letters),
        digest=digest,
        active_seconds=body.get("active_seconds"),
        wall_seconds=body.get("wall_seconds"),
        opened_at=read_moment(body.get("opened_at") or "") or assignment.opened_at,
        submitted_at=now,
    )
    recorded = record(submission, amends=body.get("amends"), written=kind.authored_texts(judgment))
    if assignment.purpose == Purpose.QUALIFICATION and recorded.is_new:
        # After the commit: who concludes locks the membership, which comes before what a submission locks.
        qualify.conclude(project=assignment.project, labeler=assignment.labeler, now=now)
    return recorded


@transaction.atomic
def record(submission: Submission, *, amends: str | None, written: list[str]) -> Recorded:
    """Decide under the locks whether the submission is new, which revision it is and whether it counts."""
    assignment = submission.assignment
    held = hold_assignment.lock(assignment)
    is_sealed = assignment.project.state == ProjectState.SEALED
    current = review = None
    if assignment.state == AssignmentState.SUBMITTED:
        current, earlier = find_earlier(submission)
        if earlier is not None:
            return replay(earlier, bytes(submission.digest))
        if is_sealed:
            raise ProjectSealed
        review = verdicts.standing(current)
        if review and review.verdict == Verdict.REJECTED:
            raise Rejected
    if amends is not None and (current is None or current.client_id != UUID(amends)):
        raise NotCurrent
    was_counted = assignment.state == AssignmentState.SUBMITTED and assignment.slot is not None
    counts = keep_or_retake_slot(held, is_sealed=is_sealed)
    submission.revision = current.revision + 1 if current else 1
    submission.role = held.role
    # What fills no overlap is never surplus, but where work would always be: nothing tells the two apart.
    submission.is_surplus = not counts and (assignment.purpose == Purpose.WORK or is_sealed or held.is_excluded)
    write(submission, newly_counted=counts and not was_counted, written=written)
    if counts:
        adapt_overlap.adapt_overlap(held.opening, assignment.project_id)
    check_turns.go_on(submission, amends=current, reviewed=review is not None)
    return Recorded(submission, is_new=True)


def find_earlier(submission: Submission) -> tuple[Submission, Submission | None]:
    """The standing revision, and the one with this client UUID if there is one."""
    revisions = list(Submission.objects.filter(assignment=submission.assignment).order_by("-revision"))
    return revisions[0], next((one for one in revisions if one.client_id == submission.client_id), None)


def replay(earlier: Submission, digest: bytes) -> Recorded:
    if bytes(earlier.digest) != digest:
        raise OtherBody
    return Recorded(earlier, is_new=False)


def keep_or_retake_slot(held: hold_assignment.Held, *, is_sealed: bool) -> bool:
    """Keep the slot, or take it again if it is free; False means that the submission does not count."""
    assignment = held.assignment
    is_first = assignment.state != AssignmentState.SUBMITTED
    if is_sealed and is_first and assignment.slot is not None:
        hold_assignment.give_up_slot(held, AssignmentState.RELEASED)
    elif assignment.slot is None and assignment.purpose == Purpose.WORK and not is_sealed and not held.is_excluded:
        slots.retake_slot(assignment, held.opening)
    return assignment.slot is not None


def write(submission: Submission, *, newly_counted: bool, written: list[str]) -> None:
    """Insert the submission, count it, close its draft, remember the labeler's texts and leave the trail."""
    assignment = submission.assignment
    assignment.state = AssignmentState.SUBMITTED
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO labeling_submission (assignment_id, client_id, revision, judgment, signals, digest, role,
                    is_surplus, active_seconds, wall_seconds, opened_at, submitted_at)
                VALUES (%(assignment)s, %(client)s, %(revision)s, %(judgment)s, %(signals)s, %(digest)s, %(role)s,
                    %(surplus)s, %(active)s, %(wall)s, %(opened)s, %(now)s)
                RETURNING id, number),
            moved AS (
                UPDATE labeling_assignment SET state = 'submitted', slot = %(slot)s WHERE id = %(assignment)s),
            counted AS (
                UPDATE labeling_opening SET counted = counted + 1 WHERE task_id = %(task)s AND %(newly_counted)s),
            closed AS (UPDATE labeling_draft SET judgment = NULL WHERE assignment_id = %(assignment)s),
            remembered AS (
                INSERT INTO labeling_authoredtext (labeler_id, digest)
                SELECT %(labeler)s, unnest(%(written)s::bytea[]) ON CONFLICT DO NOTHING),
            told AS (
                INSERT INTO accounts_event (actor_id, verb, project_id, subject, details, created_at)
                VALUES (%(labeler)s, %(verb)s, %(project)s, 'assignment:' || %(assignment)s, '{}', %(now)s))
            SELECT id, number FROM made
            """,
            columns_of(submission, newly_counted=newly_counted, written=written),
        )
        submission.pk, submission.number = cursor.fetchone()


def columns_of(submission: Submission, *, newly_counted: bool, written: list[str]) -> dict[str, Any]:
    assignment = submission.assignment
    return {
        "assignment": assignment.pk, "client": str(submission.client_id), "revision": submission.revision,
        "judgment": orjson.dumps(submission.judgment).decode(),
        "signals": orjson.dumps(submission.signals).decode() if submission.signals else None,
        "digest": bytes(submission.digest),
        "role": submission.role, "surplus": submission.is_surplus, "active": submission.active_seconds,
        "wall": submission.wall_seconds, "opened": submission.opened_at, "now": submission.submitted_at,
        "labeler": assignment.labeler_id, "written": [digest_of(text) for text in written],
        "verb": "assignment.submitted" if submission.revision == 1 else "assignment.amended",
        "project": assignment.project_id, "task": assignment.task_id, "slot": assignment.slot,
        "newly_counted": newly_counted,
    }  # fmt: skip
