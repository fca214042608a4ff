"""The first phase of an import: look at every line before the first one is written."""

from typing import Any

from django.db import connection, transaction

from labeling.actions import hold_job
from labeling.actions.copy_rows import bytes_cell, cell, commit_lazily, copy
from labeling.actions.import_file import Chunk, asked_of, read_chunks
from labeling.importing.fingerprints import differing_field, fingerprint, key_of
from labeling.importing.problems import Problem
from labeling.models import Import, Task

# The share of an import's time that checking takes (measured), for its progress.
SHARE = 0.35
# Ids that stand more than once: every later row beside the first of its id.
REPEATED = """
SELECT row, line, fingerprint, first_line, first_fingerprint FROM (
    SELECT row, line, fingerprint, first_value(row) OVER same AS first_row, first_value(line) OVER same AS first_line,
           first_value(fingerprint) OVER same AS first_fingerprint
    FROM labeling_importkey WHERE job_id = %s WINDOW same AS (PARTITION BY digest ORDER BY row)
) AS keys WHERE row <> first_row ORDER BY row
"""


def check(job: Import) -> None:
    """Go through the file from where the last worker came to; ends with the phase being `write`.

    All problems are stored, not only the first. Each chunk is one transaction that also moves
    `checked_rows` under the fence. Raises LostHold and BrokenFile.
    """
    has_tasks = Task.objects.filter(project_id=job.project_id).exists()
    for chunk in read_chunks(job, after=job.checked_rows):
        with transaction.atomic():
            commit_lazily()
            # First the job's row: who wants to take over or cancel waits for this commit.
            hold_job.keep(job)
            _check_chunk(job, chunk, has_tasks)
    with transaction.atomic():
        hold_job.keep(job)
        _compare_repeated(job)
        job.keys.all().delete()
        hold_job.keep(
            job, phase=Import.Phase.WRITE, rows=job.checked_rows, progress=SHARE,
            unchanged=job.unchanged, rejected=job.rejected,
        )  # fmt: skip


def _check_chunk(job: Import, chunk: Chunk, has_tasks: bool) -> None:
    asks_texts = asked_of(job.project).texts is not None
    present = _present([row.id for row in chunk.rows], job.project_id) if has_tasks else {}
    problems, keys, warnings = chunk.problems, [], dict(job.warnings)
    unchanged = 0
    for number, row in zip(chunk.numbers, chunk.rows, strict=True):
        for name in row.unknown:
            warn_unknown(warnings, name)
        mark = fingerprint(row)
        if (other := present.get(row.id)) is None:
            if row.distinct_texts == 1 and asks_texts:
                warn(warnings, "all_same", "All completions of these rows have the same text: no task was made.")
                continue
            keys.append(
                b"%d\t%d\t%d\t%b\t%b\n" % (job.pk, number, row.line, bytes_cell(key_of(row.id)), bytes_cell(mark))
            )
        elif field := differing_field(mark, other):
            problems.append(
                (number, Problem(row.line, field, f"differs from the task {row.id!r} that is already there"))
            )
        else:
            unchanged += 1
    copy("labeling_importkey", "job_id, row, line, digest, fingerprint", keys)
    store_problems(job, problems)
    hold_job.keep(
        job,
        checked_rows=chunk.last,
        rows=chunk.last,
        unchanged=job.unchanged + unchanged,
        rejected=job.rejected + len(problems),
        warnings=warnings,
        progress=SHARE * chunk.share_read,
    )


def _present(ids: list[str], project_id: int) -> dict[str, bytes]:
    tasks = Task.objects.filter(project_id=project_id, external_id__in=ids)
    return {name: bytes(mark) for name, mark in tasks.values_list("external_id", "fingerprint")}


def _compare_repeated(job: Import) -> None:
    """Settle the ids that the file uses more than once: the same content again, or an error."""
    problems = []
    with connection.cursor() as cursor:
        cursor.execute(REPEATED, [job.pk])
        for number, line, mark, first_line, first_mark in cursor:
            if field := differing_field(bytes(mark), bytes(first_mark)):
                problems.append(
                    (number, Problem(line, field, f"differs from line {first_line}, which has the same id"))
                )
            else:
                job.unchanged += 1
    store_problems(job, problems)
    job.rejected += len(problems)


def store_problems(job: Import, problems: list[tuple[int, Problem]]) -> None:
    copy(
        "labeling_importproblem",
        "job_id, row, line, field, detail",
        (
            b"%d\t%d\t%d\t%b\t%b\n"
            % (job.pk, number, problem.line, printable(problem.field), printable(problem.detail))
            for number, problem in problems
        ),
    )


def printable(text: str) -> bytes:
    """Names of fields come from the file and may hold what cannot be stored."""
    return cell(text.replace("\0", "\\0").encode(errors="backslashreplace").decode())


def warn(warnings: dict[str, Any], code: str, detail: str, count: int = 1) -> None:
    known = warnings.get(code, {"count": 0})
    warnings[code] = {"count": known["count"] + count, "detail": detail}


def warn_unknown(warnings: dict[str, Any], name: str) -> None:
    """One warning for each key that nobody knows, the hundred first of them by name."""
    code = f"unknown_key:{name[:100]}"
    if code in warnings or len(warnings) < 100:
        warn(warnings, code, f"The key {name[:100]} is not known here: it was kept as metadata.")
    else:
        warn(warnings, "unknown_key", "More keys are not known here: they were kept as metadata.")
