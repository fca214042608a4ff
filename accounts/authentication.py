"""How programs say who they are: `Authorization: Bearer TOKEN`. On the path of every API call: one query."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = find_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked, or its person is no longer active."))
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def column_list(table: str, names: list[str]) -> str:
    return ", ".join(f'{table}."{name}"' for name in names)


TOKEN_COLUMNS = [field.column for field in ApiToken._meta.concrete_fields]
# What a program needs of its person. The rest is loaded when asked for: preferences would have to be parsed.
USER_COLUMNS = [
    field.column for field in User._meta.concrete_fields if field.column not in ("preferences", "password", "email")
]


# Said in SQL: composing this query anew was a quarter of a call's time in the web process (profiled).
FIND_TOKEN = f"""
    SELECT {column_list("t", TOKEN_COLUMNS)}, {column_list("u", USER_COLUMNS)}
    FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
    WHERE t.digest = %s AND t.revoked_at IS NULL AND u.is_active
"""  # noqa: S608 - made of our own column names


def find_token(secret: str) -> ApiToken | None:
    """The token in force with its person, who must be active."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_TOKEN, [digest_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    width = len(TOKEN_COLUMNS)
    token = ApiToken(*row[:width])
    # As the ORM would load them: saving either must be an UPDATE.
    token.user = User.from_db(connection.alias, USER_COLUMNS, row[width:])
    token._state.adding = False
    return token


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

    message = gettext_lazy("This token can only read the exports of one project.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not exports_scope(request):
            return True
        return request.method in SAFE_METHODS and getattr(view, "readable_with_export_token", False)
