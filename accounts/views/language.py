"""The switch of languages: on the account for whoever is signed in, in a cookie for this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.actions.change_preferences import change_preferences
from accounts.models import User


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    language = request.POST.get("language")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        change_preferences(user=request.user, changes={"language": language})
    return set_language(request)
