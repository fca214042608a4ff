"""What a project asks of labelers. A change of guidelines, form or ranking makes a new version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.change_project import change_project
from labeling.forms import SettingsForm


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    version = project.versions.order_by("-number").first()
    form = SettingsForm.of(project, version, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_project(project=project, by=request.user, now=timezone.now(), **form.changes())
        except DomainError as error:
            project.refresh_from_db()
            form.take_errors(error.fields, error.detail)
        else:
            messages.success(request, _("Saved."))
            return redirect("labeling:settings", slug=slug)
    context = {"project": project, "membership": membership, "tab": "settings", "form": form, "version": version}
    return render(request, "labeling/settings.html", context)
