"""What can be wrong with a file, a line, a field."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One reason why a line was refused; `field` is empty when it is about the line as a whole."""

    line: int
    field: str
    detail: str


class Refused(Exception):
    """A row cannot be imported as it is."""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        self.detail = detail
        super().__init__(f"{field}: {detail}" if field else detail)


class BrokenFile(Exception):
    """The file cannot be read on from this line: what follows is unknown, so nothing of it is imported."""

    def __init__(self, line: int, detail: str) -> None:
        self.line = line
        self.detail = detail
        super().__init__(f"line {line}: {detail}")


class UnreadableFormat(Exception):
    """Neither the name, nor the type, nor the first bytes tell a format that is read here."""
