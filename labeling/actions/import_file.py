"""The file of an import as chunks of checked rows."""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from labeling.importing.ahead import ahead
from labeling.importing.lines import Limits, Line
from labeling.importing.problems import Problem, Refused
from labeling.importing.readers import read_lines
from labeling.importing.rows import Asked, normalise
from labeling.importing.sources import Source, open_source
from labeling.importing.spelling import Spelled, spell
from labeling.kinds import KINDS
from labeling.models import Import, Project

# Measured with rows of 4.5 kB: 2,000 rows a transaction were no faster than 500, and took 75 MB more.
CHUNK_ROWS = 500
CHUNK_BYTES = 8 * 1024**2


@dataclass(slots=True)
class Chunk:
    """A run of rows: `numbers` are their places in the file, counted from 1, in step with `rows`."""

    rows: list[Spelled] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    last: int = 0
    share_read: float = 0
    size: int = 0
    # The rows' keys and layouts, each with its count; None: nobody wants to know.
    columns: Counter[str] | None = None
    layouts: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, line: Line, asked: Asked) -> None:
        self.last = number
        try:
            raw = line.parse()
            if self.columns is not None and type(raw) is dict:
                self.columns.update(raw.keys())
            spelled = spell(normalise(raw, line.number, asked))
        except Refused as refused:
            self.problems.append((number, Problem(line.number, refused.field[:200], refused.detail)))
            return
        self.layouts[spelled.row.layout] += 1
        self.rows.append(spelled)
        self.numbers.append(number)
        self.size += len(spelled.prompt) + sum(map(len, spelled.completions))

    @property
    def is_full(self) -> bool:
        return len(self.rows) + len(self.problems) >= CHUNK_ROWS or self.size >= CHUNK_BYTES


def limits() -> Limits:
    return Limits(settings.IMPORT_MAX_LINE_BYTES, settings.IMPORT_MAX_FILE_BYTES, settings.IMPORT_MAX_CSV_COLUMNS)


def asked_of(project: Project) -> Asked:
    kind = KINDS[project.kind]
    texts = (kind.fewest_cards, kind.most_cards) if kind.most_cards else None
    return Asked(texts, settings.IMPORT_MAX_MESSAGES)


def open_file(job: Import) -> Source:
    return open_source(
        str(Path(settings.MEDIA_ROOT, job.path)),
        content_type=job.content_type,
        file_name=job.file_name,
        limit=settings.IMPORT_MAX_FILE_BYTES,
    )


def read_chunks(job: Import, after: int) -> Iterator[Chunk]:
    """The rows after the first `after` ones, chunk by chunk, one prepared ahead; raises BrokenFile."""
    return ahead(_chunks(open_file(job), asked_of(job.project), after, counts_columns=job.is_dry_run))


def _chunks(source: Source, asked: Asked, after: int, *, counts_columns: bool) -> Generator[Chunk]:
    def new_chunk() -> Chunk:
        return Chunk(columns=Counter() if counts_columns else None)

    try:
        chunk = new_chunk()
        for number, line in enumerate(read_lines(source, limits()), start=1):
            if number <= after:
                continue
            chunk.add(number, line, asked)
            if chunk.is_full:
                chunk.share_read = source.share_read
                yield chunk
                chunk = new_chunk()
        if chunk.last:
            chunk.share_read = 1
            yield chunk
    finally:
        source.close()
