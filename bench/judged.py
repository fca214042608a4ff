"""Three million judgments on the tasks of `bench.million`, with all that the product writes beside them."""

from typing import Any

from django.db import connection
from django.utils import timezone

from bench.inserting import insert, run
from labeling.models import (
    Assignment,
    Digest,
    JudgmentFinding,
    Project,
    Review,
    Skip,
    Submission,
    Task,
    TaskFinding,
    TaskMark,
)

JUDGED = 0.85
AHEAD = 0.05
# One row for each judgment to come: which task, whose, in which slot. Every seventh task is judged by six.
PLANNED = """
CREATE TEMP TABLE planned AS
SELECT t.id AS task_id, s AS slot, (%(people)s::bigint[])[1 + (h * 31 + s * 7) %% %(count)s] AS labeler_id, h,
    now() - interval '30 days' * (1 - n::float / %(tasks)s) + interval '1 minute' * s AS at
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n, (hashint8(id) & 2147483647)::bigint AS h FROM labeling_task
    WHERE project_id = %(project)s ORDER BY id LIMIT %(judged)s) t
CROSS JOIN LATERAL generate_series(0, CASE WHEN h %% 7 < 1 THEN 5 WHEN n %% 7 < 1 THEN 5 ELSE 2 END) s
UNION ALL
SELECT id, 0, (%(people)s::bigint[])[1], 0, now()
FROM (SELECT id FROM labeling_task WHERE project_id = %(project)s ORDER BY id OFFSET %(judged)s LIMIT %(ahead)s) t
"""
STRETCH = 100_000


def judge(project: Project, people: list[int]) -> None:
    tasks = Task.objects.filter(project=project).count()
    version = project.versions.get()
    given = {
        "project": project.pk, "version": version.pk, "people": people, "count": len(people), "tasks": tasks,
        "judged": int(tasks * JUDGED), "ahead": int(tasks * AHEAD),
    }  # fmt: skip
    run("DROP TABLE IF EXISTS planned")
    run(PLANNED, given)
    run("CREATE INDEX ON planned (task_id)")
    bounds = list(Task.objects.filter(project=project).order_by("id").values_list("pk", flat=True)[::STRETCH])
    for first, last in zip(bounds, [*bounds[1:], 2**62], strict=True):
        judge_stretch(given | {"first": first, "last": last})
    hold_and_find(given)
    Digest.objects.update_or_create(project=project, defaults={"digested_at": timezone.now(), "boundary": newest()})


def newest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM labeling_number")
        return int(cursor.fetchone()[0])


IN_STRETCH = "p.task_id >= %(first)s AND p.task_id < %(last)s"


def judge_stretch(given: dict[str, Any]) -> None:
    """The judgments of some tasks, with what the product writes beside: the opening's counts and the trail."""
    insert(
        Assignment,
        {
            "task_id": "p.task_id", "project_id": "%(project)s", "labeler_id": "labeler_id",
            "version_id": "%(version)s", "state": "'submitted'", "role": "'labeler'", "slot": "slot",
            "row": "slot %% 2", "order": "CASE WHEN slot %% 2 = 0 THEN ARRAY[0, 1] ELSE ARRAY[1, 0] END",
            "seats": "ARRAY[1, 2]",
            "lane": "1", "position": "p.task_id", "leased_until": "at", "claimed_at": "at - interval '40 seconds'",
            "opened_at": "at - interval '38 seconds'",
        },
        f"FROM planned p WHERE {IN_STRETCH} ORDER BY p.task_id, slot",
        **given,
    )  # fmt: skip
    say(given)


def say(given: dict[str, Any]) -> None:
    """What was said on the assignments, the trail of it, and the openings' counts."""
    theirs = f"""FROM labeling_assignment a JOIN planned p ON p.task_id = a.task_id AND p.slot = a.slot
        WHERE {IN_STRETCH} AND a.project_id = %(project)s ORDER BY a.id"""
    insert(
        Submission,
        {
            "assignment_id": "a.id", "client_id": "gen_random_uuid()", "revision": "1", "role": "'labeler'",
            "judgment": """CASE WHEN h %% 3 = 0 THEN '{"tiers": [["A", "B"]]}' WHEN (h / 3 + p.slot) %% 2 = 0
                THEN '{"tiers": [["A"], ["B"]]}' ELSE '{"tiers": [["B"], ["A"]]}' END::jsonb""",
            "digest": "sha256('x')", "active_seconds": "20 + h %% 40", "wall_seconds": "40 + h %% 40",
            "opened_at": "a.opened_at", "submitted_at": "at",
        },
        theirs,
        **given,
    )  # fmt: skip
    for verb in ("claimed", "submitted"):
        run(
            f"""INSERT INTO accounts_event (actor_id, verb, project_id, subject, details, created_at)
            SELECT a.labeler_id, 'assignment.{verb}', %(project)s, 'assignment:' || a.id, '{{}}', at {theirs}""",
            given,
        )
    count(given)
    insert(
        JudgmentFinding,
        {
            "assignment_id": "a.id", "project_id": "%(project)s", "task_id": "a.task_id", "labeler_id": "a.labeler_id",
            "submitted_at": "at", "active_seconds": "20 + h %% 40", "reading_seconds": "18 + h %% 9", "counts": "true",
            "is_hasty": "h %% 101 = 0", "pairs": "1", "ties": "(h %% 3 = 0)::int", "compared": "1",
            "strict_equal": "((h + p.slot) %% 4 > 0)::int", "agreed_twice": "(h + p.slot) %% 3",
        },
        theirs,
        **given,
    )  # fmt: skip


