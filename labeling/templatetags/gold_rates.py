"""Shares as percents."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


@register.filter
def percent_number(share: float) -> str:
    """Without the sign: the lower end of an interval."""
    return f"{100 * share:.0f}"
