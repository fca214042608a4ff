"""The one place where a domain error becomes a page; `annotator.api_errors` does the same for the API."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import errors


class PageErrors:
    """What you may not see is a 404. What went wrong with a form is a message on the page it stood on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_sign_in_in_a_part(request, response):
            # The session ended while a page was fetching its parts: have it load as a whole, which leads to sign-in.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, errors.DomainError):
            return None
        if isinstance(error, errors.NotFound):
            raise Http404(error.detail) from error
        if isinstance(error, errors.NotYourRole) or request.method in ("GET", "HEAD"):
            raise PermissionDenied(error.detail) from error
        messages.error(request, sentence(error))
        return HttpResponseRedirect(page_before(request))


def is_sign_in_in_a_part(request: HttpRequest, response: HttpResponse) -> bool:
    sign_in = resolve_url(settings.LOGIN_URL)
    return "HX-Request" in request.headers and response.headers.get("Location", "").startswith(sign_in)


def sentence(error: errors.DomainError) -> str:
    """The detail, and the reasons of its fields where there are any."""
    reasons = [reason for reasons in error.fields.values() for reason in reasons]
    return " ".join([str(error.detail), *map(str, reasons)])


def page_before(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else "/"
