"""What an adaptive overlap may be: on which tasks, and with which numbers."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Invalid
from labeling.kinds import KINDS
from labeling.kinds.form import is_whole
from labeling.models import Split

# HelpSteer2's numbers (arXiv 2406.08673): three labels, up to two more. No splits, no batches: all of them.
DEFAULTS: dict[str, Any] = {
    "splits": [], "batches": [], "share": 1.0, "start": 3, "more": 2, "agreement": 0.67, "spread": 2,
}  # fmt: skip
MOST_LABELS = 20
MOST_BATCHES = 100


def check_adaptive(adaptive: Any, *, kind: str) -> dict[str, Any] | None:
    """Return it with every default filled in, None for off; raises Invalid naming the key that does not fit."""
    if adaptive is None:
        return None
    if not isinstance(adaptive, dict):
        raise refuse("", _("It is null, or an object."))
    if not KINDS[kind].most_cards:
        raise refuse("", _("There is nothing to compare: this kind of project has no completions to judge."))
    if unknown := sorted(set(adaptive) - set(DEFAULTS)):
        raise refuse(unknown[0], _("Unknown key."))
    whole = DEFAULTS | adaptive
    check_names(whole)
    check_share(whole, "share", 0.001, 1)
    check_share(whole, "agreement", 0, 1)
    check_whole(whole, "start", 2, MOST_LABELS)
    check_whole(whole, "more", 1, MOST_LABELS)
    check_whole(whole, "spread", 0, 1000)
    return whole


def check_names(whole: dict[str, Any]) -> None:
    splits, batches = whole["splits"], whole["batches"]
    if not isinstance(splits, list) or not all(one in Split.values for one in splits):
        raise refuse("splits", _("A list out of: %(choices)s.") % {"choices": ", ".join(Split.values)})
    is_list = isinstance(batches, list) and len(batches) <= MOST_BATCHES
    if not is_list or not all(isinstance(name, str) and "\0" not in name for name in batches):
        raise refuse("batches", _("A list of at most %(most)s names of batches.") % {"most": MOST_BATCHES})


def check_share(whole: dict[str, Any], key: str, least: float, most: float) -> None:
    value = whole[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise refuse(key, _("A number from %(least)s to %(most)s.") % {"least": least, "most": most})


def check_whole(whole: dict[str, Any], key: str, least: int, most: int) -> None:
    if not is_whole(whole[key]) or not least <= whole[key] <= most:
        raise refuse(key, _("A whole number from %(least)s to %(most)s.") % {"least": least, "most": most})


def refuse(key: str, why: str) -> Invalid:
    return Invalid(fields={f"adaptive.{key}" if key else "adaptive": [why]})
