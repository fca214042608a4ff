"""What a dry run tells beside its counts, and the state of the project that this holds for."""

from typing import Any

from django.db.models import Max

from labeling.actions.import_file import Chunk
from labeling.models import Import, JobState, Project

# A row may have any keys: the report names this many.
MOST_COLUMNS = 200


def basis_of(project: Project) -> dict[str, Any]:
    """All that decides what comes of a file besides the file: with another basis, another import would come of it."""
    imports = Import.objects.filter(project=project, is_dry_run=False, state=JobState.DONE, created__gt=0)
    return {
        "splits": project.splits,
        "split_seed": project.split_seed,
        "last_import": imports.aggregate(last=Max("id"))["last"],
    }


def is_outdated(checked: Import, project: Project) -> bool:
    """Whether the project, as it is now, would make something else of the file than the check has told."""
    return bool(checked.report.get("basis") != basis_of(project))


def with_columns(report: dict[str, Any], chunk: Chunk) -> dict[str, Any]:
    """The report with what this chunk's rows look like."""
    columns, layouts = dict(report.get("columns", {})), dict(report.get("layouts", {}))
    for name, count in (chunk.columns or {}).items():
        shown = printable_name(name)
        if shown in columns or len(columns) < MOST_COLUMNS:
            columns[shown] = columns.get(shown, 0) + count
    for name, count in chunk.layouts.items():
        layouts[name] = layouts.get(name, 0) + count
    return report | {"columns": columns, "layouts": layouts}


def printable_name(name: str) -> str:
    """Names of keys come from the file and may hold what cannot be stored."""
    return name[:100].replace("\0", "\\0").encode(errors="backslashreplace").decode()
