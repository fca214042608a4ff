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

from accounts.models import Event
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
    Completion,
    Import,
    Opening,
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


@pytest.mark.django_db
def test_an_import_that_was_given_up_says_so_in_the_trail():
    project = make.project()
    job = queued(project, make.rows(1))
    Import.objects.filter(pk=job.pk).update(attempts=hold_job.MOST_ATTEMPTS)
    run_import.run(job.pk)
    job.refresh_from_db()
    line = Event.objects.get(verb="import.failed")
    assert (job.state, line.subject, line.details["error"]) == ("failed", f"import:{job.pk}", job.error)
