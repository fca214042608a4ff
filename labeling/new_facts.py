"""Which tasks the facts of a stretch of numbers concern: submissions, skips, reviews, exclusions and task marks."""

from dataclasses import dataclass

from django.db import connection

# One branch per table that draws numbers and says something of judgments; each is read by its index on the number.
BRANCHES = (
    """SELECT f.number, a.project_id, a.task_id, NULL::int AS labeler_id
       FROM labeling_submission f JOIN labeling_assignment a ON a.id = f.assignment_id""",
    """SELECT f.number, a.project_id, a.task_id, NULL::int
       FROM labeling_skip f JOIN labeling_assignment a ON a.id = f.assignment_id""",
    """SELECT f.number, a.project_id, a.task_id, NULL::int FROM labeling_review f
       JOIN labeling_submission s ON s.id = f.submission_id JOIN labeling_assignment a ON a.id = s.assignment_id""",
    """SELECT f.number, a.project_id, a.id, NULL::int
       FROM labeling_taskmark f JOIN labeling_task a ON a.id = f.task_id""",
    """SELECT f.number, a.project_id, NULL::bigint, f.labeler_id
       FROM labeling_exclusion f JOIN labeling_exclusion a ON a.id = f.id""",
)


def all_branches(tail: str) -> str:
    # The bounds go to every branch: the planner must not walk a project's history for its newest numbers.
    return " UNION ALL ".join([f"({branch} {tail})" for branch in BRANCHES])


IN_STRETCH = """WHERE a.project_id = %(project)s AND f.number > %(after)s AND f.number <= %(to)s
    ORDER BY f.number LIMIT %(most)s"""
STRETCH = f"""SELECT number, task_id, labeler_id FROM ({all_branches(IN_STRETCH)}) AS facts
    ORDER BY number LIMIT %(most)s"""  # noqa: S608 (constants)
BUSY = f"""SELECT DISTINCT project_id FROM ({all_branches("WHERE f.number > %(after)s")}) AS facts"""  # noqa: S608


@dataclass(frozen=True)
class Stretch:
    """Numbers up to `to`, what they touched: tasks, and people all of whose tasks are concerned."""

    to: int
    tasks: frozenset[int]
    labelers: frozenset[int]


def stretch(project_id: int, *, after: int, to: int, most: int) -> Stretch:
    """What happened in the project after one number, up to another; no further than `most` facts."""
    with connection.cursor() as cursor:
        cursor.execute(STRETCH, {"project": project_id, "after": after, "to": to, "most": most})
        facts = cursor.fetchall()
    return Stretch(
        to=facts[-1][0] if len(facts) == most else to,
        tasks=frozenset(task_id for _, task_id, _ in facts if task_id is not None),
        labelers=frozenset(labeler_id for _, _, labeler_id in facts if labeler_id is not None),
    )


def projects_with_facts(*, after: int) -> set[int]:
    """The projects in which anything was said or ruled after this number."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, {"after": after})
        return {project_id for (project_id,) in cursor.fetchall()}
