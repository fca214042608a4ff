"""What rendered texts may consist of. Nothing here can load, run, style or navigate by itself."""

MATHS = {
    "math", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "none", "semantics",
}  # fmt: skip
# maction is missing on purpose, it reacts to clicks. The attributes below size and space:
# none of them takes an address.
MATHS_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathcolor", "mathsize", "mathvariant", "maxsize",
    "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy",
    "symmetric", "voffset", "width",
}  # fmt: skip
TEXT = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

TAGS = TEXT | MATHS
ATTRIBUTES: dict[str, set[str]] = {
    **dict.fromkeys(MATHS, MATHS_ATTRIBUTES),
    **{tag: {"dir"} for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "blockquote", "table")},
    "ol": {"dir", "start"},
    "th": {"dir", "class"},
    "td": {"dir", "class"},
    "div": {"dir", "class", "tabindex"},
    "span": {"class"},
    "code": {"class"},
    "a": {"href", "title", "class", "target"},
}
SCHEMES = {"http", "https", "mailto"}
