"""Every address of the site with its parameters, read from the URLconf."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Routes as urls.py writes them: "api/projects/<slug:slug>/"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def fill(route: str, values: dict[str, Any]) -> str:
    """The path of a route with these values for its parameters."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)
