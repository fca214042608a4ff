"""The overview of a project: the page, and its moving part."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from accounts.zones import zone_of
from labeling import permissions
from labeling.kinds import KINDS
from labeling.models import Membership, Role
from labeling.overview import overview
from labeling.views.projects import NEXT_STATES


@login_required
@require_safe
def dashboard(request: SignedIn, slug: str) -> HttpResponse:
    """How the project goes. Reviewers have no use for its figures: they land on what waits for a review."""
    membership = permissions.membership(request.user, slug)
    if membership.role == Role.REVIEWER:
        return redirect("labeling:reviews", slug=slug)
    membership = permissions.manager_of(request.user, slug)
    return render(request, "labeling/dashboard.html", context_of(request, membership))


@login_required
@require_safe
def live(request: SignedIn, slug: str) -> HttpResponse:
    """The moving part, fetched every few seconds."""
    membership = permissions.manager_of(request.user, slug)
    return render(request, "labeling/overview/_live.html", context_of(request, membership))


def context_of(request: SignedIn, membership: Membership) -> dict[str, object]:
    project = membership.project
    zone = zone_of(request.user.preferences.get("zone"))
    return {
        "project": project,
        "membership": membership,
        "tab": "dashboard",
        "overview": overview.of_project(project, zone=zone, now=timezone.now()),
        "has_agreement": KINDS[project.kind].most_cards > 0,
        "next_states": NEXT_STATES[project.state],
    }
