"""Texts of people in Markdown: shown as they are, able to start or end nothing.

What is one line stands as code, in which neither Markdown nor HTML means anything; longer texts stand in a fence
that is longer than any run of its sign within.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

# What separates lines for Markdown, YAML or Python's splitlines.
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def code(text: str, *, most: int = 200) -> str:
    """One line, as code. Signs that cannot be seen (line ends, controls, turned direction) become blanks."""
    line = "".join(" " if unicodedata.category(sign)[0] in "CZ" and sign != " " else sign for sign in text).strip()
    if len(line) > most:
        line = line[: most - 1] + "…"
    ticks = fence(line, least=1)
    blank = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{blank}{line}{blank}{ticks}" if line else "(empty)"


def block(text: str, language: str = "text") -> str:
    """A text of several lines, as a block of code."""
    ticks = fence(text, least=3)
    return f"{ticks}{language}\n{LINE_ENDS.sub(chr(10), text).strip(chr(10))}\n{ticks}"


def fence(text: str, *, least: int) -> str:
    """Backticks enough that the text cannot close what they open."""
    return "`" * max(least, max(map(len, re.findall("`+", text)), default=0) + 1)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its word, which is `one` for 1 alone: "1 vote", "1,000 votes"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; a bar within a cell is escaped, in code too, as GitHub's and Hugging Face's Markdown ask."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
