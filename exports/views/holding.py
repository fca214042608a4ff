"""What `labeling` shows of exports beside a person: it knows nothing of exports."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.models import User
from accounts.requests import SignedIn
from exports.holding import holding
from labeling import permissions
from labeling.moments import read_moment

MOST_SHOWN = 10


@login_required
@require_safe
def holding_work(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """The exports that hold this person's work, since a moment or all of it."""
    project = permissions.manager_of(request.user, slug).project
    if "\0" in username:  # PostgreSQL refuses to look for it
        raise NotFound
    labeler = get_object_or_404(User, username=username, memberships__project=project)
    since = read_moment(request.GET.get("since", ""))
    exports = holding(project, labeler.pk, since=since)
    context = {"project": project, "exports": exports[:MOST_SHOWN], "more": max(len(exports) - MOST_SHOWN, 0)}
    return render(request, "exports/_holding.html", context)
