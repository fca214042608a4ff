"""The guidelines' section of questions and answers: Markdown in, Markdown out."""

from itertools import pairwise

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

SECTION = "Questions and answers"
ENTRY_LEVEL = 3
markdown = MarkdownIt("commonmark")


def entry(question: str, answer: str) -> str:
    """One question with its answer as the section holds it. An answer's own headings go below the question's."""
    return f"{'#' * ENTRY_LEVEL} {' '.join(question.split())}\n\n{lowered(closed(answer.strip()))}"


def with_entry(guidelines: str, added: str, *, instead_of: str = "") -> str:
    """The guidelines with the entry at the end of the section, which is made at their end if it is missing.

    An earlier wording of the same entry gives its place to it, if it still stands there as it was added.
    """
    if instead_of and instead_of in guidelines:
        return guidelines.replace(instead_of, added, 1)
    before, after = split_at_end_of_section(closed(guidelines))
    if before is None:
        before, after = f"{after.rstrip()}\n\n## {_(SECTION)}".lstrip(), ""
    rest = f"\n\n{after.lstrip()}" if after.strip() else "\n"
    return f"{before.rstrip()}\n\n{added}{rest}"


def split_at_end_of_section(guidelines: str) -> tuple[str | None, str]:
    """What stands up to the end of the section and what follows it; None and everything without such a section."""
    lines = guidelines.splitlines(keepends=True)
    names, level, end = {SECTION, _(SECTION)}, 0, len(lines)
    for heading, title in headings(guidelines):
        depth = int(heading.tag[1])
        if not level and title.strip() in names:
            level = depth
        elif level and depth <= level:
            end = (heading.map or [end])[0]
            break
    return ("".join(lines[:end]), "".join(lines[end:])) if level else (None, guidelines)


def headings(text: str) -> list[tuple[Token, str]]:
    """The headings that are no part of a list or quote, with what they say; never a `#` in a block of code."""
    tokens = markdown.parse(text)
    return [
        (token, inside.content)
        for token, inside in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def lowered(answer: str) -> str:
    """A heading as high as the entry's own would end it: the next entry would be put before it."""
    lines = answer.splitlines()
    for heading, title in reversed(headings(answer)):
        if heading.map and int(heading.tag[1]) <= ENTRY_LEVEL:
            lines[slice(*heading.map)] = [f"{'#' * (ENTRY_LEVEL + 1)} {' '.join(title.split())}"]
    return "\n".join(lines)


def closed(text: str) -> str:
    """A block of code that was left open would swallow what comes after it."""
    last = next(iter(reversed(markdown.parse(text))), None)
    if last is None or last.type != "fence" or last.map is None:
        return text
    lines = text.splitlines()[slice(*last.map)]
    is_closed = len(lines) > 1 and lines[-1].strip().startswith(last.markup)
    return text if is_closed else f"{text.rstrip()}\n{last.markup}"
