"""From bytes to lines: JSON Lines, a JSON array, CSV. Streaming, with bounded memory and real line numbers."""

import csv
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.sources import ARRAY, CSV, PARQUET, Source
from labeling.importing.values import DECODER, parse_json


class Limits(NamedTuple):
    line_bytes: int = 8 * 1024**2
    file_bytes: int = 10 * 1024**3
    csv_columns: int = 200


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


def read_lines(source: Source, limits: Limits) -> Iterator[Line]:
    """All rows of a source in order; raises BrokenFile when it cannot be read on."""
    if source.format == PARQUET:
        # Imported here: only who reads Parquet pays for its library (100 MB of memory).
        from labeling.importing.parquet import read_parquet

        return read_parquet(source, limits)
    if source.format == ARRAY:
        return read_array(source, limits)
    if source.format == CSV:
        from labeling.importing.csv_rows import read_csv

        return read_csv(source, limits)
    return read_jsonl(source, limits)


def decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise Refused("", not_utf8(line, error)) from error


def not_utf8(line: bytes, error: UnicodeDecodeError) -> str:
    return f"is not UTF-8: byte 0x{line[error.start]:02X} at byte {error.start + 1} (Latin-1 or Windows-1252, perhaps)"


def physical_lines(source: Source, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Lines as they stand, with their ends; None for one that is longer than the limit."""
    number, read = 0, source.text.readline
    while line := read(limits.line_bytes + 2):
        number += 1
        if len(line) > limits.line_bytes and len(line.rstrip(b"\r\n")) > limits.line_bytes:
            while not line.endswith(b"\n") and (line := read(64 * 1024)):
                pass
            yield number, None
        else:
            yield number, line


def read_jsonl(source: Source, limits: Limits) -> Iterator[Line]:
    for number, line in physical_lines(source, limits):
        if line is None:
            yield Line(number, problem=("", f"is longer than {limits.line_bytes} bytes"))
        elif not line.isspace():
            yield Line(number, line)


class ArrayText:
    """A sliding window over the text of a JSON array that knows its line."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rest = b""
        self.text = ""
        self.at = 0
        self.line = 1
        self.is_complete = False

    def read_more(self, size: int) -> None:
        """Drop what is behind us and add at least one character, unless the file ends."""
        self.text, self.at = self.text[self.at :], 0
        while not self.is_complete:
            chunk = self._source.text.read(size)
            self.is_complete = not chunk
            packed = self._rest + chunk
            try:
                text, self._rest = packed.decode(), b""
            except UnicodeDecodeError as error:
                # The start of a character that goes on in the next chunk is no error yet.
                if self.is_complete or len(packed) - error.start > 3:
                    line = self.line + self.text.count("\n") + packed[: error.start].count(b"\n")
                    raise BrokenFile(line, not_utf8(packed, error)) from error
                text, self._rest = packed[: error.start].decode(), packed[error.start :]
            if text:
                self.text += text
                return

    def next_sign(self) -> str:
        """Go to the next character that is no white space and return it; empty at the end."""
        while True:
            text, at = self.text, self.at
            while at < len(text) and text[at] in " \t\r\n":
                at += 1
            self.skip_to(at)
            if at < len(text) or self.is_complete:
                return text[at : at + 1]
            self.read_more(64 * 1024)

    def skip_to(self, at: int) -> None:
        self.line += self.text.count("\n", self.at, at)
        self.at = at


def read_array(source: Source, limits: Limits) -> Iterator[Line]:
    window = ArrayText(source)
    if window.next_sign() != "[":
        raise BrokenFile(window.line, "A JSON file must hold one list of objects")
    window.skip_to(window.at + 1)
    if window.next_sign() == "]":
        window.skip_to(window.at + 1)
        _check_nothing_follows(window)
        return
    while True:
        window.next_sign()
        number = window.line
        yield Line(number, _next_element(window, limits))
        sign = window.next_sign()
        window.skip_to(window.at + 1)
        if sign == "]":
            _check_nothing_follows(window)
            return
        if sign != ",":
            raise BrokenFile(window.line, "Between two objects of the list stands no comma" if sign else CUT_OFF)


CUT_OFF = "The file breaks off before the end of its list"


def _check_nothing_follows(window: ArrayText) -> None:
    if window.next_sign():
        raise BrokenFile(window.line, "Something follows after the end of the list")


def _next_element(window: ArrayText, limits: Limits) -> Any:
    """Parse one element; an error may only mean that the rest of it is not read yet."""
    while True:
        try:
            value, end = DECODER.raw_decode(window.text, window.at)
            # A number at the end of the window may go on.
            if end < len(window.text) or window.is_complete:
                window.skip_to(end)
                return value
        except Refused as error:
            raise BrokenFile(window.line, f"{error.field} {error.detail}".strip()) from error
        except RecursionError as error:
            raise BrokenFile(window.line, "An object of the list is nested too deep") from error
        except json.JSONDecodeError as error:
            if window.is_complete:
                line = window.line + window.text.count("\n", window.at, error.pos)
                raise BrokenFile(line, f"The list is not valid JSON: {error.msg}") from error
        except ValueError as error:
            raise BrokenFile(window.line, "An object holds an integer beyond 64 bits") from error
        unread = len(window.text) - window.at
        if unread > limits.line_bytes:
            raise BrokenFile(
                window.line, f"An object of the list is not valid JSON, or longer than {limits.line_bytes}"
            )
        # Reading as much again each time keeps the repeated parsing linear.
        window.read_more(max(unread, 256 * 1024))


# The csv module refuses longer cells by itself; the limit of a line comes first.
csv.field_size_limit(2**31 - 1)
