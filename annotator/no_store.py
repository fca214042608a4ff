"""What was made for one person stays out of every cache, unless a view says otherwise (ASVS 14.3.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStore:
    """Stands inside of whitenoise, whose static files are for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
