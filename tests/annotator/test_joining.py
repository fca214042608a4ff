"""One file out of many: the order, the names, and what is refused. That it runs: tests/browser/test_collected.py."""

import pytest

from annotator import joining


def joined(entry: str, files: dict[str, str]) -> str:
    return joining.script(entry, files.__getitem__)


def test_modules_come_once_and_before_those_that_import_them() -> None:
    files = {
        "a/top.js": 'import "./left.js";\nimport "./right.js";\nrun("top");\n',
        "a/left.js": 'import "../b/deep.js";\nrun("left");\n',
        "a/right.js": 'import "../b/deep.js";\nrun("right");\n',
        "b/deep.js": 'run("deep");\n',
    }
    runs = [line for line in joined("a/top.js", files).splitlines() if line.startswith("run")]
    assert runs == ['run("deep");', 'run("left");', 'run("right");', 'run("top");']


def test_names_go_from_module_to_module() -> None:
    files = {
        "a.js": 'import { one as first } from "./b.js";\nimport * as all from "./b.js";\nf(first, all);\n',
        "b.js": 'export { one } from "./c.js";\n',
        "c.js": "export const one = 1;\nexport async function two() {}\nexport class Three {}\n",
    }
    text = joined("a.js", files)
    assert "return { one: one, two: two, Three: Three };" in text
    assert "return { one: module0.one };" in text
    assert "const { one: first } = module1;" in text
    assert "const all = module1;" in text


def test_an_import_by_call_is_given_what_is_there_or_the_way_from_the_entry() -> None:
    files = {
        "a/top.js": 'import "../b/low.js";\nimport "./here.js";\n',
        "a/here.js": "export const a = 1;\n",
        "b/low.js": 'import("./later.js");\n',
    }
    assert 'import("../b/later.js")' in joined("a/top.js", files)
    files["a/top.js"] += 'import("./here.js");\n'
    assert "Promise.resolve(module1);" in joined("a/top.js", files)


@pytest.mark.parametrize(
    "source, said",
    [
        ("export default 1;\n", "export default"),
        ("export let a = 1;\n", "export let"),
        ('export * from "./b.js";\n', r"export \*"),
        ('import a from "library";\n', "import a"),
        ('import { missing } from "./b.js";\n', "missing"),
        ('import "./circle.js";\n', "circle"),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(source: str, said: str) -> None:
    files = {"a.js": source, "b.js": "export const b = 1;\n", "circle.js": 'import "./a.js";\n'}
    with pytest.raises(ValueError, match=said):
        joined("a.js", files)


def test_sheets_stand_where_they_were_imported() -> None:
    files = {
        "x/all.css": '@import "a.css";\n@import "deep.css";\nz {}\n',
        "x/a.css": "a {}\n",
        "x/deep.css": '@import "b.css";\n',
        "x/b.css": "b {}\n",
    }
    assert joining.sheet("x/all.css", files.__getitem__).split("\n") == ["a {}", "b {}", "z {}", ""]


def test_addresses_that_would_not_hold_are_refused() -> None:
    files = {"x/all.css": '@import "../y/a.css";\n', "y/a.css": "a { background: url(a.png) }\n"}
    with pytest.raises(ValueError, match=r"y/a\.css"):
        joining.sheet("x/all.css", files.__getitem__)
