"""A labeler sits down to claim: their place in the project, locked until the end of the transaction.

Race: two tabs of one labeler claim at once; their membership's row makes them queue.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import User
from labeling.models import Assignment, Membership, Project, Role

# How long a look-ahead is held before it is opened: a few judgments of Llama's or HelpSteer's length.
LOOK_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True)
class Limits:
    """What may keep this labeler from new work (`labeling.actions.check_limits`); null: nothing."""

    daily: int | None = None
    # Percent of what the project asks for.
    share: int | None = None
    # How the manager is called who paused them; "" when nobody knows any more.
    paused_by: str | None = None


@dataclass(frozen=True)
class Desk:
    """The labeler's place in the project, locked until the end of the transaction."""

    project: Project
    labeler: User
    role: str
    version_id: int
    # Claimed and expired assignments of theirs, oldest first.
    mine: list[Assignment]
    now: datetime
    limits: Limits
    # The share of their tasks that is gold.
    gold_rate: float = 0
    # What they have to pass before they get work, and how far they are (`labeling.actions.qualify`); null: nothing.
    qualification_id: int | None = None
    standing: str = ""

    def lease_until(self, *, is_look_ahead: bool) -> datetime:
        lease = timedelta(minutes=self.project.lease_minutes)
        return self.now + (min(lease, LOOK_AHEAD) if is_look_ahead else lease)


def sit_down(project: Project, labeler: User, now: datetime) -> Desk | None:
    """Lock the labeler's membership; None for those who get no work here (any more): strangers, the excluded."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.role,
                (SELECT v.id FROM labeling_guidelineversion v WHERE v.project_id = m.project_id
                 ORDER BY v.number DESC LIMIT 1),
                (SELECT x.is_excluded FROM labeling_exclusion x
                 WHERE x.project_id = m.project_id AND x.labeler_id = m.user_id ORDER BY x.number DESC LIMIT 1),
                CASE WHEN m.role = 'labeler' AND m.standing NOT IN ('passed', 'waived') AND p.qualification_id > 0
                    THEN COALESCE(m.own_qualification_id, p.qualification_id) END, m.standing,
                CASE WHEN m.role = 'manager' THEN 0 ELSE COALESCE(m.gold_rate, p.gold_rate) END,
                COALESCE(m.daily_cap, CASE WHEN m.role = 'labeler' THEN p.daily_cap END),
                COALESCE(m.share_cap, CASE WHEN m.role = 'labeler' THEN p.share_cap END),
                CASE WHEN m.paused_at IS NOT NULL THEN COALESCE((
                    SELECT COALESCE(NULLIF(u.display_name, ''), u.username) FROM accounts_user u
                    WHERE u.id = m.paused_by_id), '') END
            FROM labeling_membership m JOIN labeling_project p ON p.id = m.project_id
            WHERE m.project_id = %s AND m.user_id = %s AND m.removed_at IS NULL FOR UPDATE OF m
            """,
            [project.pk, labeler.pk],
        )
        row = cursor.fetchone()
    if row is None:
        if not labeler.is_superuser:
            return None
        Membership.objects.update_or_create(
            project=project, user=labeler, defaults={"role": Role.MANAGER, "joined_at": now, "removed_at": None}
        )
        return sit_down(project, labeler, now)
    role, version_id, is_excluded, qualification_id, standing, gold_rate, *limits = row
    if is_excluded:
        return None
    mine = in_hand_or_expired(project, labeler)
    return Desk(
        project, labeler, role, version_id, mine, now, Limits(*limits), gold_rate, qualification_id, standing
    )  # fmt: skip


def in_hand_or_expired(project: Project, labeler: User) -> list[Assignment]:
    """In a statement after the lock: one that waited for the lock would still see what was before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM labeling_assignment
            WHERE labeler_id = %s AND project_id = %s AND state IN ('claimed', 'expired') AND purpose <> 'review'
            """,
            [labeler.pk, project.pk],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Assignment.objects.filter(pk__in=ids).order_by("id")) if ids else []
