"""The page behind a sign-in link: looking at it changes nothing, the button signs in."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.use_sign_in_link import LinkGone, find_link, use_sign_in_link

# Set by a link, cleared by a new password: who comes by a link may set one without knowing the old.
BY_LINK = "signed_in_by_link"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows a button, since chat programs fetch links to preview them; POST uses the link up."""
    now = timezone.now()
    try:
        if request.method != "POST":
            return render(request, "account/link.html", {"person": find_link(secret=secret, now=now).user})
        user = use_sign_in_link(secret=secret, now=now)
    except LinkGone:
        return render(request, "account/link_gone.html", status=404)
    login(request, user)
    request.session[BY_LINK] = True
    return redirect("/" if user.has_usable_password() else "account_change_password")
