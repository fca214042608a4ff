"""Tell which rows of a chunk are new, and note what is to be said of the others."""

from typing import Any

from django.db import connection

from labeling.actions.copy_rows import copy
from labeling.actions.import_file import Chunk, asked_of
from labeling.importing.cells import cell
from labeling.importing.fingerprints import differing_field
from labeling.importing.problems import Problem
from labeling.importing.spelling import Spelled
from labeling.models import Import

ALL_SAME = "All completions of these rows have the same text: no task was made."
TRANSCRIPT = "The chosen and rejected texts of these rows are whole conversations: they were split into their turns."
CARRIED = "Judgments made elsewhere stand in these rows: they were kept as metadata, not taken for this project's."
# They are kept with the import until it is done.
MOST_LICENSES = 1000
TAKEN = """
SELECT external_id, fingerprint, CASE imported_by_id WHEN %s THEN line END FROM labeling_task
WHERE project_id = %s AND external_id = ANY(%s)
"""


def new_rows(job: Import, chunk: Chunk) -> list[Spelled]:
    """The rows of which tasks are to be made. Stores all problems of the chunk; counts and warns on `job`."""
    asks_texts = asked_of(job.project).texts is not None
    taken = _taken(job, [spelled.row.id for spelled in chunk.rows])
    problems, new = chunk.problems, []
    for number, spelled in zip(chunk.numbers, chunk.rows, strict=True):
        row = spelled.row
        for name in row.unknown:
            warn_unknown(job.warnings, name)
        if row.is_transcript:
            warn(job.warnings, "transcript", TRANSCRIPT)
        if row.carried:
            warn(job.warnings, "carried_judgments", CARRIED, row.carried)
        if row.licenses and (why := _why_not_stated(job.licenses, row.licenses)):
            problems.append((number, Problem(row.line, "license", why)))
            continue
        if (other := taken.get(row.id)) is None:
            if row.distinct_texts == 1 and asks_texts:
                warn(job.warnings, "all_same", ALL_SAME)
                continue
            taken[row.id] = (spelled.mark, row.line)
            new.append(spelled)
            job.licenses.update(row.licenses or {})
        elif field := differing_field(spelled.mark, other[0]):
            problems.append((number, Problem(row.line, field, _difference(row.id, other[1]))))
        else:
            job.unchanged += 1
            job.licenses.update(row.licenses or {})
    store_problems(job, problems)
    job.rejected += len(problems)
    return new


def _why_not_stated(stated: dict[str, str], licenses: dict[str, str]) -> str:
    """Why a row cannot state these beside what earlier rows stated; empty when it can."""
    for model, license_ in licenses.items():
        if stated.get(model, license_) != license_:
            return f"is {license_!r}, where an earlier line says {stated[model]!r} of the same model"
    if len(stated) + len(licenses) > MOST_LICENSES and not licenses.keys() <= stated.keys():
        return f"is stated of more than {MOST_LICENSES} models in one file"
    return ""


def _taken(job: Import, ids: list[str]) -> dict[str, tuple[bytes, int | None]]:
    """The fingerprints of tasks that have these ids; for those of this very file with their line."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [job.pk, job.project_id, ids])
        return {name: (bytes(mark), line) for name, mark, line in cursor.fetchall()}


def _difference(external_id: str, line: int | None) -> str:
    if line is None:
        return f"differs from the task {external_id!r} that is already there"
    return f"differs from line {line}, which has the same id"


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
