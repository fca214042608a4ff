"""On which tasks the overlap grows while people disagree."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.requests import SignedIn
from labeling import adaptive_queries, permissions
from labeling.actions.change_project import change_project
from labeling.actions.check_adaptive import DEFAULTS
from labeling.kinds import KINDS
from labeling.overlap_form import AdaptiveForm


@login_required
@require_http_methods(["GET", "POST"])
def adaptive_overlap(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    form = AdaptiveForm.of(project, project.adaptive or DEFAULTS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_project(project=project, by=request.user, now=timezone.now(), adaptive=form.adaptive())
        except DomainError as error:
            form.take_errors({name.removeprefix("adaptive."): why for name, why in error.fields.items()}, error.detail)
        else:
            messages.success(request, _("Saved. Tasks that somebody has begun keep what they had."))
            return redirect("labeling:adaptive_overlap", slug=slug)
    context = {
        "project": project, "membership": membership, "tab": "settings", "form": form,
        "reach": adaptive_queries.reach_of(project), "can_grow": KINDS[project.kind].most_cards > 0,
    }  # fmt: skip
    return render(request, "labeling/adaptive_overlap.html", context)
