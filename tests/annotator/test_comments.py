"""Comments go, whatever only looks like one stays."""

import pytest

from annotator.comments import script_without_comments, sheet_without_comments


@pytest.mark.parametrize(
    "code",
    [
        'const a = "/* no */ // no";',
        "const a = '\\'// no';",
        'const a = "\\\\"; const b = "// no";',
        "const a = `/* no */ // no\n    and ${`nested // no`} ${{ b: '}' }.b} // no`;",
        "const a = `${b.replace(/[`'\"/]/g, (c) => `\\`${c}`)} // no`;",
        "const a = /[/*]\"/;",
        "const a = /\\/\\*'/g.test(b);",
        "return /^https?:\\/\\//.test(a);",
        "const a = [/'/, /`/u];",
        "f(/'/);",
        "a = b / c; d = '// no' / 2;",
        "a = (b) / c / d;",
        "a = b[0] / c; d = \"//\";",
    ],
)  # fmt: skip
def test_scripts_without_comments_stay_as_they_are(code: str) -> None:
    assert script_without_comments(f"{code}\n") == f"{code}\n"


@pytest.mark.parametrize(
    "source, shorter",
    [
        ("// @ts-check\n/** What. */\n\nconst a = 1; // one\n", "const a = 1;\n"),
        ("const a = /* what\nso ever */ 1;\n", "const a =\n1;\n"),
        ("return/* a\n*/1\n", "return\n1\n"),
        ("let/**/a\n", "let a\n"),
        (
            "function f() {\n    // it's\n\n    return /** @type {any} */ (1);\n}\n",
            "function f() {\nreturn   (1);\n}\n",
        ),
        ("a /* ` */ / b // '\n", "a   / b\n"),
    ],
)
def test_comments_and_indentation_of_scripts_go(source: str, shorter: str) -> None:
    assert script_without_comments(source) == shorter


@pytest.mark.parametrize("source", ["const a = 'b\n';\n", "const a = `b;\n", "const a = `${b;\n"])
def test_a_script_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="does not end"):
        script_without_comments(source)


@pytest.mark.parametrize(
    "source, shorter",
    [
        ("/* a */\na {\n  color: red; /* b */\n}\n", "a {\ncolor: red;\n}\n"),
        ('a::before {\n  content: "/* no */";\n}\n', 'a::before {\ncontent: "/* no */";\n}\n'),
        ("a { b: url(x/*y*/z) }\n", "a { b: url(x/*y*/z) }\n"),
        ("a/* b */.c {}\n", "a.c {}\n"),
    ],
)
def test_comments_and_indentation_of_sheets_go(source: str, shorter: str) -> None:
    assert sheet_without_comments(source) == shorter
