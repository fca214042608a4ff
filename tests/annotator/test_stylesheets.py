"""What looks the same is said once: no two rules of our stylesheets share all that they say."""

import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

# Fewer lines that happen to be the same are no pattern yet.
FEWEST = 4


def rules(text: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """(the at-rules around it, selector, sorted declarations) of every rule."""
    found, open_blocks = [], [("", list[str]())]
    for part in re.finditer(r"([^{};]*)([{};])", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        words, sign = " ".join(part[1].split()), part[2]
        if sign == "{":
            open_blocks.append((words, []))
        elif words:
            open_blocks[-1][1].append(words)
        if sign == "}":
            selector, declarations = open_blocks.pop()
            around = tuple(block[0] for block in open_blocks[1:])
            found.append((around, selector, tuple(sorted(declarations))))
    return found


def test_no_rule_stands_twice() -> None:
    said = defaultdict(list)
    sheets = [
        sheet for app in ("annotator", "labeling", "exports") for sheet in Path(settings.BASE_DIR, app).rglob("*.css")
    ]
    assert len(sheets) > 30
    for sheet in sheets:
        for around, selector, declarations in rules(sheet.read_text(encoding="utf-8")):
            if len(declarations) >= FEWEST:
                said[around, declarations].append(f"{sheet.name}: {selector}")
    assert [places for places in said.values() if len(places) > 1] == []
