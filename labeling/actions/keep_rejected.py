"""Keep the rows that an import refused, as a file to be mended and imported again."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from labeling.actions import hold_job
from labeling.actions.import_file import limits, open_file
from labeling.importing.readers import read_lines
from labeling.importing.sources import CSV
from labeling.models import Import

# Between two signs of life to the sweeper.
ROWS_A_HEARTBEAT = 20_000


def rejected_file(job: Import) -> Path | None:
    """The file, if there is one: its ending tells the format."""
    for ending in (".jsonl", ".csv"):
        path = Path(settings.MEDIA_ROOT, f"{job.path}.rejected{ending}")
        if path.exists():
            return path
    return None


def keep_rejected(job: Import) -> None:
    """Write the refused rows as they were given: CSV with its header, everything else as JSON Lines.

    The file appears under its name when it is complete. Lines over the limit are left out.
    """
    source = open_file(job)
    try:
        base = Path(settings.MEDIA_ROOT, job.path + ".rejected")
        wanted = _refused_rows(job)
        row = next(wanted, None)
        with base.open("wb") as file:
            for number, line in enumerate(read_lines(source, limits()), start=1):
                if number % ROWS_A_HEARTBEAT == 0:
                    hold_job.keep(job)
                if number != row:
                    continue
                if not file.tell() and source.header:
                    file.write(source.header.rstrip(b"\r\n") + b"\n")
                if given := line.as_given():
                    file.write(given + b"\n")
                row = next(wanted, None)
        base.rename(f"{base}{'.csv' if source.format == CSV else '.jsonl'}")
    finally:
        source.close()


def _refused_rows(job: Import) -> Iterator[int]:
    rows = job.problems.order_by("row").values_list("row", flat=True).distinct()
    yield from rows.iterator(chunk_size=5000)
