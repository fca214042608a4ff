"""Who did what in a project, page by page. The newest lines stand on the page of the thing they concern."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from labeling import permissions
from labeling.models import Role
from labeling.trails import trail as trails


@login_required
@require_safe
def trail(request: SignedIn, slug: str) -> HttpResponse:
    """The whole project's, for managers; with `of`, a thing's. Reviewers read only what concerns a task."""
    membership = permissions.staff_of(request.user, slug)
    subject, before = request.GET.get("of", ""), request.GET.get("before", "")
    for_reviewer = membership.role != Role.MANAGER
    if for_reviewer and not subject.startswith("task:"):
        permissions.manager_of(request.user, slug)
    told = trails.trail_of(membership.project_id, subject, before=before, for_reviewer=for_reviewer)
    context = {
        "project": membership.project, "membership": membership, "tab": "settings", "subject": subject,
        "trail": told, "is_later": bool(before),
    }  # fmt: skip
    return render(request, "labeling/_trail_lines.html" if request.htmx else "labeling/trail.html", context)
