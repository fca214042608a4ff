"""Static files as they are sent: under hashed names, without comments, joined where a page asks for one file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from annotator.static_storage import ModuleStaticFilesStorage

Collect = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def collect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collect:
    monkeypatch.setattr(ModuleStaticFilesStorage, "joined", ("labeling/page.js",))

    def collect(files: dict[str, str]) -> dict[str, str]:
        """Collect these files; return what each one's hashed twin holds."""
        storage = ModuleStaticFilesStorage(location=str(tmp_path), base_url="/static/")
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content)
        sources = {name: (FileSystemStorage(str(tmp_path)), name) for name in files}
        for _name, _hashed, outcome in storage.post_process(sources):
            if isinstance(outcome, Exception):
                raise outcome
        return {name: (tmp_path / storage.stored_name(name)).read_text() for name in files}

    return collect


def test_names_in_comments_may_go_in_circles(collect: Collect) -> None:
    files = collect({
        "labeling/parent.js": 'import { child } from "./child.js";\n',
        "labeling/child.js": '/** @param {import("./parent.js").Parent} parent */\nexport const child = 1;\n',
    })  # fmt: skip
    assert files["labeling/child.js"] == "export const child = 1;\n"
    assert "./child." in files["labeling/parent.js"]
    assert "./child.js" not in files["labeling/parent.js"]


def test_modules_may_be_deep(collect: Collect) -> None:
    files = {f"{number:02}.js": f'import "./{number + 1:02}.js";\n' for number in range(15)}
    files["15.js"] = "export const end = 1;\n"
    found = collect(files)
    assert all(f"./{number + 1:02}.js" not in found[f"{number:02}.js"] for number in range(15))


def test_imports_by_call_get_the_hashed_name(collect: Collect) -> None:
    files = collect({"a.js": 'const later = () => import("./b.js");\n', "b.js": "export const b = 1;\n"})
    assert "./b.js" not in files["a.js"]


def test_a_page_s_script_carries_what_it_imports_and_names_the_rest_by_hash(collect: Collect) -> None:
    files = collect({
        "labeling/page.js": 'import { a } from "./a.js";\nimport("../annotator/later.js");\nconsole.log(a);\n',
        "labeling/a.js": "export const a = 1;\n",
        "annotator/later.js": "export const later = 1;\n",
    })  # fmt: skip
    page = files["labeling/page.js"]
    assert "const a = 1;" in page
    assert "./a." not in page
    assert 'import("../annotator/later.' in page
    assert "../annotator/later.js" not in page


def test_a_change_in_a_part_changes_the_name_of_the_whole(collect: Collect, tmp_path: Path) -> None:
    def names(files: dict[str, str]) -> set[str]:
        collect(files)
        return {path.name for path in tmp_path.glob("labeling/whole.*.css")}

    whole = '@import "part.css";\n'
    before = names({"labeling/whole.css": whole, "labeling/part.css": "a { color: red; }\n"})
    after = names({"labeling/whole.css": whole, "labeling/part.css": "a { color: tan; }\n"})
    assert len(after - before) == 1


def test_what_others_made_is_sent_as_they_made_it(collect: Collect) -> None:
    source = "/*! licence */\n  let a = 1 // b\n"
    assert collect({"vendor.js": source})["vendor.js"] == source


def test_the_files_under_their_own_names_keep_their_comments(collect: Collect, tmp_path: Path) -> None:
    source = "// why\nexport const a = 1;\n"
    assert collect({"labeling/a.js": source})["labeling/a.js"] == "export const a = 1;\n"
    assert (tmp_path / "labeling/a.js").read_text() == source
