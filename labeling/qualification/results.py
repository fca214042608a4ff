"""How somebody did in a qualification: computed from their first answers, by the keys and grades that hold now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from django.db import connection

from labeling.gold.queries import GoldScore, add_up, score_answer
from labeling.kinds import KINDS
from labeling.models import QualificationSet, Standing
from labeling.statistics.keys import Score

# Every task of the set, with its key and with what these labelers made of it. The first answer counts: an
# explanation comes after it.
ANSWERS = """
    SELECT t.id, t.state, COALESCE(k.pairs, '[]')::json, COALESCE(k.flags, '{}')::json,
        a.labeler_id, a.purpose, a.state, a.order, s.judgment::json, g.grade
    FROM labeling_qualificationtask q JOIN labeling_task t ON t.id = q.task_id
    LEFT JOIN labeling_answerkey k ON k.task_id = t.id
    LEFT JOIN labeling_assignment a ON a.task_id = t.id AND a.labeler_id = ANY(%(labelers)s)
    LEFT JOIN labeling_submission s ON s.assignment_id = a.id AND s.revision = 1
    LEFT JOIN LATERAL (SELECT grade FROM labeling_grade WHERE submission_id = s.id ORDER BY id DESC LIMIT 1) g ON true
    WHERE q.set_id = %(set)s ORDER BY q.position
"""


@dataclass
class Result:
    """Of the `asked` tasks so many are `answered`, skips included: what was skipped is not right."""

    asked: int = 0
    answered: int = 0
    pairs: Score = field(default_factory=Score)
    flags: Score = field(default_factory=Score)
    # Of demonstrations; a skipped one has the lowest.
    grades: list[int] = field(default_factory=list)
    ungraded: int = 0

    @property
    def mean_grade(self) -> float | None:
        return fmean(self.grades) if self.grades else None

    def standing(self, by: QualificationSet) -> str:
        """What it comes to; empty while tasks are left. Where nothing could be asked, a manager has to decide."""
        if self.answered < self.asked:
            return ""
        if self.ungraded or not self.asked:
            return Standing.WAITING
        enough = [
            share >= least
            for share, least in ((self.pairs.share, by.least_pairs), (self.flags.share, by.least_flags))
            if share is not None
        ]
        if self.mean_grade is not None:
            enough.append(self.mean_grade >= by.least_grade)
        return Standing.PASSED if all(enough) else Standing.FAILED


def result_of(by: QualificationSet, labeler_id: int) -> Result:
    return results(by, [labeler_id])[labeler_id]


def results(by: QualificationSet, labelers: Iterable[int]) -> dict[int, Result]:
    """Of each of these labelers, in one query."""
    ids = list(labelers)
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, {"set": by.pk, "labelers": ids})
        rows = cursor.fetchall()
    is_graded = not KINDS[by.project.kind].most_cards
    tasks = {row[0]: row[1] for row in rows}
    found = {}
    for labeler_id in ids:
        theirs = {row[0]: row for row in rows if row[4] == labeler_id}
        result, scores = Result(), []
        for task_id, state in tasks.items():
            if row := theirs.get(task_id):
                if row[5] == "qualification" and row[6] != "excluded":
                    scores.append(count(result, row, is_graded=is_graded))
            elif state == "open":
                result.asked += 1
        total = add_up(scores)
        result.pairs, result.flags = total.pairs, total.flags
        found[labeler_id] = result
    return found


def count(result: Result, row: tuple[Any, ...], *, is_graded: bool) -> GoldScore:
    """Count one assignment into the result; its score by the key."""
    _task, _state, pairs, flags, _labeler, _purpose, state, order, judgment, grade = row
    result.asked += 1
    if state not in ("submitted", "skipped"):
        return GoldScore()
    result.answered += 1
    if is_graded:
        if state == "skipped":
            result.grades.append(1)
        elif grade is None:
            result.ungraded += 1
        else:
            result.grades.append(grade)
        return GoldScore()
    return score_answer(order, judgment or {}, pairs, flags)
