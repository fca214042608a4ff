"""How programs say who they are: `Authorization: Bearer TOKEN`. On the path of every API call: one query."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.digests import digest_of
from accounts.models import ApiToken, User

if TYPE_CHECKING:  # DRF's views import the default authentication classes
    from rest_framework.views import APIView

# `last_used_at` is for people who tidy up their tokens; an UPDATE per call would be dear.
USE_NOTED_EVERY = timedelta(hours=1)


class TokenAuthentication(BaseAuthentication):
    """Signs a request in by its token. No cookie is involved, so there is nothing for CSRF to forge."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            token = ApiToken.objects.select_related("user").get(
                digest=digest_of(secret.strip()), revoked_at=None, user__is_active=True
            )
        except ApiToken.DoesNotExist:
            raise AuthenticationFailed("This token is unknown, revoked, or its person is no longer active.") from None
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def exports_scope(request: Request) -> str:
    """The slug of the one project whose exports this request may read; empty: no such limit."""
    return request.auth.exports_of if isinstance(request.auth, ApiToken) else ""


class WithinTokenScope(BasePermission):
    """Keeps a token for exports to what is marked `readable_with_export_token = True`, for reading.

    Which project's exports is for those views to check, with `exports_scope`.
    """

    message = "This token can only read the exports of one project."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not exports_scope(request):
            return True
        return request.method in SAFE_METHODS and getattr(view, "readable_with_export_token", False)
