"""What a request is to the type checker, behind `login_required`."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from accounts.models import ApiToken, User


class SignedIn(HttpRequest):
    user: User
    htmx: HtmxDetails


class ApiRequest(Request):
    """A request to the API that its permission classes let through: somebody is signed in."""

    user: User
    auth: ApiToken | None
