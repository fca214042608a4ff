"""What can go wrong, by kind. Actions raise subclasses defined in their own modules.

`annotator.api_errors` turns them into a status and JSON, pages into a message. They stand in the lowest
layer so that every app can raise them.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something a person can understand and act upon.

    `code` is for programs and never changes; `detail` is one sentence for people; `fields` maps a
    field's name to the reasons why it was refused; `extra` holds further keys of the API's answer.
    """

    code = "error"
    # A lazy text on the class, a string on what was raised.
    detail: Any = _("Something went wrong.")

    def __init__(self, detail: str | Promise = "", *, fields: dict[str, list[str]] | None = None) -> None:
        # Here and now: in the language of the one whose request it is.
        self.detail = str(detail or self.detail)
        self.fields = {name: [str(reason) for reason in reasons] for name, reasons in (fields or {}).items()}
        self.extra: dict[str, Any] = {}
        super().__init__(self.detail)


class Invalid(DomainError):
    """Bad input: HTTP 400."""

    code = "invalid"
    detail: Any = _("The input is not valid.")


class NotYourRole(DomainError):
    """Known to the asker, but not theirs to do: HTTP 403."""

    code = "not_your_role"
    detail: Any = _("Your role does not allow this.")


class NotFound(DomainError):
    """Not there, or not for the asker to know: HTTP 404."""

    code = "not_found"
    detail: Any = _("Not found.")


class Conflict(DomainError):
    """At odds with what is already there: HTTP 409."""

    code = "conflict"
    detail: Any = _("This conflicts with the present state.")


class TooLarge(DomainError):
    """More than the stated limit: HTTP 413."""

    code = "too_large"
    detail: Any = _("This is larger than allowed.")


class Unavailable(DomainError):
    """Something that we lean on does not answer, or not as it should: HTTP 503."""

    code = "unavailable"
    detail: Any = _("This does not answer at present. Try again soon.")


class UnknownFormat(DomainError):
    """A file or body of a kind that is not read here: HTTP 415."""

    code = "unknown_format"
    detail: Any = _("This format is not known.")


class TooMany(DomainError):
    """Asked for more at once than anybody gets: HTTP 429."""

    code = "too_many_requests"
    detail: Any = _("Too many requests. Try again in a minute.")
    # Seconds after which asking again makes sense.
    retry_after = 1
