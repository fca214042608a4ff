"""What `labeling` shows of exports beside a person: it knows nothing of exports."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.models import User
from accounts.requests import SignedIn
from exports.holding import holding
from labeling import permissions

MOST_SHOWN = 10


@login_required
@require_safe
def holding_work(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """The exports that hold this person's work, since a moment or all of it."""
    project = permissions.manager_of(request.user, slug).project
    if "\0" in username:  # PostgreSQL refuses to look for it
        raise NotFound
    labeler = get_object_or_404(User, username=username, memberships__project=project)
    since = moment_of(request.GET.get("since", ""))
    exports = holding(project, labeler.pk, since=since)
    context = {"project": project, "exports": exports[:MOST_SHOWN], "more": max(len(exports) - MOST_SHOWN, 0)}
    return render(request, "exports/_holding.html", context)


def moment_of(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return make_aware(moment) if moment is not None and is_naive(moment) else moment
