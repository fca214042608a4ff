"""What a file of rows is made of: its lines, how long they may be, and where they are no UTF-8."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.sources import Source
from labeling.importing.values import parse_json


class Limits(NamedTuple):
    line_bytes: int = 8 * 1024**2
    file_bytes: int = 10 * 1024**3
    csv_columns: int = 200
    # So much of a file may hold no row: nobody hears of a worker while it reads on (a bomb of blanks, say).
    empty_bytes: int = 16 * 1024**2
    skipped_bytes: int = 1024**3


class Line(NamedTuple):
    """One row of a file, not yet checked: JSON still to parse (bytes), or parsed, or the reason why neither."""

    number: int
    content: Any = None
    problem: tuple[str, str] | None = None
    # The row as it stands in a CSV file.
    raw: bytes = b""

    def as_given(self) -> bytes:
        """The row for a file of rejected rows; empty when it was too long to be held."""
        if self.raw or self.content is None:
            return self.raw.rstrip(b"\r\n")
        if type(self.content) is bytes:
            return self.content.rstrip(b"\r\n")
        text = json.dumps(self.content, ensure_ascii=False, default=str)
        try:
            return text.encode()
        except UnicodeEncodeError:  # a lone surrogate, of which the row was accused
            return json.dumps(self.content, default=str).encode()

    def parse(self) -> Any:
        """The row as JSON gives it; raises Refused."""
        if self.problem:
            raise Refused(*self.problem)
        if type(self.content) is not bytes:
            return self.content
        # Without its end: of a line that breaks off, the reader would name the line after it.
        return parse_json(decode(self.content.rstrip(b"\r\n")))


def decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise Refused("", not_utf8(line, error)) from error


def not_utf8(line: bytes, error: UnicodeDecodeError) -> str:
    return f"is not UTF-8: byte 0x{line[error.start]:02X} at byte {error.start + 1} (Latin-1 or Windows-1252, perhaps)"


def physical_lines(source: Source, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Lines as they stand, with their ends; None for one that is longer than the limit."""
    number, empty, read = 0, 0, source.text.readline
    while line := read(limits.line_bytes + 2):
        number += 1
        if len(line) > limits.line_bytes and len(line.rstrip(b"\r\n")) > limits.line_bytes:
            if not line.endswith(b"\n"):
                skip_line(source, number, limits)
            yield number, None
            continue
        empty = empty + len(line) if line.isspace() else 0
        check_empty(empty, number, limits)
        yield number, line


def skip_line(source: Source, number: int, limits: Limits) -> None:
    skipped = 0
    while (part := source.text.readline(64 * 1024)) and not part.endswith(b"\n"):
        skipped += len(part)
        if skipped > limits.skipped_bytes:
            raise BrokenFile(number, f"A line is longer than {limits.skipped_bytes} bytes")


def check_empty(count: int, line: int, limits: Limits) -> None:
    if count > limits.empty_bytes:
        raise BrokenFile(line, f"More than {limits.empty_bytes} bytes hold nothing but blanks")
