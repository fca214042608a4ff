"""The page behind an invitation: looking at it changes nothing, the button joins."""

from allauth.core.internal.ratelimit import consume, respond_429
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.models import User
from accounts.views.sign_in_link import BY_LINK
from labeling.actions import accept_invitation
from labeling.actions.accept_invitation import InvitationGone, WasRemoved
from labeling.forms.people import JoinForm


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds no working link learns nothing, and only so many tries a minute."""
    try:
        if request.method == "POST":
            return join_now(request, secret)
        invitation = accept_invitation.find_invitation(secret=secret, now=timezone.now())
        if isinstance(request.user, User) and accept_invitation.was_removed(invitation, request.user):
            raise WasRemoved
    except WasRemoved:
        return render(request, "labeling/was_removed.html", status=403)
    except InvitationGone:
        if not allows(request, "join_failed"):
            return too_many(request)
        return render(request, "labeling/invitation_gone.html", status=404)
    return render(request, "labeling/join.html", {"invitation": invitation, "form": JoinForm()})


def join_now(request: HttpRequest, secret: str) -> HttpResponse:
    now = timezone.now()
    if not allows(request, "join"):
        return too_many(request)
    if isinstance(request.user, User):
        invitation = accept_invitation.join(secret=secret, user=request.user, now=now)
        return redirect("labeling:label", slug=invitation.project.slug)
    invitation, form = accept_invitation.find_invitation(secret=secret, now=now), JoinForm(request.POST)
    if form.is_valid():
        try:
            person, _used = accept_invitation.join_as_newcomer(secret=secret, name=form.cleaned_data["name"], now=now)
        except InvitationGone:
            raise
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            return welcome(request, person)
    return render(request, "labeling/join.html", {"invitation": invitation, "form": form}, status=400)


def welcome(request: HttpRequest, person: User) -> HttpResponse:
    """Signed in; without a password nobody could come back, and its page tells them the name to sign in with."""
    login(request, person)
    request.session[BY_LINK] = True
    return redirect("account_change_password")


def allows(request: HttpRequest, action: str) -> bool:
    """Whether this address may try once more."""
    return bool(consume(request, app="labeling", action=action, config=settings.JOIN_RATE_LIMITS, limit_get=True))


def too_many(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = respond_429(request)
    return answer
