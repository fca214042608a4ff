"""Judgments that a file brings from another tool."""

import pytest

from labeling.models import Submission, Task
from tests import make

pytestmark = pytest.mark.django_db


def test_they_are_counted_and_become_none_of_ours() -> None:
    answers = {"prompt": "What next?", "answer1": "This.", "answer2": "That."}
    said = [{"result": [{"type": "pairwise", "value": {"selected": "left"}}]}]
    lines = [{"id": 1, "data": answers, "annotations": said * 3}, {"id": 2, "data": answers}]
    job = make.imported(make.project(), lines)
    assert job.warnings["carried_judgments"]["count"] == 3
    task = Task.objects.get(external_id="label-studio-1")
    assert task.metadata["label_studio"]["annotations"] == said * 3
    assert not Submission.objects.exists()
