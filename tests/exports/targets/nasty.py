"""A small project with what has broken exporters and trainers, judged with ties, strengths and rewrites."""

from labeling.models import Completion, Project, Task
from tests import make
from tests.exports.build import NASTY, judged
from tests.hostile import STORABLE

USER = {"role": "user", "content": "2+2?"}
SAID = {"role": "assistant", "content": "4"}
SYSTEM = {"role": "system", "content": "Be brief."}
PROMPTS = [
    "<image> What is this?",
    "2024-01-01",
    [SYSTEM, USER],
    [SYSTEM, USER, SAID, {"role": "user", "content": "And 3+3?"}],
    # What some trainers cannot read: two of one side, a system turn in the middle, nothing but a system turn.
    [USER, {"role": "user", "content": "Anybody there?"}],
    [USER, SAID, SYSTEM, USER],
    [SYSTEM],
]
TOP = {"train": 0.6, "validation": 0.2, "test": 0.2}


def project() -> Project:
    of = make.project(
        overlap=2, splits=TOP,
        ranking={"ties": True, "partial": False, "strength": 7, "rewrite": "optional", "acceptability": True},
    )  # fmt: skip
    texts = [text for text in dict.fromkeys([*NASTY, *STORABLE[::4]]) if text.strip()]
    lines = []
    for number in range(0, len(texts) - 1, 2):
        prompt = PROMPTS[number // 2] if number // 2 < len(PROMPTS) else f"Question {number}"
        lines.append({"id": str(number), "prompt": prompt, "completions": answers(texts[number : number + 2])})
    make.imported(of, lines)
    for place in range(2):
        judge_all(of, place)
    return of


def answers(texts: list[str]) -> list[dict[str, str]]:
    return [{"text": text, "model": f"policy-{place}"} for place, text in enumerate(texts)]


def judge_all(of: Project, place: int) -> None:
    labeler = make.member(of)
    for _ in range(Task.objects.filter(project=of).count()):
        assignment = make.claimed(of, labeler)
        number = int(assignment.task.external_id) // 2
        one, two = (
            completion.text for completion in Completion.objects.filter(task=assignment.task_id).order_by("index")
        )
        if number % 5 == place:
            judged(assignment, [one, two], strengths=[], acceptable_tiers=number % 2)
        elif number % 3:
            judged(assignment, [one], [two], strengths=[1 + number % 3], acceptable_tiers=1)
        else:
            judged(assignment, [two], [one], strengths=[2], rewrite=(two, f"Better: {two}"), acceptable_tiers=1)
