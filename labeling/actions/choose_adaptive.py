"""Choosing the tasks whose overlap grows: when they come in, and when the option changes.

A share is drawn by a hash of the project's secret and the task: nobody can guess it, and a larger share keeps the
tasks of a smaller one. What somebody has claimed, or what has an overlap of its own, is left as it is.
"""

from typing import Any

from django.db import connection

from labeling.models import Import, Project, Split

# base_order is drawn at a task's first claim. Race: a claim takes the task now; it holds the opening's lock.
UNTOUCHED = """
    SELECT o.task_id, p.split, b.name AS batch,
        ('x' || left(md5(%(secret)s || ':adaptive:' || o.task_id), 8))::bit(32)::bigint / 4294967296.0 AS draw
    FROM labeling_opening o JOIN labeling_task t ON t.id = o.task_id
    JOIN labeling_prompt p ON p.id = t.prompt_id JOIN labeling_batch b ON b.id = t.batch_id
    WHERE o.project_id = %(project)s AND o.base_order IS NULL AND t.overlap IS NULL
      AND (%(import)s::bigint IS NULL OR t.imported_by_id = %(import)s)
    ORDER BY o.task_id FOR UPDATE OF o
"""
CHOOSE = f"""
    WITH untouched AS MATERIALIZED ({UNTOUCHED}),
    chosen AS (
        SELECT task_id, split, (%(is_on)s AND draw < %(share)s
            AND (%(splits)s::text[] = '{{}}' OR split = ANY(%(splits)s))
            AND (%(batches)s::text[] = '{{}}' OR batch = ANY(%(batches)s))) AS is_chosen
        FROM untouched),
    said AS (
        UPDATE labeling_task t SET is_adaptive = is_chosen FROM chosen c
        WHERE t.id = c.task_id AND t.is_adaptive <> is_chosen)
    UPDATE labeling_opening o SET
        least = CASE WHEN is_chosen THEN %(start)s END, most = CASE WHEN is_chosen THEN %(most)s END,
        allowed = CASE WHEN is_chosen THEN %(start)s ELSE (%(overlaps)s::jsonb ->> split)::int END
    FROM chosen c WHERE o.task_id = c.task_id AND (is_chosen OR o.most IS NOT NULL)
"""  # noqa: S608  # our own words


def choose_adaptive(project: Project, *, job: Import | None = None) -> None:
    """Choose among the untouched tasks of an import, or of the whole project; inside the caller's transaction."""
    adaptive: dict[str, Any] = project.adaptive or {}
    start = adaptive.get("start", 1)
    overlaps = connection.ops.adapt_json_value({split: project.overlap_of(split) for split in Split.values}, None)
    with connection.cursor() as cursor:
        cursor.execute(
            CHOOSE,
            {
                "project": project.pk, "secret": project.secret, "import": job.pk if job else None,
                "is_on": bool(adaptive), "share": adaptive.get("share", 0), "splits": adaptive.get("splits", []),
                "batches": adaptive.get("batches", []), "start": start, "most": start + adaptive.get("more", 0),
                "overlaps": overlaps,
            },
        )  # fmt: skip


def freeze(project: Project) -> None:
    """The option is off: tasks with work keep the overlap they have reached."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH held AS (
                SELECT task_id FROM labeling_opening WHERE project_id = %s AND most IS NOT NULL
                ORDER BY task_id FOR UPDATE)
            UPDATE labeling_opening SET least = NULL, most = NULL WHERE task_id IN (SELECT task_id FROM held)
            """,
            [project.pk],
        )