def count(given: dict[str, Any]) -> None:
    run(
        f"""UPDATE labeling_opening o SET filled = c.judged, counted = c.judged, base_order = '{{0,1}}',
            allowed = greatest(3, c.judged)
        FROM (SELECT task_id, count(*) AS judged FROM planned p WHERE {IN_STRETCH} GROUP BY 1) c
        WHERE o.task_id = c.task_id""",
        given,
    )


def hold_and_find(given: dict[str, Any]) -> None:
    """Skips, rejected work, parked, archived and gold tasks; what the digest would have found of each task."""
    chosen = "FROM (SELECT DISTINCT ON (task_id) task_id, h, at FROM planned ORDER BY task_id, slot) p"
    # Everybody's number 150 further on has not judged the task: 7 * s never comes there for s < 6.
    other = "(%(people)s::bigint[])[1 + (h * 31 + 150) %% %(count)s]"
    beside = {
        "task_id": "task_id", "project_id": "%(project)s", "labeler_id": other, "version_id": "%(version)s",
        "role": "'labeler'", "order": "ARRAY[0, 1]", "lane": "1", "position": "task_id", "leased_until": "at",
        "claimed_at": "at",
    }  # fmt: skip
    insert(Assignment, {**beside, "state": "'skipped'"}, f"{chosen} WHERE h %% 50 = 1 AND h > 0", **given)
    insert(
        Skip,
        {
            "assignment_id": "a.id", "project_id": "a.project_id", "task_id": "a.task_id", "skipped_at": "claimed_at",
            "reason": """CASE WHEN a.id %% 1000 = 0 THEN 'personal_data' WHEN a.id %% 3 = 0 THEN 'needs_expertise'
                WHEN a.id %% 3 = 1 THEN 'unclear' ELSE 'other' END""",
        },
        "FROM labeling_assignment a WHERE project_id = %(project)s AND state = 'skipped' ORDER BY a.id",
        **given,
    )  # fmt: skip
    reject(given, beside, chosen)
    hold(given, chosen)
    find(given)


def reject(given: dict[str, Any], beside: dict[str, str], chosen: str) -> None:
    insert(Assignment, {**beside, "state": "'submitted'"}, f"{chosen} WHERE h %% 100 = 2 AND h > 0", **given)
    surplus = "FROM labeling_assignment a WHERE project_id = %(project)s AND state = 'submitted' AND slot IS NULL"
    insert(
        Submission,
        {
            "assignment_id": "a.id", "client_id": "gen_random_uuid()", "revision": "1", "role": "'labeler'",
            "judgment": """'{"tiers": [["A"], ["B"]]}'::jsonb""", "digest": "sha256('x')", "active_seconds": "3",
            "submitted_at": "claimed_at",
        },
        f"{surplus} ORDER BY a.id",
        **given,
    )  # fmt: skip
    insert(
        Review,
        {
            "submission_id": "s.id", "project_id": "a.project_id", "labeler_id": "a.labeler_id",
            "reviewer_id": "(%(people)s::bigint[])[2]", "verdict": "'rejected'", "created_at": "s.submitted_at",
        },
        surplus.replace(" a ", " a JOIN labeling_submission s ON s.assignment_id = a.id "),
        **given,
    )  # fmt: skip


def find(given: dict[str, Any]) -> None:
    insert(
        TaskFinding,
        {
            "task_id": "p.task_id", "project_id": "%(project)s", "judged": "judged", "skipped": "(h %% 50 = 1)::int",
            "rejected": "(h %% 100 = 2)::int", "hasty": "(h %% 101 = 0)::int", "common": "judged",
            "equal": "judged / 2", "disagreement": "CASE WHEN judged > 1 THEN (h %% 4)::float / (3 + h %% 2) END",
            "flags": """CASE WHEN h %% 211 = 0 THEN ARRAY['unsafe'] WHEN h %% 10 = 3 THEN ARRAY['hallucination']
                ELSE ARRAY[]::text[] END""",
        },
        "FROM (SELECT task_id, min(h) AS h, count(*) AS judged FROM planned GROUP BY 1) p ORDER BY task_id",
        **given,
    )  # fmt: skip


def hold(given: dict[str, Any], chosen: str) -> None:
    for mark, rest in (("parked", 3), ("archived", 4), ("gold", 5)):
        share = 2000 if mark == "gold" else 50
        held = f"(SELECT task_id {chosen} WHERE h %% {share} = {rest})"
        insert(
            TaskMark,
            {"task_id": "task_id", "mark": f"'{mark}'", "created_at": "now()"},
            f"FROM {held} q ORDER BY task_id",
            **given,
        )
        change = "purpose = 'gold'" if mark == "gold" else f"state = '{mark}'"
        run(f"UPDATE labeling_task SET {change} WHERE id IN {held}", given)
        run(f"UPDATE labeling_opening SET is_held = true WHERE task_id IN {held}", given)
