"""What excluding a labeler's work would do, before anybody does it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from labeling.models import Membership


@dataclass(frozen=True)
class ExclusionLook:
    """`judgments` stop counting; `in_hand` are taken from their hands; `reopened` tasks wait for somebody again."""

    judgments: int
    in_hand: int
    reopened: int


# A slot that comes back to a parked or archived task, or to one whose overlap was lowered since, lets nobody in.
LOOK = """
    SELECT count(*) FILTER (WHERE a.state = 'submitted'), count(*) FILTER (WHERE a.state = 'claimed'),
        count(*) FILTER (WHERE NOT o.is_held AND o.filled <= o.allowed)
    FROM labeling_assignment a JOIN labeling_opening o ON o.task_id = a.task_id
    WHERE a.labeler_id = %(labeler)s AND a.project_id = %(project)s AND a.purpose = 'work' AND a.slot IS NOT NULL
      AND (a.state = 'claimed' OR %(since)s::timestamptz IS NULL OR (
        SELECT s.submitted_at FROM labeling_submission s WHERE s.assignment_id = a.id
        ORDER BY s.revision DESC LIMIT 1) >= %(since)s::timestamptz)
"""


def look_at(place: Membership, *, since: datetime | None) -> ExclusionLook:
    """Count it, in one query; changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {"labeler": place.user_id, "project": place.project_id, "since": since})
        return ExclusionLook(*cursor.fetchone())
