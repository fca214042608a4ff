"""My projects: what waits for me, and how far each project is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from labeling import page_queries, permissions


@login_required
@require_safe
def home(request: SignedIn) -> HttpResponse:
    rows = page_queries.my_projects(request.user)
    return render(
        request,
        "labeling/home.html",
        {"rows": rows, "may_create": permissions.can_create_projects(request.user)},
    )
