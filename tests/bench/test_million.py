"""The big project of the benchmarks is one that the product could have made: a small one of its kind is looked at."""

import pytest
from django.db.models import Count, F, Q

from accounts.models import Event, User
from bench import million
from labeling.models import Assignment, Opening, Submission, Task, TaskFinding
from labeling.tasks import pages as task_pages
from tests import make

pytestmark = pytest.mark.django_db


def test_it_holds_together() -> None:
    project = million.fill("tiny", 1000)
    openings = Opening.objects.filter(project=project).annotate(
        held=Count("task__assignments", filter=Q(task__assignments__slot__isnull=False))
    )
    assert openings.count() == 1000
    assert openings.exclude(held=F("filled"), filled=F("counted")).count() == 0
    assert openings.filter(counted__gt=F("allowed")).count() == 0
    submitted = Assignment.objects.filter(project=project, state="submitted")
    assert submitted.count() == Submission.objects.filter(assignment__project=project).count() > 2500
    assert Event.objects.filter(project_id=project.pk, verb="assignment.submitted").count() > 2500
    assert TaskFinding.objects.filter(project=project).count() == 900
    assert not Task.objects.filter(project=project).exclude(split=F("prompt__split")).exists()
    filters = [
        {"q": "question"}, {"state": "waiting"}, {"state": "done"}, {"state": "parked"}, {"look": "skipped"},
        {"look": "disputed"}, {"flag": "hallucination"}, {"labeler": "tiny-0"}, {"policy": "policy-3"},
        {"language": "zh"}, {"use_case": "chat"}, {"split": "test"}, {"batch": "batch-07"}, {"skipped": "unclear"},
    ]  # fmt: skip
    assert [one for one in filters if not task_pages.task_page(project, one).rows] == []
    veteran = User.objects.get(username="tiny-0")
    assert make.submitted(make.claimed(project, veteran)).is_surplus is False
