"""What becomes of each key of a file's rows, in a word for each layout."""

import re

from labeling.importing.rows import ROW_KEYS

NUMBERED = re.compile(r"(completion|model|license)_[1-9]\Z")
# What a key is taken for: prompt, completions, models, licenses, itself (a field of the row), metadata, unknown.
PLAIN = {"prompt": "prompt", "completions": "completions", "metadata": "metadata"}
BY_LAYOUT: dict[str, dict[str, str]] = {
    "plain": PLAIN,
    "pair": {**PLAIN, "chosen": "completions", "rejected": "completions"},
    "conversation": {**PLAIN, "messages": "conversation"},
}


def use_of(name: str, layouts: list[str]) -> str:
    """How rows of these layouts use the key."""
    for layout in layouts:
        if use := BY_LAYOUT.get(layout, PLAIN).get(name):
            return use
    if found := NUMBERED.match(name):
        return {"completion": "completions", "model": "models", "license": "licenses"}[found[1]]
    return "itself" if name in ROW_KEYS else "unknown"
