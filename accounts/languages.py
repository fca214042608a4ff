"""In which language a person reads: what they chose on their account goes ahead of cookie and browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import User


class LanguageOfPerson:
    """Stands inside of LocaleMiddleware, which has chosen by cookie and Accept-Language, and of authentication.

    Scripts with a token have no session: they get what their Accept-Language asks for, else English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            language = request.user.preferences.get("language")
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return self.get_response(request)
