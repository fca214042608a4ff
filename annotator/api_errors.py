"""The one place where an error becomes a status and JSON: {"error", "detail", "fields"}."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from accounts import errors

STATUS = {
    errors.Invalid: 400,
    errors.NotYourRole: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.UnknownFormat: 415,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
CODES = {401: "not_signed_in", 403: "not_your_role", 404: "not_found", 405: "method_not_allowed", 406: "not_acceptable"}
# What takes up a restarted database again (measured with ./run: 3 seconds).
RETRY_AFTER_SECONDS = "5"

logger = logging.getLogger(__name__)


def to_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every expected error in the one shape; the unexpected stay 500 for Django to report."""
    if isinstance(error, errors.DomainError):
        status = next(code for kind, code in STATUS.items() if issubclass(type(error), kind))
        body = {"error": error.code, "detail": str(error.detail), "fields": error.fields, **error.extra}
        wait = {"Retry-After": str(error.retry_after)} if isinstance(error, errors.TooMany) else None
        return Response(body, status=status, headers=wait)
    if isinstance(error, OperationalError | InterfaceError):
        # The driver's text names host and user: it belongs into the log.
        logger.error("The database did not answer: %s", error, exc_info=error)
        body = {"error": "unavailable", "detail": _("The database does not answer. Try again soon."), "fields": {}}
        return Response(body, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    return Response(describe(error), status=error.status_code, headers=headers_of(error))


def describe(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return {"error": "invalid", "detail": _("The input is not valid."), "fields": field_reasons(error.detail)}
    code = CODES.get(error.status_code, str(error.default_code))
    return {"error": code, "detail": str(error.detail), "fields": {}}


def field_reasons(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Flatten DRF's nested reasons to {"a.b": ["why"]}."""
    if isinstance(detail, dict):
        reasons: dict[str, list[str]] = {}
        for key, value in detail.items():
            reasons |= field_reasons(value, f"{name}.{key}" if name else str(key))
        return reasons
    if isinstance(detail, list) and any(isinstance(part, (dict, list)) for part in detail):
        reasons = {}
        for index, part in enumerate(detail):
            reasons |= field_reasons(part, f"{name}.{index}") if part else {}
        return reasons
    return {name: [str(reason) for reason in (detail if isinstance(detail, list) else [detail])]}


def headers_of(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if (challenge := getattr(error, "auth_header", None)) is not None:
        headers["WWW-Authenticate"] = challenge
    return headers
