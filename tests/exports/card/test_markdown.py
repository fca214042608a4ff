"""Texts of people within the card: whatever they hold, they end nothing and start nothing."""

import pytest
from markdown_it import MarkdownIt

from exports.card.markdown import block, code, table

READER = MarkdownIt("commonmark", {"html": True}).enable("table")
NASTY = [
    "```\n# Title\n```", "````", "~~~", "---", "---\nlicense: mit\n---", "a: # b", "<script>alert(1)</script>",
    "<!-- ", "</code></pre><b>", "`", "``x", "x`", "a | b", "\\|", "\\", "[x](javascript:alert(1))",
    "![](http://x/y)", "line\u2028---\u2029\x85```", "\u202egnp.exe", "*b* _i_", "&lt;", "\r\n---\r\n", " ",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_block_holds_its_text_and_ends_after_it(text: str):
    tokens = READER.parse(f"before\n\n{block(text)}\n\nafter")
    assert [token.type for token in tokens] == [
        "paragraph_open", "inline", "paragraph_close", "fence", "paragraph_open", "inline", "paragraph_close",
    ]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_code_is_one_piece_of_code(text: str):
    tokens = READER.parse(f"a {code(text)} b")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert [token.type for token in tokens[1].children or []] in (["text", "code_inline", "text"], ["text"])


@pytest.mark.parametrize("text", NASTY)
def test_a_cell_stays_in_its_cell(text: str):
    tokens = READER.parse("\n".join(table(["a", "b"], [[code(text), "1"], ["2", "3"]])))
    cells = [token for token in tokens if token.type == "td_open"]
    assert len(cells) == 4
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "code_inline"}


def test_a_bar_is_read_back_as_a_bar():
    tokens = READER.parse("\n".join(table(["a"], [[code("x | y")]])))
    assert [child.content for token in tokens for child in token.children or [] if child.type == "code_inline"] == [
        "x | y"
    ]


def test_what_cannot_be_seen_is_blank_and_what_is_long_is_cut():
    assert code("a\u202eb\nc") == "`a b c`"
    assert code("x" * 300) == "`" + "x" * 199 + "…`"
