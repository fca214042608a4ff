"""A person's API tokens: list, create, revoke."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.create_token import create_token
from accounts.actions.revoke_token import revoke_token
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.requests import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: SignedIn) -> HttpResponse:
    """A created token is in the answer to the POST itself: it is stored nowhere, so it cannot be shown again."""
    user = request.user
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = create_token(user=user, by=user, now=timezone.now(), name=form.cleaned_data["name"])
        form = TokenForm()
    own = ApiToken.objects.filter(user=user, revoked_at=None).order_by("-id")
    context = {"form": form, "tokens": own, "secret": secret, "address": request.build_absolute_uri("/api/projects/")}
    return render(request, "account/tokens.html", context)


@login_required
@require_POST
def revoke(request: SignedIn, token_id: int) -> HttpResponse:
    user = request.user
    revoke_token(token=get_object_or_404(ApiToken, pk=token_id, user=user), by=user, now=timezone.now())
    return redirect("tokens")
