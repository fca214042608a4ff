"""The handlers of urls.py: pages that say what to do, and JSON under /api/."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

CODES = {400: "invalid", 403: "not_your_role", 404: "not_found", 429: "too_many_requests", 500: "server_error"}
DETAILS = {
    400: _("The request is not valid."),
    403: _("Not allowed."),
    404: _("Not found."),
    429: _("Too many requests. Try again in a minute."),
    500: _("Something went wrong on the server. The error has been logged."),
}
RETRY_AFTER_SECONDS = "60"


def answer(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """The error in the form that the asker reads."""
    if request.path.startswith("/api/"):
        body = {"error": CODES[status], "detail": detail or str(DETAILS[status]), "fields": {}}
        return JsonResponse(body, status=status)
    return render(request, f"{status}.html", {"detail": detail}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The sentence of `PermissionDenied`, where the view said why."""
    return answer(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = answer(request, 429)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Leans on nothing that may be what is broken: no database, no session, no context."""
    if request.path.startswith("/api/"):
        return answer(request, 500)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from elsewhere, or the page stood open over a sign-in."""
    return render(request, "403_csrf.html", status=403)
