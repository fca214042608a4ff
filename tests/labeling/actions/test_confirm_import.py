"""Confirming a checked file: two tabs at once, and a tab beside a worker or the sweeper."""

import io
import json
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import Conflict
from accounts.models import Event, User
from labeling.actions import finish_check, run_import, start_import
from labeling.actions.confirm_import import (
    FileGone,
    ImportUnderWay,
    ProjectChanged,
    check_again,
    confirm_import,
)
from labeling.models import Import, Project, Task
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def checked(project: Project, count: int = 3, rows: list[dict[str, Any]] | None = None) -> Import:
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows or make.rows(count))
    job = start_import.start_import(
        project=project, by=make.manager(project), now=timezone.now(), stream=io.BytesIO(content),
        file_name="rows.jsonl", on_error="skip", is_dry_run=True,
    )  # fmt: skip
    run_import.run(job.pk)
    return Import.objects.get(pk=job.pk)


def confirm(job: Import, by: User) -> Import:
    return confirm_import(checked=Import.objects.get(pk=job.pk), by=by, now=timezone.now())


def at_once(*acts: Callable[[], Import]) -> list[Import | Conflict]:
    """What each came to, all begun together."""
    start = Barrier(len(acts))
    told: dict[int, Import | Conflict] = {}

    def attempt(place: int) -> None:
        start.wait()
        try:
            told[place] = acts[place]()
        except Conflict as refusal:
            told[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[place] for place in range(len(acts))]


def test_four_tabs_confirm_one_file_and_one_import_comes_of_it() -> None:
    project = make.project()
    job, by, other = checked(project), make.manager(project), make.member(project, "manager")
    first, *others = at_once(*[lambda who=who: confirm(job, who) for who in (by, other, by, other)])
    assert isinstance(first, Import)
    assert others == [first] * 3
    assert Import.objects.filter(is_dry_run=False).count() == 1
    assert Event.objects.filter(verb="import.started").count() == 1
    run_import.run(first.pk)
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 3
    # The third tab wakes up when all is done.
    assert confirm(job, by) == first
    run_import.run(first.pk)
    assert Task.objects.filter(project=project).count() == 3


def test_a_yes_in_one_tab_and_another_check_in_the_other() -> None:
    """Whoever is second gets what the first began: the file has one following run, be it a check or an import."""
    project = make.project()
    job, by = checked(project), make.manager(project)
    one, other = at_once(
        lambda: confirm(job, by),
        lambda: check_again(checked=Import.objects.get(pk=job.pk), by=by, now=timezone.now()),
    )
    assert one == other
    assert Import.objects.exclude(pk=job.pk).count() == 1


def test_of_two_checked_files_confirmed_at_once_one_goes_on() -> None:
    """Each was checked for the project without the other's rows: whoever is second is told to check again."""
    project = make.project()
    jobs, by = [checked(project), checked(project)], make.manager(project)
    told = at_once(*[lambda job=job: confirm(job, by) for job in jobs])
    (begun,) = [one for one in told if isinstance(one, Import)]
    assert [type(one) for one in told if not isinstance(one, Import)] == [ImportUnderWay]
    run_import.run(begun.pk)
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 3
    (second,) = [job for job, one in zip(jobs, told, strict=True) if not isinstance(one, Import)]
    with pytest.raises(ProjectChanged):
        confirm(second, by)
    # Its file is there still, and the new check sees what came in.
    again = check_again(checked=Import.objects.get(pk=second.pk), by=by, now=timezone.now())
    run_import.run(again.pk)
    run_import.run(confirm(again, by).pk)
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 6


def test_a_second_file_with_the_same_rows_adds_nothing() -> None:
    """The same ids: the new check of the second file says so before anything comes of it."""
    project, rows = make.project(), make.rows(3)
    first, second, by = checked(project, rows=rows), checked(project, rows=rows), make.manager(project)
    run_import.run(confirm(first, by).pk)
    with pytest.raises(ProjectChanged):
        confirm(second, by)
    again = check_again(checked=Import.objects.get(pk=second.pk), by=by, now=timezone.now())
    run_import.run(again.pk)
    again.refresh_from_db()
    assert (again.created, again.unchanged) == (0, 3)


def test_an_import_without_a_check_that_gets_ahead_ends_the_confirmed_one() -> None:
    """Race: it is sent after the yes and taken before the confirmed one, whose check knew nothing of it."""
    project = make.project()
    confirmed = confirm(checked(project), make.manager(project))
    make.tasks(project, 2)
    run_import.run(confirmed.pk)
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.created) == ("failed", 0)
    assert "another import came in" in confirmed.error
    assert Task.objects.filter(project=project).count() == 2


def test_a_yes_while_the_sweeper_forgets_the_file() -> None:
    project = make.project()
    job, by = checked(project), make.manager(project)
    overdue = timezone.now() + finish_check.KEPT * 2

    def sweep() -> Import:
        finish_check.forget_checks(now=overdue)
        return job

    told, _swept = at_once(lambda: confirm(job, by), sweep)
    if isinstance(told, Import):
        run_import.run(told.pk)
        told.refresh_from_db()
        assert (told.state, told.created) == ("done", 3)
    else:
        assert isinstance(told, FileGone)
