"""Texts of models and people as safe HTML: Markdown, highlighted code, maths as MathML, the sanitiser last.

`render` is the only way from a stored text to markup. It never raises: what cannot be read as Markdown, code or
maths stays there as text. Remote images are shown as links, so that reading a completion calls no one.
"""

import logging
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import tostring

import nh3
from django.utils.safestring import SafeString
from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.texmath import texmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from labeling.texts.allowed_html import ATTRIBUTES, SCHEMES, TAGS

# Beyond these a text is shown plainly: a labeler's page must come at once whatever a model wrote.
LONGEST_MARKDOWN = 200_000
LONGEST_CODE = 50_000
LONGEST_MATHS = 4_000
LONGEST_CACHED = 20_000
DEEPEST = 40
# Blocks whose direction the browser takes from their own first strong letter; each also isolates its bidi controls.
BLOCKS = {
    "paragraph_open", "heading_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open",
    "table_open", "th_open", "td_open",
}  # fmt: skip

logger = logging.getLogger(__name__)
formatter: "HtmlFormatter[str]" = HtmlFormatter(nowrap=True)


def render(text: str) -> SafeString:
    """Return `text`, read as Markdown, as sanitised HTML. Equal texts give equal bytes."""
    if len(text) > LONGEST_CACHED:
        return _render(text)
    return _render_cached(text)


def render_plain(text: str) -> SafeString:
    """Return `text` as it was written, as safe HTML: for projects in which looks may not win."""
    return SafeString(sanitise(plain(text)))


def _render(text: str) -> SafeString:
    try:
        html = formatted(text) if len(text) <= LONGEST_MARKDOWN else plain(text)
    except Exception:  # whatever a parser trips over, the labeler still reads the text
        logger.warning("A text could not be read as Markdown; it is shown plainly.", exc_info=True)
        html = plain(text)
    return SafeString(sanitise(html))


_render_cached = lru_cache(maxsize=1024)(_render)


def formatted(text: str) -> str:
    tokens = markdown.parse(text)
    # Beyond its limit the parser drops what is nested deeper; nothing may be missing from what people judge.
    if any(token.level >= DEEPEST for token in tokens):
        return plain(text)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def plain(text: str) -> str:
    return f'<div class="plain" dir="auto">{escape(text)}</div>'


def sanitise(html: str) -> str:
    """Have the last word: only what the allow-list names gets through, whoever wrote the HTML before."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}}, generic_attribute_prefixes=set(),
        attribute_filter=lambda _tag, name, value: value if name != "href" or is_address(value) else None,
    )  # fmt: skip


def is_address(url: str) -> bool:
    """Whether it names a place outside: a model's relative links would lead into this site."""
    return url.lower().startswith(("http://", "https://", "mailto:"))


def highlighted(code: str, language: str, _attributes: str) -> str:
    """Colour code by CSS classes; an empty answer makes markdown-it escape it as it is."""
    if not language or len(code) > LONGEST_CODE:
        return ""
    try:
        return str(highlight(code, get_lexer_by_name(language, stripnl=False), formatter))
    except ClassNotFound:
        return ""


def maths(source: str, *, is_block: bool) -> str:
    """Return MathML for TeX, or the TeX itself when it cannot be read."""
    source = source.strip()
    try:
        if not source or len(source) > LONGEST_MATHS:
            raise ValueError("nothing, or too long to be a formula")
        element = convert_to_element(source, display="block" if is_block else "inline")
        # The library writes entities into its texts and then unescapes the whole, markup of the TeX included.
        for part in element.iter():
            part.text = unescape(part.text) if part.text else part.text
        return tostring(element, encoding="unicode")
    except Exception:  # latex2mathml raises a dozen kinds, RecursionError among them
        delimiter = "$$" if is_block else "$"
        return f'<code class="tex">{escape(delimiter + source + delimiter)}</code>'


def _inline_maths(_: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    return maths(tokens[index].content, is_block=tokens[index].type == "math_inline_double")


def _block_maths(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    return f'<div class="maths">{maths(tokens[index].content, is_block=True)}</div>\n'


def _bracket_maths(state: StateInline, silent: bool) -> bool:
    r"""Read \[ ... \] inside a paragraph, where models write it most, as display maths."""
    if not state.src.startswith("\\[", state.pos) or (end := state.src.find("\\]", state.pos + 2)) < 0:
        return False
    if not silent:
        state.push("math_inline_double", "math", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Name an image and link to it. It is never loaded: its server would learn who reads what, and when."""
    token = tokens[index]
    alt = escape(self.renderInlineAsText(token.children or [], options, env)) or "image"
    source = str(token.attrs.get("src", ""))
    if not is_address(source):
        return f'<span class="image">{alt}</span>'
    return f'<a class="image" href="{escape(source)}">{alt}</a>'


def _table(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    """Let wide tables scroll by themselves, with the keyboard too."""
    return '<div class="wide" tabindex="0"><table dir="auto">' if tokens[index].nesting == 1 else "</table></div>"


def _mark_directions(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in BLOCKS:
            token.attrSet("dir", "auto")
            _align_by_class(token)


def _align_by_class(token: Token) -> None:
    """The table plugin aligns by a style attribute, which the policy forbids."""
    style = str(token.attrs.pop("style", ""))
    if style.startswith("text-align:"):
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def _reader() -> MarkdownIt:
    options: dict[str, Any] = {"html": False, "linkify": False, "breaks": True, "highlight": highlighted}
    reader = MarkdownIt("commonmark", options | {"maxNesting": DEEPEST + 10}).enable(["table", "strikethrough"])
    reader.validateLink = is_address  # type: ignore[method-assign]
    # "$5 and $6" is money: no blank next to a dollar sign inside, no digit next to it outside.
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    reader.use(texmath_plugin, delimiters="brackets")
    reader.use(amsmath_plugin)
    reader.inline.ruler.before("escape", "bracket_maths", _bracket_maths)
    for name in ("math_inline", "math_inline_double", "math_single"):
        reader.add_render_rule(name, _inline_maths)
    for name in ("math_block", "math_block_eqno", "math_block_label", "amsmath"):
        reader.add_render_rule(name, _block_maths)
    reader.add_render_rule("image", _image)
    reader.add_render_rule("table_open", _table)
    reader.add_render_rule("table_close", _table)
    reader.core.ruler.push("directions", _mark_directions)
    return reader


markdown = _reader()
