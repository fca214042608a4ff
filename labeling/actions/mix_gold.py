"""Mixing gold in: before the queue is looked at, a draw decides whether this labeler's next task is gold.

Nothing tells it from outside: the same sheet, lease and answers, and one indexed query more for gold and work alike.
docs/decisions/0018-gold-and-qualification.md says how.
"""

from django.db import connection

from labeling.actions.sit_down import Desk
from labeling.gold import draws as gold_draws

LAST = """
    SELECT p.secret, COALESCE((SELECT a.ordinal FROM labeling_assignment a
        WHERE a.labeler_id = %(labeler)s AND a.project_id = p.id AND a.purpose <> 'review'
        ORDER BY a.id DESC LIMIT 1), 0)
    FROM labeling_project p WHERE p.id = %(project)s
"""
# One that they have not had, in an order of their own. Whatever assignment there is, it rules the task out.
NEXT = """
    SELECT t.id FROM labeling_task t
    WHERE t.project_id = %(project)s AND t.purpose = 'gold' AND t.state = 'open'
      AND NOT EXISTS (SELECT 1 FROM labeling_assignment a WHERE a.task_id = t.id AND a.labeler_id = %(labeler)s)
    ORDER BY md5(%(secret)s || ':' || %(labeler)s || ':' || t.id) LIMIT 1
"""


def next_gold(desk: Desk) -> int | None:
    """The gold task that is this labeler's next one; None: it is work, or they have had all gold there is."""
    if not desk.gold_rate:
        return None
    place = {"project": desk.project.pk, "labeler": desk.labeler.pk}
    with connection.cursor() as cursor:
        cursor.execute(LAST, place)
        secret, last = cursor.fetchone()
        if not gold_draws.is_gold(secret, desk.labeler.pk, last + 1, desk.gold_rate):
            return None
        cursor.execute(NEXT, place | {"secret": secret})
        row = cursor.fetchone()
    return row[0] if row else None
