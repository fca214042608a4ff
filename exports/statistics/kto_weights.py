"""How the two sides of KTO's loss are balanced: weight x count of good to that of bad from 1:1 to 4:3, as TRL says."""

from typing import Any


def kto_weights(good: int, bad: int) -> dict[str, Any]:
    """The counts, and weights that bring them into balance: the scarcer side counts more, the other stays at 1.

    `from` and `to` say how far the weight may go. One class alone teaches nothing: there is no weight then.
    """
    told: dict[str, Any] = {"desirable": good, "undesirable": bad}
    if not good or not bad:
        return told | {"weights": None}
    desirable, undesirable = span(1, 1), span(1, 1)
    if good < bad:
        desirable = span(bad / good, 4 * bad / (3 * good))
    elif 3 * good > 4 * bad:
        undesirable = span(3 * good / (4 * bad), good / bad)
    return told | {"weights": {"desirable_weight": desirable, "undesirable_weight": undesirable}}


def span(low: float, high: float) -> dict[str, float]:
    return {"from": round(low, 4), "to": round(high, 4)}
