"""The list of projects, making one, and a project's dashboard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import DomainError, NotYourRole
from accounts.requests import SignedIn
from labeling import permissions, queries
from labeling.actions.change_project import change_project
from labeling.actions.create_project import create_project
from labeling.forms import NewProjectForm
from labeling.models import Membership, Project, ProjectState


@login_required
@require_safe
def project_list(request: SignedIn) -> HttpResponse:
    rows = queries.managed_projects(request.user)
    may_create = permissions.can_create_projects(request.user)
    if not rows and not may_create:
        raise NotYourRole
    return render(request, "labeling/projects.html", {"rows": rows, "may_create": may_create})


@login_required
def new_project(request: SignedIn) -> HttpResponse:
    if not permissions.can_create_projects(request.user):
        raise NotYourRole
    form = NewProjectForm(request.POST or None, initial={"preset": "ranking"})
    if request.method == "POST" and form.is_valid():
        try:
            project = create_project(by=request.user, now=timezone.now(), **form.settings())
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            messages.success(request, _("The project is ready. Import prompts to begin."))
            return redirect("labeling:imports", slug=project.slug)
    return render(request, "labeling/new_project.html", {"form": form})


@login_required
@require_safe
def dashboard(request: SignedIn, slug: str) -> HttpResponse:
    """How the project goes. Reviewers have no use for its figures: they land on the tasks."""
    membership = permissions.membership(request.user, slug)
    if membership.role == "reviewer":
        return redirect("labeling:tasks", slug=slug)
    membership = permissions.manager_of(request.user, slug)
    return render(request, "labeling/dashboard.html", dashboard_context(membership))


@login_required
@require_safe
def live(request: SignedIn, slug: str) -> HttpResponse:
    """The moving part of the dashboard, fetched every few seconds."""
    membership = permissions.manager_of(request.user, slug)
    return render(request, "labeling/_progress.html", dashboard_context(membership))


def dashboard_context(membership: Membership) -> dict[str, object]:
    project = membership.project
    return {
        "project": project,
        "membership": membership,
        "tab": "dashboard",
        "progress": queries.progress(project),
        "last_import": project.imports.order_by("-id").first(),
        "next_states": NEXT_STATES[project.state],
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
