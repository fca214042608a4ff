"""Checks that nothing grows too large to be read at one go."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from annotator.supervisor.site import ROOT

MOST_LINES = {".py": 300, ".html": 200, ".js": 200}
MOST_FUNCTION_LINES = 40
FOLDERS = ("annotator", "accounts", "labeling", "exports", "tests", "bench")


def too_long(path: Path) -> Iterator[str]:
    """Name the file and the functions in it that are at their limit or beyond."""
    text = path.read_text()
    lines, most = text.count("\n"), MOST_LINES[path.suffix]
    name = path.relative_to(ROOT)
    if lines >= most:
        yield f"{name}: {lines} lines, fewer than {most} are allowed"
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length >= MOST_FUNCTION_LINES:
                    yield (
                        f"{name}:{node.lineno}: {node.name} has {length} lines, "
                        f"fewer than {MOST_FUNCTION_LINES} are allowed"
                    )


def main() -> int:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in MOST_LINES]
    complaints = [line for path in paths if "migrations" not in path.parts for line in too_long(path)]
    print(*complaints, sep="\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
