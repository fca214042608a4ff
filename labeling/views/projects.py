"""The list of projects, making one, and its state."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import DomainError, NotYourRole
from accounts.requests import SignedIn
from accounts.zones import zone_of
from labeling import page_queries, permissions
from labeling.actions.change_project import change_project
from labeling.actions.create_project import create_project
from labeling.forms.asked_fields import RANKING
from labeling.forms.new_project import NewProjectForm
from labeling.models import Project, ProjectState
from labeling.overview import lines
from labeling.texts.rendering import render as render_text
from labeling.views.previews import framing


@login_required
@require_safe
def project_list(request: SignedIn) -> HttpResponse:
    is_archive = "archived" in request.GET
    rows, others = page_queries.managed_projects(request.user, is_archive=is_archive)
    may_create = permissions.can_create_projects(request.user)
    if not rows and not others and not may_create:
        raise NotYourRole
    lines.draw(rows, zone=zone_of(request.user.preferences.get("zone")), now=timezone.now())
    context = {"rows": rows, "is_archive": is_archive, "archived_count": others, "may_create": may_create}
    return render(request, "labeling/projects.html", context)


@framing
@login_required
@require_http_methods(["GET", "POST"])
def new_project(request: SignedIn) -> HttpResponse:
    if not permissions.can_create_projects(request.user):
        raise NotYourRole
    form = NewProjectForm(request.POST or None)
    if "edit" in request.POST:
        return render(request, "labeling/new_project.html", setup_context(form.edited(request.POST["edit"])))
    if request.method == "POST" and form.is_valid():
        try:
            project = create_project(by=request.user, now=timezone.now(), **form.settings())
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            messages.success(request, _("The project is ready. Import prompts to begin."))
            return redirect("labeling:imports", slug=project.slug)
    return render(request, "labeling/new_project.html", setup_context(form))


def setup_context(form: NewProjectForm) -> dict[str, object]:
    about = form.about()
    preview_url = reverse("labeling:new_project_preview")
    is_asked_wrong = form.is_bound and (any(row.errors for row in form.rows) or bool(set(form.errors) & set(RANKING)))
    return {
        "form": form,
        "choices": [{"radio": radio, "about": about[radio.data["value"]]} for radio in form["preset"]],
        "is_ranking": form.is_ranking,
        "is_asked_open": is_asked_wrong or any(row.focus for row in form.rows) or bool(form.rows.emptied),
        "is_more_open": bool({name for name in form.errors if name.startswith(("split_", "lease_"))}),
        "card_counts": range(2, 10),
        "preview_url": f"{preview_url}?preset={form['preset'].value()}",
        "text_preview_url": reverse("labeling:rendered"),
        "guidelines_html": render_text(form["guidelines"].value() or ""),
    }


# What the buttons of the dashboard offer in each state. The settings page can set any.
NEXT_STATES: dict[str, list[ProjectState]] = {
    ProjectState.DRAFT: [ProjectState.OPEN],
    ProjectState.OPEN: [ProjectState.PAUSED],
    ProjectState.PAUSED: [ProjectState.OPEN, ProjectState.SEALED],
    ProjectState.SEALED: [ProjectState.OPEN],
}


@login_required
@require_POST
def change_state(request: SignedIn, slug: str) -> HttpResponse:
    project: Project = permissions.manager_of(request.user, slug).project
    change_project(project=project, by=request.user, now=timezone.now(), state=request.POST.get("state", ""))
    return redirect("labeling:dashboard", slug=slug)
