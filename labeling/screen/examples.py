"""Texts to try a screen on before any prompt has come in. Nothing of them is ever stored."""

from typing import Any

from django.utils.translation import gettext as _

DEFAULT_CARDS = 4


def prompt() -> list[dict[str, Any]]:
    return [{"role": "user", "content": _("Why are there tides? Explain it to a ten-year-old.")}]


def completions(count: int) -> list[str]:
    """Up to nine answers, good and bad ones, long and short ones."""
    texts = [
        _(
            "The Moon pulls on the Earth. The water of the oceans gives way to that pull, so it **bulges** a little on "
            "the side of the Moon. As the Earth turns, your beach passes through the bulge: that is high tide."
        ),
        _("Tides are caused by gravity."),
        trampoline(),
        _("Because the wind blows the water onto the beach in the morning and back into the sea in the evening."),
        _("The Moon! It tugs at the sea like a magnet, and the sea follows it around the world."),
        _("I cannot help with questions about the ocean."),
        _(
            "Both the Moon and the Sun pull at the sea. When they pull in one line, at full and at new moon, the tides "
            "are strongest; sailors call them spring tides."
        ),
        _("Tides? They are when the water comes and goes. It just does that."),
        _(
            "The height of the tide is $h = a \\cos(\\omega t)$, where $\\omega$ belongs to the lunar day of 24 h "
            "50 min."
        ),
    ]
    return texts[:count]


def trampoline() -> str:
    """One with a list in it."""
    steps = [_("The Moon is the ball."), _("The sea is the cloth."), _("Where the ball is, the cloth moves.")]
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
    first, last = _("Imagine a trampoline with a ball on it:"), _("So the sea goes up and down **twice a day**.")
    return f"{first}\n\n{numbered}\n\n{last}"


def cards_for(ranking: dict[str, Any]) -> int:
    """Two where the settings are made for pairs, else four."""
    is_for_pairs = ranking.get("strength") and not ranking.get("strength_beyond_pairs")
    return 2 if is_for_pairs or ranking.get("acceptability") == "both_bad" else DEFAULT_CARDS
