"""Shares as percents."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    return f"{100 * share:.0f} %"
