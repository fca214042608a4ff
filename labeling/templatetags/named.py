"""`{{ flag|named:flag_names }}`: what people call something that texts and tables know by a name of its own."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name) if names else name
