"""The design tokens keep WCAG AA in both themes: 4.5:1 for text, 3:1 for what only draws a boundary."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "annotator" / "static" / "annotator" / "tokens.css"
THEMES = ("light", "dark")
SURFACES = ("sunken", "paper", "surface", "raised", "hover")
TEXT = [
    *((ink, surface) for ink in ("ink", "ink-soft", "ink-faint", "accent", "accent-strong") for surface in SURFACES),
    *((ink, "accent-wash") for ink in ("ink", "ink-soft", "accent", "accent-strong")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bad", "bad"),
    *((mark, surface) for mark in ("good", "warn", "bad") for surface in SURFACES),
    *((mark, f"{mark}-wash") for mark in ("good", "warn", "bad")),
    *(("ink", f"{mark}-wash") for mark in ("good", "warn", "bad")),
    ("ink", "accent-line"),
]
BOUNDARIES = [("line-strong", surface) for surface in ("paper", "surface", "raised")]


def colours(theme: str) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text())
    return {name: (light if theme == "light" else dark) for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_is_readable(theme: str, ink: str, surface: str) -> None:
    named = colours(theme)
    assert contrast(named[ink], named[surface]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "surface"), BOUNDARIES)
def test_boundaries_of_controls_are_seen(theme: str, line: str, surface: str) -> None:
    named = colours(theme)
    assert contrast(named[line], named[surface]) >= 3
