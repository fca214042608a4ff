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
from django.utils.dateparse import parse_datetime

from accounts.errors import Conflict
from labeling import sheets
from labeling.actions import hold_assignment, slots
from labeling.actions.claim import digest_of
from labeling.models import Assignment, AssignmentState, Membership, Opening, ProjectState, Purpose, Submission
from labeling.storable import check_storable


class OtherBody(Conflict):
    code = "other_body"
    detail = "This UUID was used for another submission."


class NotCurrent(Conflict):
    code = "not_current"
    detail = "The submission to amend is no longer the current one."


class ProjectSealed(Conflict):
    code = "project_sealed"
    detail = "The project is sealed: what was submitted stays as it is."


@dataclass(frozen=True)
class Recorded:
    submission: Submission
    is_new: bool


def submit(*, assignment: Assignment, client_id: UUID, body: dict[str, Any], now: datetime) -> Recorded:
    """Record the judgment in `body` (contract: submission body), or find it recorded already.

    Raises kinds.InvalidJudgment, OtherBody, NotCurrent or ProjectSealed.
    """
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()
    if earlier := Submission.objects.filter(assignment=assignment, client_id=client_id).first():
        return replay(earlier, digest)
    check_storable(body, "judgment")
    sheet = sheets.read_sheet(assignment)
    judgment = sheet.kind.parse_judgment(
        body["judgment"],
        labels=[letter for letter, _ in sheet.completions],
        texts=sheet.texts,
        ranking=sheet.version.ranking,
        form=sheet.version.form,
    )
    return record(assignment, sheet, client_id, digest, judgment, body, now)


def replay(earlier: Submission, digest: bytes) -> Recorded:
    if bytes(earlier.digest) != digest:
        raise OtherBody
    return Recorded(earlier, is_new=False)


@transaction.atomic
def record(
    assignment: Assignment,
    sheet: sheets.Sheet,
    client_id: UUID,
    digest: bytes,
    judgment: dict[str, Any],
    body: dict[str, Any],
    now: datetime,
) -> Recorded:
    assignment, opening = hold_assignment.lock(assignment)
    current = Submission.objects.filter(assignment=assignment).order_by("-revision").first()
    if earlier := current and Submission.objects.filter(assignment=assignment, client_id=client_id).first():
        return replay(earlier, digest)
    is_sealed = assignment.project.state == ProjectState.SEALED
    check_amendment(current, body.get("amends"), is_sealed=is_sealed)
    counts = fill_slot(assignment, opening, is_first=current is None, is_sealed=is_sealed)
    submission = Submission(
        assignment=assignment,
        client_id=client_id,
        revision=current.revision + 1 if current else 1,
        judgment=judgment,
        digest=digest,
        role=role_now(assignment),
        is_surplus=assignment.purpose == Purpose.WORK and not counts,
        active_seconds=body.get("active_seconds"),
        wall_seconds=body.get("wall_seconds"),
        opened_at=parse_datetime(body.get("opened_at") or "") or assignment.opened_at,
        submitted_at=now,
    )
    write(submission, written=sheet.kind.authored_texts(judgment))
    return Recorded(submission, is_new=True)


def check_amendment(current: Submission | None, amends: str | None, *, is_sealed: bool) -> None:
    if current is not None and is_sealed:
        raise ProjectSealed
    if amends is not None and (current is None or str(current.client_id) != amends):
        raise NotCurrent


def fill_slot(assignment: Assignment, opening: Opening, *, is_first: bool, is_sealed: bool) -> bool:
    """Keep the slot or take it again if it is free, and count it; False means surplus."""
    held = assignment.slot is not None
    was_counted = held and assignment.state == AssignmentState.SUBMITTED
    if is_first and is_sealed and held:
        hold_assignment.give_up_slot(assignment, opening, AssignmentState.RELEASED)
    elif not held and assignment.purpose == Purpose.WORK and not is_sealed and not is_excluded(assignment):
        slots.retake_slot(assignment, opening)
    counts = assignment.slot is not None
    if counts and not was_counted:
        Opening.objects.filter(pk=opening.pk).update(counted=opening.counted + 1)
    assignment.state = AssignmentState.SUBMITTED
    assignment.save(update_fields=["state", "slot"])
    return counts


def is_excluded(assignment: Assignment) -> bool:
    newest = assignment.project.exclusions.filter(labeler_id=assignment.labeler_id).order_by("-number").first()
    return newest is not None and newest.is_excluded


def role_now(assignment: Assignment) -> str:
    """The labeler's role at this moment, or the one they claimed with if they are no longer a member."""
    found = Membership.objects.filter(
        project_id=assignment.project_id, user_id=assignment.labeler_id, removed_at=None
    ).values_list("role", flat=True)
    return found.first() or assignment.role


def write(submission: Submission, *, written: list[str]) -> None:
    """Insert the submission, close its draft, remember texts the labeler wrote and leave the trail."""
    assignment = submission.assignment
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO labeling_submission (assignment_id, client_id, revision, judgment, digest, role, is_surplus,
                    active_seconds, wall_seconds, opened_at, submitted_at)
                VALUES (%(assignment)s, %(client)s, %(revision)s, %(judgment)s, %(digest)s, %(role)s, %(surplus)s,
                    %(active)s, %(wall)s, %(opened)s, %(now)s)
                RETURNING id, number),
            closed AS (UPDATE labeling_draft SET judgment = NULL WHERE assignment_id = %(assignment)s),
            remembered AS (
                INSERT INTO labeling_authoredtext (labeler_id, digest)
                SELECT %(labeler)s, unnest(%(written)s::bytea[]) ON CONFLICT DO NOTHING),
            told AS (
                INSERT INTO accounts_event (actor_id, verb, project_id, subject, details, created_at)
                VALUES (%(labeler)s, %(verb)s, %(project)s, 'assignment:' || %(assignment)s, '{}', %(now)s))
            SELECT id, number FROM made
            """,
            {
                "assignment": assignment.pk, "client": str(submission.client_id), "revision": submission.revision,
                "judgment": orjson.dumps(submission.judgment).decode(), "digest": submission.digest,
                "role": submission.role, "surplus": submission.is_surplus, "active": submission.active_seconds,
                "wall": submission.wall_seconds, "opened": submission.opened_at, "now": submission.submitted_at,
                "labeler": assignment.labeler_id, "written": [digest_of(text) for text in written],
                "verb": "assignment.submitted" if submission.revision == 1 else "assignment.amended",
                "project": assignment.project_id,
            },
        )  # fmt: skip
        submission.pk, submission.number = cursor.fetchone()
