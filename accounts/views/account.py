"""A person's own pages: name, password, theme and other preferences."""

from typing import Any

import orjson
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.change_password import change_password
from accounts.actions.change_preferences import InvalidPreference, change_preferences
from accounts.actions.change_profile import change_profile
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.requests import SignedIn
from accounts.views.sign_in_link import BY_LINK


@login_required
@require_http_methods(["GET", "POST"])
def account(request: SignedIn) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid():
        change_profile(user=user, display_name=form.cleaned_data["display_name"], by=user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "account/account.html", {"form": form})


@sensitive_post_parameters()
@login_required
@rate_limit(action="change_password")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def password(request: SignedIn) -> HttpResponse:
    user = request.user
    form = password_form(request)
    if request.method == "POST" and form.is_valid():
        change_password(user=user, password=form.cleaned_data["new_password1"], by=user, now=timezone.now())
        # This session goes on, with another key; all others end.
        update_session_auth_hash(request, user)
        request.session.pop(BY_LINK, None)
        messages.success(request, _("Your new password is set."))
        return redirect("/")
    return render(request, "account/password.html", {"form": form, "knows_old": "old_password" in form.fields})


def password_form(request: SignedIn) -> "SetPasswordForm[User]":
    """Asks for the old password, unless there is none or the person came by a sign-in link."""
    user = request.user
    needs_old = user.has_usable_password() and BY_LINK not in request.session
    form = (PasswordChangeForm if needs_old else SetPasswordForm)(user, request.POST or None)
    form.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
    return form


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what the screens send as JSON, or what the form of the account menu sends, which then wants to go back.

    Who is not signed in has nothing to keep it on: their browser remembers by itself.
    """
    changes = sent_changes(request)
    if not isinstance(changes, dict):
        return JsonResponse({"error": "invalid", "detail": _("Send one JSON object."), "fields": {}}, status=400)
    back = changes.pop("next", "")
    if isinstance(request.user, User):
        try:
            change_preferences(user=request.user, changes=changes)
        except InvalidPreference as error:
            body = {"error": error.code, "detail": str(error.detail), "fields": error.fields}
            return JsonResponse(body, status=400)
    if isinstance(back, str) and url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(back)
    return HttpResponse(status=204)


def sent_changes(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        return orjson.loads(request.body)
    except ValueError:
        return None
