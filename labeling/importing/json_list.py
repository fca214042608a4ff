"""The objects of a file that is one JSON list: read piece by piece, each with the line on which it begins."""

import json
from collections.abc import Iterator
from typing import Any

from labeling.importing.lines import Limits, Line, check_empty, not_utf8
from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.sources import Source
from labeling.importing.values import DECODER


class ArrayText:
    """A sliding window over the text of a JSON array that knows its line."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
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
        empty = 0
        while True:
            text, at = self.text, self.at
            while at < len(text) and text[at] in " \t\r\n":
                at += 1
            empty += at - self.at
            check_empty(empty, self.line, self._limits)
            self.skip_to(at)
            if at < len(text) or self.is_complete:
                return text[at : at + 1]
            self.read_more(64 * 1024)

    def skip_to(self, at: int) -> None:
        self.line += self.text.count("\n", self.at, at)
        self.at = at


def read_array(source: Source, limits: Limits) -> Iterator[Line]:
    window = ArrayText(source, limits)
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
