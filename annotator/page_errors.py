"""The one place where a domain error becomes a page; `annotator.api_errors` does the same for the API."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import errors


class PageErrors:
    """What you may not see is a 404. What went wrong with a form is a message on the page it stood on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, errors.DomainError):
            return None
        if isinstance(error, errors.NotFound):
            raise Http404(error.detail) from error
        if isinstance(error, errors.NotYourRole) or request.method in ("GET", "HEAD"):
            raise PermissionDenied(error.detail) from error
        messages.error(request, sentence(error))
        return HttpResponseRedirect(page_before(request))


def sentence(error: errors.DomainError) -> str:
    """The detail, and the reasons of its fields where there are any."""
    reasons = [reason for reasons in error.fields.values() for reason in reasons]
    return " ".join([str(error.detail), *map(str, reasons)])


def page_before(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else "/"
