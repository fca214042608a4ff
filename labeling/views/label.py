"""The labeling screen: a shell, and one fragment per assignment that the shell's scripts swap in.

Drafts, submissions and skips go through the API. The next task is claimed and laid out in one request.
"""

from urllib.parse import quote

import orjson
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import ValidationError

from accounts.errors import NotFound
from accounts.models import User
from accounts.requests import SignedIn
from labeling import permissions, shapes
from labeling.actions import claim
from labeling.kinds import KINDS
from labeling.models import Assignment, Project, Purpose
from labeling.reviews.queue import is_id
from labeling.screen import desk, sheets
from labeling.screen.screen_words import words_for_scripts
from labeling.views.previews import rendered_text

# So many tasks stay in the queue for whoever is free first: nobody leases one of them ahead.
FEW = 3


@login_required
@never_cache
@ensure_csrf_cookie
@require_safe
def screen(request: SignedIn, slug: str) -> HttpResponse:
    """The shell. It claims nothing: reading a page changes nothing."""
    membership = permissions.membership(request.user, slug)
    project = membership.project
    asked_for = request.GET.get("assignment", "")
    context = {
        "project": project,
        "kind": KINDS[project.kind],
        "asked_for": asked_for if asked_for.isdecimal() else "",
        # A reviewer who settles a task goes back to their queue.
        "back": reverse("labeling:reviews", args=[slug]) if settles(request.user, project, asked_for) else "",
        "skip_reasons": desk.skip_reasons(),
        "guidelines_seen": membership.guidelines_seen,
        "words": words_for_scripts(),
    }
    return render(request, "labeling/label.html", context)


def settles(user: User, project: Project, asked_for: str) -> bool:
    """Whether the screen is opened for an assignment with which a reviewer settles a task."""
    if not is_id(asked_for):
        return False
    mine = Assignment.objects.filter(pk=int(asked_for), labeler=user, project=project, purpose=Purpose.REVIEW)
    return mine.exists()


@never_cache
@require_safe
def assignment(request: HttpRequest, slug: str, assignment_id: int) -> HttpResponse:
    """One assignment as a fragment. Scripts fetch it, so an expired sign-in is 401, not a redirect."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    own = permissions.own_assignment(request.user, assignment_id)
    if own.project.slug != slug:
        raise NotFound
    sheet = sheets.read_sheet(own)
    return render(request, sheet.kind.template, desk.context_of(sheet))


@require_POST
def next_task(request: HttpRequest, slug: str) -> HttpResponse:
    """The next task as a fragment: 200 in hand already, 201 claimed now, 204 nothing, 409 the project is not open."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    project = permissions.place_to_label(request.user, slug)
    try:
        wish = shapes.checked(shapes.NextShape, orjson.loads(request.body or b"{}"))
    except (orjson.JSONDecodeError, ValidationError):
        return HttpResponse(status=400)
    try:
        found = claim.next_assignment(
            project=project,
            labeler=request.user,
            now=timezone.now(),
            besides=[int(one) for one in wish.get("besides", []) if one.isdecimal()],
            keep_back=FEW if wish["ahead"] else 0,
        )
    except claim.NothingLeft as nothing:
        # A 204 has no body: why a cap or a pause keeps them waiting stands in a header, which is ASCII.
        why = {"X-Nothing-Left-Detail": quote(str(nothing.detail))} if isinstance(nothing, claim.Limited) else {}
        return HttpResponse(status=204, headers=why)
    except claim.ProjectNotOpen:
        return HttpResponse(status=409)
    context = desk.context_of(found.sheet)
    return render(request, found.sheet.kind.template, context, status=201 if found.is_new else 200)


@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The labeler's own text, or the guidelines that a manager is writing, as it will be rendered."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    permissions.membership(request.user, slug)
    return HttpResponse(rendered_text(request))
