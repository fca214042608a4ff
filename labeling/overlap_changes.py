"""What another overlap would do to the tasks that are there, told before it is done."""

from dataclasses import dataclass

from django.db import connection

from labeling.models import Project


@dataclass(frozen=True)
class Effect:
    """Tasks that open again; slots that are added or closed; slots held beyond the new overlap, which stay."""

    reopened: int
    added: int
    closed: int
    beyond: int


EFFECT = """
SELECT count(*) FILTER (WHERE o.filled >= o.allowed AND o.filled < n.allowed),
       coalesce(sum(greatest(n.allowed - greatest(o.allowed, o.filled), 0)), 0),
       coalesce(sum(greatest(o.allowed - greatest(n.allowed, o.filled), 0)), 0),
       coalesce(sum(greatest(o.filled - n.allowed, 0)) FILTER (WHERE n.allowed < o.allowed), 0)
FROM labeling_opening o
JOIN labeling_task t ON t.id = o.task_id
JOIN labeling_prompt p ON p.id = t.prompt_id
JOIN unnest(%s::text[], %s::integer[]) AS n (split, allowed) ON n.split = p.split
WHERE o.project_id = %s AND t.overlap IS NULL AND n.allowed <> o.allowed
"""


def effect_of(project: Project, overlaps: dict[str, int]) -> Effect:
    """Of `change_project` with this overlap for each split, if nobody claimed or submitted in between."""
    with connection.cursor() as cursor:
        cursor.execute(EFFECT, [list(overlaps), list(overlaps.values()), project.pk])
        reopened, added, closed, beyond = cursor.fetchone()
    return Effect(reopened, int(added), int(closed), int(beyond))
