"""A project's settings, one section a page (`labeling.views.sections`)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.requests import SignedIn
from labeling import permissions
from labeling.views import sections


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, slug: str, section: str = sections.SECTIONS[0].slug) -> HttpResponse:
    """Show a section; save it, after a second look where the change is hard to take back."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    form = sections.section_named(section, project)(request.POST or None, project=project)
    consequences = []
    if request.method == "POST" and form.is_valid():
        if not form.is_agreed:
            consequences = form.consequences()
        else:
            try:
                said = form.save(by=request.user, now=timezone.now())
            except DomainError as error:
                project.refresh_from_db()
                form.take_errors(error.fields, error.detail)
            else:
                messages.success(request, str(said))
                return redirect("labeling:settings_section", slug=slug, section=section)
    context = {
        "project": project,
        "membership": membership,
        "tab": "settings",
        "sections": sections.sections_of(project),
        "section": form,
        "form": form,
        "consequences": consequences,
        **form.context(),
    }
    return render(request, "labeling/settings.html", context)
