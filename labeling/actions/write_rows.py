"""Bring the rows of a file in: prompts, completions and tasks, invisible until they are published.

Rows are written as they are read, good ones among bad: a task without an opening does not exist for
people, and what should not have come in is cleared away (labeling.actions.cancel_import).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from labeling.actions import check_report, check_rows, hold_job
from labeling.actions.copy_rows import commit_lazily, copy, reserve_ids
from labeling.actions.import_file import Chunk, read_chunks
from labeling.actions.write_prompts import write_prompts
from labeling.importing.cells import NULL
from labeling.importing.spelling import COMPLETION_COLUMNS, TASK_COLUMNS, Spelled
from labeling.models import Batch, Import, Policy

# The share of an import's time until its rows are written (measured), for its progress.
SHARE = 0.95


def write(job: Import) -> None:
    """Check and write the rows chunk by chunk from where the last worker came to.

    All problems are stored, not only the first. Each chunk is one transaction that also moves `rows` under
    the fence, so a killed worker leaves whole chunks and nothing else. Raises LostHold and BrokenFile.
    """
    for chunk in read_chunks(job, after=job.rows):
        with transaction.atomic():
            commit_lazily()
            # First the job's row: who wants to take over or cancel waits for this commit.
            hold_job.keep(job)
            _write_chunk(job, chunk)


def _write_chunk(job: Import, chunk: Chunk) -> None:
    rows = check_rows.new_rows(job, chunk)
    if rows:
        _write_rows(job, rows)
    if chunk.columns is not None:
        job.report = check_report.with_columns(job.report, chunk)
    hold_job.keep(
        job,
        report=job.report,
        rows=chunk.last,
        created=job.created + len(rows),
        unchanged=job.unchanged,
        rejected=job.rejected,
        warnings=job.warnings,
        licenses=job.licenses,
        progress=SHARE * chunk.share_read,
    )


def _write_rows(job: Import, rows: list[Spelled]) -> None:
    prompts = write_prompts(job, rows)
    default_batch = job.batch or f"import-{job.pk}"
    batch_names = [spelled.row.texts.get("batch") or default_batch for spelled in rows]
    batches = hold_names(Batch, job.project_id, set(batch_names), created_at=timezone.now())
    task_ids = reserve_ids("labeling_task", len(rows))
    stamp = b"%d\t%d\topen\t%b" % (job.project_id, job.pk, timezone.now().isoformat().encode())
    copy(
        "labeling_task",
        "id, prompt_id, split, batch_id, project_id, imported_by_id, state, created_at, " + TASK_COLUMNS,
        (
            b"%d\t%d\t%b\t%d\t%b\t%b" % (task_id, prompt_id, split.encode(), batches[batch], stamp, spelled.task)
            for spelled, task_id, (prompt_id, split), batch in zip(rows, task_ids, prompts, batch_names, strict=True)
        ),
    )
    _write_completions(job, rows, task_ids)


def _write_completions(job: Import, rows: list[Spelled], task_ids: list[int]) -> None:
    policies = hold_names(Policy, job.project_id, {answer.model for s in rows for answer in s.row.completions} - {""})
    cells = {name: b"%d" % policy_id for name, policy_id in policies.items()} | {"": NULL}
    ids = reserve_ids("labeling_completion", sum(len(spelled.completions) for spelled in rows))
    copy(
        "labeling_completion",
        "id, task_id, index, same_as_id, policy_id, " + COMPLETION_COLUMNS,
        _completion_lines(rows, task_ids, ids, cells),
    )


def _completion_lines(
    rows: list[Spelled], task_ids: list[int], ids: list[int], policies: dict[str, bytes]
) -> Iterator[bytes]:
    start = 0
    for spelled, task_id in zip(rows, task_ids, strict=True):
        for index, (answer, cells) in enumerate(zip(spelled.row.completions, spelled.completions, strict=True)):
            same_as = NULL if answer.first == index else b"%d" % ids[start + answer.first]
            yield b"%d\t%d\t%d\t%b\t%b\t%b" % (
                ids[start + index], task_id, index, same_as, policies[answer.model], cells,
            )  # fmt: skip
        start += len(spelled.completions)


def hold_names(model: type[Batch | Policy], project_id: int, names: set[str], **given: Any) -> dict[str, int]:
    """The ids of the project's batches or policies of these names, made where they are missing.

    They stay until this transaction ends: the lock stands for the foreign keys of the rows that follow,
    which would take it once for each of them.
    """
    if missing := names - _lock_names(model, project_id, names).keys():
        made = [model(project_id=project_id, name=name, **given) for name in sorted(missing)]
        model._default_manager.bulk_create(made, ignore_conflicts=True)  # type: ignore[arg-type]
    return _lock_names(model, project_id, names)


def _lock_names(model: type[Batch | Policy], project_id: int, names: set[str]) -> dict[str, int]:
    query = f"SELECT name, id FROM {model._meta.db_table} WHERE project_id = %s AND name = ANY(%s) FOR KEY SHARE"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [project_id, sorted(names)])
        return dict(cursor.fetchall())
