"""Reading bytes as an import does, without a database."""

import os
import tempfile
from pathlib import Path
from typing import Any

from labeling.importing.lines import Limits
from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.readers import read_lines
from labeling.importing.rows import Asked, Row, normalise
from labeling.importing.sources import open_source

RANKING = Asked((2, 9))
DEMONSTRATION = Asked(None)
Found = tuple[list[Row], list[tuple[int, str, str]]]


def read(content: bytes, *, asked: Asked = DEMONSTRATION, limits: Limits | None = None, **kind: str) -> Found:
    """The rows of a file and its problems (line, field, detail); one that is broken off has field `FILE`."""
    limits = limits or Limits()
    rows: list[Row] = []
    problems = []
    handle, path = tempfile.mkstemp()
    try:
        os.write(handle, content)
        os.close(handle)
        source = open_source(path, limit=limits.file_bytes, **kind)
        try:
            for line in read_lines(source, limits):
                try:
                    rows.append(normalise(line.parse(), line.number, asked))
                except Refused as refused:
                    problems.append((line.number, refused.field, refused.detail))
        finally:
            source.close()
    except BrokenFile as broken:
        problems.append((broken.line, "FILE", broken.detail))
    finally:
        Path(path).unlink()
    return rows, problems


def refused(raw: Any, asked: Asked = DEMONSTRATION) -> tuple[str, str]:
    """Why a parsed row is refused: field and detail; two empty texts when it is not."""
    try:
        normalise(raw, 1, asked)
    except Refused as error:
        return error.field, error.detail
    return "", ""
