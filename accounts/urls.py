"""Signing in and out, and a person's own pages. Of allauth only what is used here is reachable."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views import account, sign_in_link, tokens

forms_only = require_http_methods(["GET", "POST"])

urlpatterns = [
    path("sign-in/", forms_only(allauth_views.login), name="account_login"),
    path("sign-in/inactive/", require_safe(allauth_views.account_inactive), name="account_inactive"),
    path("sign-in/link/<str:secret>/", sign_in_link.sign_in_link, name="sign_in_link"),
    path("sign-out/", forms_only(allauth_views.logout), name="account_logout"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="account_change_password"),
    path("account/preferences/", account.preferences, name="preferences"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
