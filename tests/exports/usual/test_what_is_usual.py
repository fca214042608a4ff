"""Which prompts go the short way: one task, ranked once by each of its labelers, nothing left out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.models import Assignment, Completion, Project, Prompt, Submission, Task
from tests import make
from tests.exports.usual.ways import both

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """A task that two have ranked."""
    of = make.project(overlap=3, ranking={"rewrite": "optional"})
    make.tasks(of, 1, completions=3, split="train")
    for _ in range(2):
        make.submitted(make.claimed(of, make.member(of)))
    return of


def goes(project: Project, **recipe: Any) -> bool:
    usual, _ = both(project, configs=["preference"], **recipe)
    return bool(usual)


def test_what_is_usual(project: Project) -> None:
    assert goes(project)
    assert not goes(project, aggregate="each"), "each ranking is a group of rows of its own"


def a_third(project: Project) -> Assignment:
    return make.claimed(project, make.member(project))


def verdict(project: Project) -> None:
    given = Submission.objects.filter(assignment__project=project).earliest("id")
    review_submission(submission=given, reviewer=make.manager(project), verdict="accepted", now=timezone.now())


def amended(project: Project) -> None:
    make.submitted(
        Assignment.objects.filter(project=project, state="submitted").earliest("id"), tiers=[["C", "B", "A"]]
    )


def another_task(project: Project) -> None:
    task = Task.objects.get(project=project)
    texts = [{"text": text} for text in ("one more", "and another")]
    make.imported(project, [{"id": "again", "prompt": task.prompt.messages, "completions": texts}])


def another_marked_task(project: Project) -> None:
    another_task(project)
    task = Task.objects.get(project=project, external_id="again")
    mark_task(task=task, mark="gold", by=make.manager(project), now=timezone.now())


def same_text(project: Project) -> None:
    first, second, _ = Completion.objects.filter(task__project=project).order_by("index")
    Completion.objects.filter(pk=second.pk).update(messages=[first.messages[0] | {"content": f" {first.text}"}])


def update(model: Any, **fields: Any) -> Callable[[Project], None]:
    where = {Prompt: "project", Completion: "task__project", Assignment: "project"}[model]
    return lambda project: model.objects.filter(**{where: project}).update(**fields)


UNUSUAL: dict[str, Callable[[Project], Any]] = {
    "a skip": lambda project: skip(assignment=a_third(project), reason="unclear", now=timezone.now()),
    "a rewrite": lambda project: make.submitted(a_third(project), rewrite={"of": "A", "text": "Better."}),
    "a verdict": verdict,
    "an amendment": amended,
    "a mark": lambda project: mark_task(
        task=Task.objects.get(project=project), mark="gold", by=make.manager(project), now=timezone.now()
    ),
    "a second task": another_task,
    "a second task that is gold": another_marked_task,
    "an exclusion": lambda project: make.ruled(project, Assignment.objects.filter(project=project)[0].labeler),
    "an erasure": lambda project: erase_labeler(
        project=project, labeler=Assignment.objects.filter(project=project)[0].labeler, by=make.manager(project),
        now=timezone.now(),
    ),
    "a quarantine": update(Prompt, is_quarantined=True),
    "answers that read the same": same_text,
    "an empty answer": update(Completion, messages=[{"role": "assistant", "content": " "}]),
    "a repeat": update(Assignment, purpose="repeat", slot=None),
    "a settling judgment": update(Assignment, purpose="review", slot=None),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_not(project: Project, name: str) -> None:
    UNUSUAL[name](project)
    assert not goes(project)


def test_one_more_is_no_other_and_who_has_not_said_anything_is_no_part_of_it(project: Project) -> None:
    held = a_third(project)
    assert goes(project)
    make.submitted(held)
    assert goes(project)


def test_a_ranking_after_the_moment_is_not_seen(project: Project) -> None:
    before = timezone.now()
    amended(project)
    assert goes(project, filters={"until": before.isoformat()})


def test_a_rebuilt_snapshot_does_not_see_what_was_ranked_since(project: Project) -> None:
    usual, first = both(project, configs=["preference"])
    make.submitted(a_third(project))
    again, rebuilt = both(project, snapshot=str(first.pk))
    assert again == usual
    assert rebuilt.content_hash == first.content_hash
