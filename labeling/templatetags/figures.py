"""Rates and spans as people read them."""

from django import template
from django.utils.translation import gettext as _

from labeling.statistics.rates import Rate

register = template.Library()
NARROW = 0.02


@register.filter
def percent(rate: Rate) -> str:
    """74 %, or nothing where there is not enough data: the template says so."""
    return "" if rate.value is None else _("%(percent)s %%") % {"percent": round(100 * rate.value)}


@register.filter
def interval(rate: Rate) -> str:
    """69–79 %: where it plausibly lies."""
    if rate.low is None or rate.high is None:
        return ""
    # Hundreds of thousands of tasks tell more than whole percents.
    digits = 1 if rate.high - rate.low < NARROW else None
    return _("%(low)s–%(high)s %%") % {"low": round(100 * rate.low, digits), "high": round(100 * rate.high, digits)}


@register.filter
def span(seconds: float | None) -> str:
    """41 s, 2 min 5 s, 3 h 20 min."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < 60:
        return _("%(seconds)s s") % {"seconds": whole}
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
