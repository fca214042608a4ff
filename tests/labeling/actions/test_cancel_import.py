"""A cancelled import leaves nothing, also after a crash; what others use stays."""

import pytest
from django.utils import timezone

from labeling.actions import (
    cancel_import,
    hold_job,
    publish_tasks,
    run_import,
)
from labeling.models import (
    Batch,
    ImportProblem,
    Policy,
    Prompt,
    PromptGroup,
    Task,
)
from tests import make
from tests.labeling.actions.test_import_resume import (
    POINTS,
    Killed,
    check_whole,
    dying,
    let_lease_run_out,
    small_chunks,
)
from tests.labeling.actions.test_run_import import nothing_is_there, queued, run

__all__ = ["small_chunks"]  # a fixture that each test here uses


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "name", "after"), POINTS)
def test_cancelling_leaves_nothing_also_after_a_crash(monkeypatch, module, name, after):
    project = make.project()
    manager = make.member(project, "manager")
    job = queued(project, [*make.rows(45), {"prompt": 1}], on_error="skip")
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dying(getattr(module, name), after))
        with pytest.raises(Killed):
            run_import.run(job.pk)
    cancel_import.cancel_import(job=job, by=manager, now=timezone.now())
    cancel_import.cancel_import(job=job, by=manager, now=timezone.now())
    assert nothing_is_there(project)
    assert not ImportProblem.objects.filter(job=job).exists()
    job.refresh_from_db()
    assert (job.state, job.created, job.rejected) == ("cancelled", 0, 0)
    run_import.run(job.pk)
    assert nothing_is_there(project)


@pytest.mark.django_db(transaction=True)
def test_cancelling_keeps_what_others_use(monkeypatch):
    project = make.project()
    shared = {"prompt": "shared", "completions": [{"text": "a", "model": "m1"}, "b"], "batch": "w1", "source_user": "u"}
    own = {"prompt": "own", "completions": [{"text": "a", "model": "m2"}, {"text": "b", "model": "m1"}], "batch": "w2"}
    run(project, [shared])
    before = Task.objects.get(project=project)
    job = queued(project, [shared | {"completions": ["c", "d"]}, own, own | {"prompt": "third", "source_user": "u"}])
    with monkeypatch.context() as patch:
        patch.setattr(publish_tasks, "publish", dying(publish_tasks.publish, 1))
        with pytest.raises(Killed):
            run_import.run(job.pk)
    assert Prompt.objects.filter(project=project).count() == 3
    cancel_import.cancel_import(job=job, by=make.member(project, "manager"), now=timezone.now())
    assert list(Task.objects.filter(project=project)) == [before]
    assert list(Prompt.objects.filter(project=project)) == [before.prompt]
    assert list(PromptGroup.objects.filter(project=project)) == [before.prompt.group]
    assert list(Policy.objects.filter(project=project).values_list("name", flat=True)) == ["m1"]
    assert list(Batch.objects.filter(project=project).values_list("name", flat=True)) == ["w1"]


@pytest.mark.django_db(transaction=True)
def test_a_finished_import_cannot_be_cancelled():
    project = make.project()
    job = run(project, make.rows(3))
    with pytest.raises(hold_job.JobFinished):
        cancel_import.cancel_import(job=job, by=make.member(project, "manager"), now=timezone.now())
    check_whole(project, 3)


@pytest.mark.django_db(transaction=True)
def test_what_a_cancelled_import_left_is_cleared_before_the_next_one(monkeypatch):
    """The process died between the cancelling and the cleaning: its tasks must not pass for present ones."""
    project = make.project()
    rows = make.rows(25)
    job = queued(project, rows)
    with monkeypatch.context() as patch:
        patch.setattr(publish_tasks, "publish", dying(publish_tasks.publish, 1))
        with pytest.raises(Killed):
            run_import.run(job.pk)
        patch.setattr(cancel_import, "clear", lambda job, patience: None)
        cancel_import.cancel_import(job=job, by=make.member(project, "manager"), now=timezone.now())
    assert Task.objects.filter(project=project).count() == 25
    second = run(project, rows)
    assert (second.state, second.created, second.unchanged) == ("done", 25, 0)
    check_whole(project, 25)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_fails_again_and_again_leaves_nothing(monkeypatch):
    project = make.project()
    job = queued(project, make.rows(25))
    with monkeypatch.context() as patch:
        patch.setattr(publish_tasks, "publish", lambda job, **_told: (_ for _ in ()).throw(Killed))
        for _ in range(hold_job.MOST_ATTEMPTS):
            with pytest.raises(Killed):
                run_import.run(job.pk)
            let_lease_run_out(job)
    run_import.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert nothing_is_there(project)
