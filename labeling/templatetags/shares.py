"""Bare shares as people read them; a rate with its interval is for `figures`."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def share(value: float) -> str:
    """0.74 as 74 %."""
    return _("%(percent)s %%") % {"percent": round(100 * value)}
