"""What a request is to the type checker, behind `login_required`."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedIn(HttpRequest):
    user: User
    htmx: HtmxDetails
