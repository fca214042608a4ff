"""How much gold is still to come to a labeler: counted into what is left for them, or its absence would tell it."""

from django.db import connection

from accounts.models import User
from labeling.gold import draws as gold_draws
from labeling.models import Project

# The rate as in a claim; gold they have not had; gold that they gave back; the ordinal of their latest task.
PLACE = """
    SELECT p.secret, CASE WHEN m.role = 'manager' THEN 0 ELSE COALESCE(m.gold_rate, p.gold_rate) END,
        (SELECT count(*) FROM labeling_task t WHERE t.project_id = p.id AND t.purpose = 'gold' AND t.state = 'open'
            AND NOT EXISTS (SELECT 1 FROM labeling_assignment a WHERE a.task_id = t.id AND a.labeler_id = m.user_id)),
        (SELECT count(*) FROM labeling_assignment a JOIN labeling_task t ON t.id = a.task_id AND t.state = 'open'
            WHERE a.project_id = p.id AND a.labeler_id = m.user_id AND a.purpose = 'gold'
              AND a.state IN ('released', 'expired')),
        COALESCE((SELECT a.ordinal FROM labeling_assignment a
            WHERE a.labeler_id = m.user_id AND a.project_id = p.id AND a.purpose <> 'review'
            ORDER BY a.id DESC LIMIT 1), 0)
    FROM labeling_membership m JOIN labeling_project p ON p.id = m.project_id
    WHERE m.project_id = %s AND m.user_id = %s AND m.removed_at IS NULL
"""


def gold_left(user: User, project: Project, *, work: int) -> int:
    """How many gold tasks this labeler gets before `work` new tasks of work are done; one query."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [project.pk, user.pk])
        row = cursor.fetchone()
    if row is None:
        return 0
    secret, rate, not_had, given_back, last = row
    ahead = gold_draws.gold_ahead(
        lambda ordinal: gold_draws.is_gold(secret, user.pk, ordinal, rate), last=last, work=work, gold=not_had
    )
    return int(ahead + given_back)
