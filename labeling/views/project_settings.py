"""A project's settings, one section a page (`labeling.views.sections`)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.errors import DomainError
from accounts.requests import SignedIn
from labeling import permissions
from labeling.views import sections
from labeling.views.previews import framing

OVERTAKEN = _(
    "Somebody has saved other settings here since you opened this page; below stands who and what. "
    "Nothing is saved yet: saving again puts in what the fields say."
)


@framing
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, slug: str, section: str = sections.SECTIONS[0].slug) -> HttpResponse:
    """Show a section; save it, after a second look where the change is hard to take back."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    form = sections.section_named(section, project)(request.POST if request.method == "POST" else None, project=project)
    consequences: list[sections.Text] = []
    shown = request.POST.get("shown", form.shown)
    if "edit" in request.POST:
        form = form.edited(request.POST["edit"])
    elif request.method == "POST" and form.is_valid():
        if form.is_overtaken:
            form.add_error(None, OVERTAKEN)
            shown = form.shown
        elif not form.is_agreed:
            consequences = form.consequences()
        elif said := saved(request, form):
            messages.success(request, said)
            return redirect(form.next_url or reverse("labeling:settings_section", args=[slug, section]))
    context = {
        "project": project,
        "membership": membership,
        "tab": "settings",
        "sections": sections.sections_of(project),
        "section": form,
        "form": form,
        "consequences": consequences,
        "shown": shown,
        **form.context(),
    }
    return render(request, "labeling/settings.html", context)


def saved(request: SignedIn, form: sections.Section) -> str:
    """What the action says; empty when it refused, and the form shows why."""
    try:
        return str(form.save(by=request.user, now=timezone.now()))
    except DomainError as error:
        form.project.refresh_from_db()
        form.take_errors(error.fields, error.detail)
        return ""
