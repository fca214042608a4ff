"""A killed import goes on where it was and creates nothing twice; a cancelled one leaves nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from labeling.actions import (
    cancel_import,
    check_rows,
    hold_job,
    import_file,
    publish_tasks,
    run_import,
    write_prompts,
    write_rows,
)
from labeling.models import (
    Batch,
    Completion,
    Import,
    ImportProblem,
    Opening,
    Policy,
    Project,
    Prompt,
    PromptGroup,
    Task,
)
from tests import make
from tests.labeling.actions.test_run_import import nothing_is_there, queued, run


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(import_file, "CHUNK_ROWS", 10)


def let_lease_run_out(job: Import) -> None:
    Import.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timezone.timedelta(seconds=1))


def dying(function: Any, after: int) -> Any:
    """The function, which ends the process at its call number `after`."""
    calls = iter(range(1, 10_000))

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == after:
            raise Killed
        return function(*args, **kwargs)

    return wrapped


def check_whole(project: Project, count: int) -> None:
    """Everything is there once."""
    assert Task.objects.filter(project=project).count() == count
    assert Opening.objects.filter(project=project).count() == count
    assert Prompt.objects.filter(project=project).count() == count
    assert PromptGroup.objects.filter(project=project).count() == count
    assert Completion.objects.filter(task__project=project).count() == 4 * count


POINTS = [
    (check_rows, "copy", 3),
    (check_rows, "new_rows", 1),
    (check_rows, "new_rows", 4),
    (write_prompts, "copy", 2),
    (write_prompts, "copy", 9),
    (write_rows, "copy", 3),
    (write_rows, "copy", 8),
    (write_rows, "_write_completions", 2),
    (write_rows, "_write_completions", 5),
    (publish_tasks, "_warn_of_large_groups", 1),
    (publish_tasks.trail, "record", 1),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "name", "after"), POINTS)
def test_an_import_that_is_killed_anywhere_goes_on(monkeypatch, module, name, after):
    project = make.project()
    job = queued(project, [*make.rows(45), {"prompt": 1}], on_error="skip")
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dying(getattr(module, name), after))
        with pytest.raises(Killed):
            run_import.run(job.pk)
    run_import.run(job.pk)
    job.refresh_from_db()
    assert job.state == "running", "its lease has not run out"
    let_lease_run_out(job)
    run_import.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows, job.created, job.rejected, job.attempts) == ("done", 46, 45, 1, 2)
    assert list(job.problems.values_list("line", "field")) == [(46, "prompt")]
    check_whole(project, 45)


@pytest.mark.django_db(transaction=True)
def test_an_id_of_an_earlier_chunk_is_named_by_its_line():
    project = make.project()
    rows = make.rows(25)
    job = run(project, [*rows, rows[2], rows[3] | {"priority": 7}])
    assert (job.state, job.unchanged, job.created, job.rejected) == ("failed", 1, 0, 1)
    assert job.problems.get().detail == "differs from line 4, which has the same id"
    assert nothing_is_there(project)


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_that_dies_before_its_clearing_is_cleared_by_the_sweeper(monkeypatch):
    project = make.project()
    job = queued(project, make.rows(25), is_dry_run=True)
    with monkeypatch.context() as patch:
        patch.setattr(cancel_import, "clear", dying(cancel_import.clear, 1))
        with pytest.raises(Killed):
            run_import.run(job.pk)
    assert list(cancel_import.unclean()) == [job]
    assert not Opening.objects.exists()
    run_import.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.created) == ("done", 25)
    assert nothing_is_there(project)


@pytest.mark.django_db(transaction=True)
def test_a_resumed_import_does_not_write_its_chunks_again(monkeypatch):
    project = make.project()
    job = queued(project, make.rows(45))
    with monkeypatch.context() as patch:
        patch.setattr(write_rows, "_write_rows", dying(write_rows._write_rows, 4))
        with pytest.raises(Killed):
            run_import.run(job.pk)
    job.refresh_from_db()
    assert (job.rows, job.created) == (30, 30)
    kept = set(Task.objects.values_list("id", flat=True))
    let_lease_run_out(job)
    run_import.run(job.pk)
    assert kept < set(Task.objects.values_list("id", flat=True))
    check_whole(project, 45)


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_job_was_taken_over_writes_nothing_more(monkeypatch):
    """Two workers: the first freezes in the middle of writing, the second finishes, the first wakes up."""
    project = make.project()
    job = queued(project, make.rows(45))
    chunks, taken_over = check_rows.new_rows, []

    def freeze_once(job, chunk):
        if len(taken_over) == 0 and chunk.last > 20:
            taken_over.append(True)
            raise Frozen
        return chunks(job, chunk)

    class Frozen(Exception):
        pass

    monkeypatch.setattr(check_rows, "new_rows", freeze_once)
    frozen = hold_job.take(Import, job.pk)
    assert frozen is not None
    with pytest.raises(Frozen):
        write_rows.write(frozen)
    let_lease_run_out(job)
    monkeypatch.setattr(cancel_import, "forget_file", lambda job: None)  # the frozen worker has it open
    run_import.run(job.pk)
    check_whole(project, 45)
    for step in (write_rows.write, publish_tasks.publish):
        with pytest.raises(hold_job.LostHold):
            step(frozen)
    check_whole(project, 45)
    job.refresh_from_db()
    assert (job.state, job.created) == ("done", 45)


@pytest.mark.django_db(transaction=True)
def test_two_workers_woken_at_once_import_once():
    project = make.project()
    job = queued(project, make.rows(45))

    def work():
        try:
            run_import.run(job.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)
    check_whole(project, 45)


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
        patch.setattr(publish_tasks, "publish", lambda job: (_ for _ in ()).throw(Killed))
        for _ in range(hold_job.MOST_ATTEMPTS):
            with pytest.raises(Killed):
                run_import.run(job.pk)
            let_lease_run_out(job)
    run_import.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert nothing_is_there(project)


WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[3]
settings.DATABASES["default"]["NAME"] = sys.argv[2]
from labeling.actions import import_file, run_import
import_file.CHUNK_ROWS = 10
run_import.run(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle(settings):
    """A real process, a real signal: the next one goes on and creates nothing twice."""
    count = 3000
    project = make.project()
    job = queued(project, make.rows(count))
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(job.pk), name, str(settings.MEDIA_ROOT)])
    until = time.monotonic() + 60
    try:
        while True:
            job.refresh_from_db()
            if job.rows > count // 4:
                break
            assert worker.poll() is None, "the worker ended too early"
            assert time.monotonic() < until
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    job.refresh_from_db()
    assert job.state == "running"
    let_lease_run_out(job)
    run_import.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.created, job.attempts) == ("done", count, 2)
    check_whole(project, count)
