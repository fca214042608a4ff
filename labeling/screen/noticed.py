"""What a labeler's screen noticed while a judgment was made: kept beside it, to tell care from haste later."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Invalid


def parse_signals(signals: Any, *, letters: Sequence[str]) -> dict[str, Any] | None:
    """Return the signals in their one form, or raise Invalid naming the place.

    seen: letter to whether that completion's end was on the screen; contradictions: pairs (rated higher, ranked
    higher) that the labeler was asked about and kept. Both may be missing; null and {} say that nothing was noticed.
    """
    if signals is None:
        return None
    if not isinstance(signals, dict) or (unknown := sorted(set(signals) - {"seen", "contradictions"})):
        detail = _("There is no such signal.") if isinstance(signals, dict) else _("It is an object.")
        place = f"signals.{unknown[0]}" if isinstance(signals, dict) else "signals"
        raise Invalid(fields={place: [detail]})
    seen, contradictions = signals.get("seen", {}), signals.get("contradictions", [])
    if not isinstance(seen, dict) or not all(
        letter in letters and isinstance(is_seen, bool) for letter, is_seen in seen.items()
    ):
        raise Invalid(fields={"signals.seen": [_("It maps letters of completions to true or false.")]})
    if not isinstance(contradictions, list) or not all(is_pair(pair, letters) for pair in contradictions):
        raise Invalid(fields={"signals.contradictions": [_("It is a list of pairs of letters.")]})
    return {"seen": seen, "contradictions": contradictions} if seen or contradictions else None


def is_pair(pair: Any, letters: Sequence[str]) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and pair[0] != pair[1]
        and all(isinstance(letter, str) and len(letter) == 1 and letter in letters for letter in pair)
    )
