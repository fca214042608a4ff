"""Confirming a checked file: two tabs at once, and a tab beside a worker or the sweeper."""

import io
import json
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import Conflict
from accounts.models import Event, User
from labeling.actions import finish_check, run_import, start_import
from labeling.actions.confirm_import import FileGone, ProjectChanged, check_again, confirm_import
from labeling.models import Import, Project, Task
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def checked(project: Project, count: int = 3) -> Import:
    content = b"".join(json.dumps(row).encode() + b"\n" for row in make.rows(count))
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


def test_two_checked_files_of_one_project_confirmed_at_once() -> None:
    """Each was checked for the project as it was; the second to come is imported only if that still holds."""
    project = make.project()
    jobs, by = [checked(project), checked(project)], make.manager(project)
    told = at_once(*[lambda job=job: confirm(job, by) for job in jobs])
    begun = [one for one in told if isinstance(one, Import)]
    assert all(isinstance(one, Import | ProjectChanged) for one in told)
    for one in begun:
        run_import.run(one.pk)
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 3 * len(begun)


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
