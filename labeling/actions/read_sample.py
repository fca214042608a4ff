"""Good rows of an uploaded file, read from the file itself, for a look at them before anything is imported."""

from labeling.actions.import_file import asked_of, limits, open_file
from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.readers import read_lines
from labeling.importing.rows import Row, normalise
from labeling.models import Import

MOST_SAMPLES = 20
# So many rows are looked through for good ones: a page must come at once, whatever the file.
MOST_ROWS = 1000


def read_sample(job: Import, place: int) -> Row | None:
    """The good row that is number `place` of the file, from 1; None when there is none near its beginning."""
    if not 1 <= place <= MOST_SAMPLES:
        return None
    try:
        source = open_file(job)
    except (FileNotFoundError, BrokenFile):
        return None
    asked, found = asked_of(job.project), 0
    try:
        for number, line in enumerate(read_lines(source, limits()), start=1):
            if number > MOST_ROWS:
                return None
            try:
                row = normalise(line.parse(), line.number, asked)
            except Refused:
                continue
            if asked.texts and row.distinct_texts == 1:
                continue
            found += 1
            if found == place:
                return row
    except BrokenFile:
        return None
    finally:
        source.close()
    return None
