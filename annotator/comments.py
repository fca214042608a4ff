"""Scripts and style sheets without comments and indentation, for what is sent; the files themselves keep theirs."""

import re
from collections.abc import Iterator

JS = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<template>`)|(?P<slash>/)|(?P<brace>[{}])|(?P<broken>["'])""",
    re.DOTALL,
)
IN_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)
REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
# After a value a slash divides; after these a regular expression begins.
BEFORE_REGEX = re.compile(
    r"(?:^|[(,=:\[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|else|do|await))$"
)
CSS = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\))""", re.DOTALL
)

# Where a stretch begins and ends, and whether it is a comment or a text that must stay as it is.
Stretch = tuple[int, int, bool]


def script_without_comments(source: str) -> str:
    """A line break stays a line break: it may end a statement."""
    return without(source, stretches(source, 0), gap=" ")


def sheet_without_comments(source: str) -> str:
    found = ((match.start(), match.end(), match.lastgroup == "comment") for match in CSS.finditer(source))
    # A space would make a descendant of what is written without one.
    return without(source, found, gap="")


def without(source: str, found: Iterator[Stretch], *, gap: str) -> str:
    shorter, run, at = [], "", 0
    for start, end, is_comment in found:
        run += source[at:start]
        if is_comment:
            run += "\n" if "\n" in source[start:end] else gap
        else:
            shorter += [squeezed(run), source[start:end]]
            run = ""
        at = end
    return "".join([*shorter, squeezed(run + source[at:])]).strip() + "\n"


def squeezed(code: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", code)


def stretches(source: str, at: int, *, in_template: bool = False) -> Iterator[Stretch]:
    """Comments and literals of a script. Inside of a template: until its brace closes, which comes last."""
    before, depth = "", 0
    while match := JS.search(source, at):
        start, end, kind = match.start(), match.end(), match.lastgroup
        before = source[at:start].rstrip() or before
        if kind == "slash":
            regex = REGEX.match(source, start) if BEFORE_REGEX.search(before) else None
            end, kind = (regex.end(), "regex") if regex else (end, kind)
        if kind == "template":
            end = end_of_template(source, end)
        if kind == "broken":
            raise ValueError(f"A string does not end: {source[start : start + 40]!r}")
        if kind != "comment":
            before = source[start] if kind in ("brace", "slash") else "value"
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if in_template and depth < 0:
            yield start, end, False
            return
        if kind not in ("brace", "slash"):
            yield start, end, kind == "comment"
        at = end
    if in_template:
        raise ValueError("A template does not end.")


def end_of_template(source: str, at: int) -> int:
    while match := IN_TEMPLATE.search(source, at):
        at = match.end()
        if match[0] == "`":
            return at
        if match[0] == "${":
            *_, (_start, at, _is_comment) = stretches(source, at, in_template=True)
    raise ValueError("A template does not end.")
