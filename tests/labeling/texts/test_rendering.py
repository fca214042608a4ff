"""Rendering: what people should see is there, what could act is not."""

from html.parser import HTMLParser

import pytest

from labeling.texts.allowed_html import ATTRIBUTES, SCHEMES, TAGS
from labeling.texts.rendering import LONGEST_MARKDOWN, render
from tests.hostile import CORPUS


class Inspector(HTMLParser):
    """Collects every tag and attribute that a browser would meet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def inspect(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


@pytest.mark.parametrize("text", CORPUS)
def test_nothing_hostile_gets_through(text: str) -> None:
    seen = inspect(render(text))
    assert set(seen.tags) <= TAGS
    for tag, name, value in seen.attributes:
        assert name in ATTRIBUTES.get(tag, set()) | {"rel", "target"}, (tag, name)
        assert not name.startswith(("on", "style", "src"))
        if name == "href":
            scheme = value.split(":", 1)[0].lower() if ":" in value else "https"
            assert scheme in SCHEMES, value


def test_the_corpus_is_large_enough() -> None:
    assert len(set(CORPUS)) >= 100


@pytest.mark.parametrize("text", ["<b>bold</b>", "<script>alert(1)</script>", "a < b && c > d", "<ranking-task>"])
def test_markup_is_shown_as_text(text: str) -> None:
    assert inspect(render(text)).text.strip() == text


def test_markdown_of_models() -> None:
    html = render("# Title\n\n- one\n- **two**\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n~~gone~~ `code`\n\n1. x\n2. y")
    for part in ("<h1", "<li", "<strong>two</strong>", "<table", 'class="align-center"', "<s>gone</s>", "<code>code"):
        assert part in html
    assert "style=" not in html


def test_lines_of_a_poem_stay_lines() -> None:
    assert render("roses\nviolets").count("<br>") == 1


def test_code_is_coloured_by_classes() -> None:
    html = render("```python\ndef f(): return 1\n```")
    assert '<span class="k">def</span>' in html
    assert inspect(render("```nolanguage\nx < y\n```")).text.strip() == "x < y"


@pytest.mark.parametrize(
    "text", ["$x^2$", "$$x^2$$", r"\(x^2\)", "see\n\\[\nx^2\n\\]\nthere", r"\begin{align}x^2\end{align}"]
)
def test_maths_becomes_mathml(text: str) -> None:
    assert "<msup>" in render(text)


@pytest.mark.parametrize("text", ["$5 and $6", "US$20,000 and $30", r"\$1 and \$2"])
def test_money_is_not_maths(text: str) -> None:
    assert "<math" not in render(text)


def test_broken_maths_stays_as_text() -> None:
    assert inspect(render("so $\\frac{1}{$ there")).text.strip() == "so $\\frac{1}{$ there"


def test_markup_inside_maths_is_text() -> None:
    assert "<b>x</b>" in inspect(render("$\\text{<b>x</b>}$")).text


def test_links_leave_no_trace_and_images_are_not_loaded() -> None:
    html = render("[a](https://example.com/) ![chart](https://example.com/c.png) ![d](data:image/png;base64,AA)")
    assert html.count('rel="noopener noreferrer nofollow"') == 2
    assert html.count('target="_blank"') == 2
    assert "<img" not in html
    assert 'href="data:' not in html
    assert "chart</a>" in html


def test_directions_are_isolated() -> None:
    html = render("\u202eabc\n\nشرح\n\n- \u2067x")
    assert html.count('dir="auto"') >= 4


def test_nothing_is_lost_when_nested_beyond_the_parsers_limit() -> None:
    assert inspect(render("> " * 300 + "the end")).text.strip().endswith("the end")


def test_a_huge_text_is_shown_plainly() -> None:
    html = render("*a* " * (LONGEST_MARKDOWN // 4 + 1))
    assert html.startswith('<div class="plain"')


def test_an_error_of_the_parser_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> str:
        raise RuntimeError

    monkeypatch.setattr("labeling.texts.rendering.formatted", fail)
    assert inspect(render("still *here* 4711")).text == "still *here* 4711"
