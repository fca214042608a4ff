"""Static files under hashed names: what imports what goes over to the new names, whatever comments say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.static_storage import ModuleStaticFilesStorage

Collect = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def collect(tmp_path: Path) -> Collect:
    def collect(files: dict[str, str]) -> dict[str, str]:
        """Collect these files; return what each one's hashed twin holds."""
        storage = ModuleStaticFilesStorage(location=str(tmp_path), base_url="/static/")
        for name, content in files.items():
            (tmp_path / name).write_text(content)
        for _name, _hashed, outcome in storage.post_process({name: (storage, name) for name in files}):
            if isinstance(outcome, Exception):
                raise outcome
        return {name: (tmp_path / storage.stored_name(name)).read_text() for name in files}

    return collect


def test_names_in_comments_may_go_in_circles(collect: Collect) -> None:
    files = collect({
        "parent.js": 'import { child } from "./child.js";\n',
        "child.js": '/** @param {import("./parent.js").Parent} parent */\nexport const child = 1;\n',
    })  # fmt: skip
    assert 'import("./parent.js")' in files["child.js"]
    assert "./child." in files["parent.js"]
    assert "./child.js" not in files["parent.js"]


def test_modules_may_be_deep(collect: Collect) -> None:
    files = {f"{number:02}.js": f'import "./{number + 1:02}.js";\n' for number in range(15)}
    files["15.js"] = "export const end = 1;\n"
    found = collect(files)
    assert all(f"./{number + 1:02}.js" not in found[f"{number:02}.js"] for number in range(15))


def test_imports_by_call_get_the_hashed_name(collect: Collect) -> None:
    files = collect({"a.js": 'const later = () => import("./b.js");\n', "b.js": "export const b = 1;\n"})
    assert "./b.js" not in files["a.js"]
