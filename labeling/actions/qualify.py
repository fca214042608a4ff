"""The way through a qualification: which task comes next, why no work comes yet, and how it ends.

docs/decisions/0018-gold-and-qualification.md. Race: two tabs answer the last two tasks at once; whoever concludes
locks the membership, and the second sees what the first concluded.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import DomainError
from accounts.models import User
from labeling.actions.check_limits import Limit
from labeling.actions.sit_down import Desk
from labeling.models import Membership, Project, QualificationSet, Role, Standing
from labeling.qualification.results import result_of

NEXT = """
    SELECT q.task_id FROM labeling_qualificationtask q JOIN labeling_task t ON t.id = q.task_id AND t.state = 'open'
    WHERE q.set_id = %(set)s AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment a WHERE a.task_id = q.task_id AND a.labeler_id = %(labeler)s)
    ORDER BY q.position LIMIT 1
"""


class AllAnswered(DomainError):
    """Of the qualification nothing is left: it has to be concluded."""


def next_task(desk: Desk) -> int | None:
    """The next task of the set that this labeler has not had."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"set": desk.qualification_id, "labeler": desk.labeler.pk})
        row = cursor.fetchone()
    return row[0] if row else None


def limit_of(standing: str) -> Limit:
    if standing == Standing.WAITING:
        return Limit("qualification_waiting", _("You have answered the whole qualification. It is being looked at."))
    return Limit(
        "not_qualified",
        _("You have not passed this project's qualification. Its managers can give you another attempt."),
    )


def set_of(member: Membership) -> QualificationSet | None:
    """What this person has to pass, or had to; None: nothing."""
    if member.role != Role.LABELER or member.project.qualification_id is None:
        return None
    return QualificationSet.objects.select_related("project").get(
        pk=member.own_qualification_id or member.project.qualification_id
    )


@transaction.atomic
def conclude(*, project: Project, labeler: User, now: datetime) -> str:
    """Say whether it is passed, once everything is answered, and again when grades have come; return the standing."""
    member = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("project")
        .filter(project=project, user=labeler, removed_at=None)
        .first()
    )
    by = set_of(member) if member else None
    if member is None or by is None or member.standing not in ("", Standing.WAITING):
        return member.standing if member else ""
    standing = result_of(by, labeler.pk).standing(by)
    if standing != member.standing:
        stand(member, standing, by=None, now=now)
    return standing


def stand(member: Membership, standing: str, *, by: User | None, now: datetime) -> None:
    member.standing = standing
    member.save(update_fields=["standing"])
    verb = standing or "again"
    trail.record(
        f"qualification.{verb}", by=by, now=now, project_id=member.project_id,
        subject=f"user:{member.user_id}",
    )  # fmt: skip
