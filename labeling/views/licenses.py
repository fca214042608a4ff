"""The licenses of a project's policies, stated by managers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from accounts.requests import SignedIn
from labeling import permissions, policies
from labeling.actions.state_licenses import state_licenses


@login_required
@require_http_methods(["GET", "POST"])
def licenses(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    context = {"project": membership.project, "membership": membership, "tab": "settings"}
    status = 200
    if request.method == "POST":
        given = {request.POST.get("model", ""): request.POST.get("license", "").strip()}
        try:
            state_licenses(project=membership.project, licenses=given, by=request.user, now=timezone.now())
        except Invalid as error:
            context["problem"] = [why for reasons in error.fields.values() for why in reasons]
            status = 400
        else:
            messages.success(request, _("Saved."))
            return redirect("labeling:licenses", slug=slug)
    context["rows"] = policies.licenses_of(membership.project)
    return render(request, "labeling/licenses.html", context, status=status)
