"""What the standing judgments of a task show: from what was said to the rows that lists filter by."""

from collections.abc import Iterable, Mapping

from labeling.models import JudgmentFinding, TaskFinding, Verdict
from labeling.screen import sheets
from labeling.statistics.agreement import Agreed, agreed
from labeling.statistics.majority import Beside, Signs, beside, signs_of
from labeling.statistics.reading import is_hasty
from labeling.statistics.straightness import is_straight
from labeling.tasks.judged import JudgedTask, StandingJudgment


def findings_of(project_id: int, task: JudgedTask) -> tuple[TaskFinding, list[JudgmentFinding]]:
    """The finding of the task, and one of each of its judgments."""
    counted = task.counted
    signs = {judgment.assignment_id: signs_of(judgment.places) for judgment in counted}
    judgments = [judgment_finding(project_id, task, judgment, signs) for judgment in task.judgments]
    found = agreed([(judgment.labeler_id, judgment.places) for judgment in counted])
    finding = TaskFinding(
        task_id=task.id,
        project_id=project_id,
        judged=len(counted),
        skipped=task.skips,
        rejected=sum(judgment.verdict == Verdict.REJECTED for judgment in task.judgments),
        hasty=sum(one.is_hasty and one.counts for one in judgments),
        disagreement=disagreement_of(found),
        flags=sorted({name for judgment in counted for name in flags_raised(judgment)}),
        common=found.common,
        equal=found.equal,
        half=found.half,
        decisive=found.decisive,
        decisive_equal=found.decisive_equal,
    )
    return finding, judgments


def disagreement_of(found: Agreed) -> float | None:
    part, whole = found.half_credit
    return 1 - part / whole if whole else None


def judgment_finding(
    project_id: int, task: JudgedTask, judgment: StandingJudgment, signs: Mapping[int, Signs]
) -> JudgmentFinding:
    own = signs_of(judgment.places)
    # What does not count is held against nobody.
    others = [theirs for key, theirs in signs.items() if key != judgment.assignment_id] if judgment.counts else []
    held = beside(own, others) if own else Beside()
    return JudgmentFinding(
        assignment_id=judgment.assignment_id,
        project_id=project_id,
        task_id=task.id,
        labeler_id=judgment.labeler_id,
        submitted_at=judgment.submitted_at,
        active_seconds=judgment.active_seconds,
        reading_seconds=task.reading_seconds,
        counts=judgment.counts,
        is_hasty=is_hasty(judgment.active_seconds, task.reading_seconds),
        is_straight=is_straight(scale_answers(judgment)),
        pairs=held.pairs,
        ties=held.ties,
        compared=held.compared,
        strict_equal=held.strict_equal,
        agreed_twice=held.agreed_twice,
        decisive=held.decisive,
        decisive_equal=held.decisive_equal,
    )


def scale_answers(judgment: StandingJudgment) -> list[float]:
    """The answers to all scales of all cards."""
    questions = sheets.version_of(judgment.version_id).form.get("completion", [])
    scales = {question["name"] for question in questions if question["type"] == "scale"}
    ratings = judgment.body.get("ratings") or {}
    return [
        answer for card in ratings.values() for name, answer in card.items() if name in scales and answer is not None
    ]


def flags_raised(judgment: StandingJudgment) -> Iterable[str]:
    for card in (judgment.body.get("ratings") or {}).values():
        yield from (name for name, answer in card.items() if answer is True)
