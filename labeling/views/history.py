"""What one has submitted, newest first, to look at again and amend."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from labeling import own_work, permissions
from labeling.models import ProjectState


@login_required
@require_safe
def history(request: SignedIn, slug: str) -> HttpResponse:
    project = permissions.membership(request.user, slug).project
    page = own_work.submissions_of(request.user, project, before=request.GET.get("before", ""))
    context = {"project": project, "page": page, "is_sealed": project.state == ProjectState.SEALED}
    return render(request, "labeling/history.html", context)
