"""The labeling screen of a project that is being made or changed, for a frame beside its settings. Stores nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Invalid, NotYourRole
from accounts.requests import SignedIn
from labeling import permissions
from labeling.forms.asked_fields import RankingFields, as_settings, rows_of, were_sent
from labeling.kinds import KINDS, PRESETS, InvalidSettings
from labeling.kinds.texts import LONGEST_TEXT
from labeling.models import GuidelineVersion, Project
from labeling.reviews.queue import is_id
from labeling.screen import previews
from labeling.texts.rendering import render as render_text
from labeling.views.sections.versions import newest

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """Our own pages may show it in a frame, nobody else's."""
    return csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view))


def framing(view: View) -> View:
    """A page that shows one of our own in a frame."""
    return csp_replace({"frame-src": [SELF]})(view)


@login_required
@require_http_methods(["GET", "POST"])
@framed
def new_project(request: SignedIn) -> HttpResponse:
    """Of a project that is not there yet: its preset, and what the page says beside it."""
    if not permissions.can_create_projects(request.user):
        raise NotYourRole
    data = request.POST if request.method == "POST" else request.GET
    preset = PRESETS.get(data.get("preset", ""))
    project = Project(slug="new", kind=preset.kind if preset else "ranking")
    start = GuidelineVersion(
        project=project, ranking=preset.ranking if preset else {}, form=preset.form if preset else {}
    )
    return shown(request, project, start, data, reverse("labeling:rendered"))


@login_required
@require_http_methods(["GET", "POST"])
@framed
def settings(request: SignedIn, slug: str) -> HttpResponse:
    """Of a project as it is, and with what its settings' page says."""
    project = permissions.manager_of(request.user, slug).project
    data = request.POST if request.method == "POST" else {}
    return shown(request, project, newest(project), data, reverse("labeling:label_preview", args=[slug]))


def shown(
    request: HttpRequest, project: Project, start: GuidelineVersion, data: Mapping[str, Any], text_url: str
) -> HttpResponse:
    """The page, or nothing (204) while the fields do not fit together: the form says what is wrong with them."""
    version = version_of(project, start, data)
    if version is None:
        return HttpResponse(status=204)
    given = str(data.get("cards", ""))
    sheet = previews.example_sheet(project=project, version=version, cards=int(given) if is_id(given) else 0)
    words = {"heading": _("Preview"), "note": _("Example texts; nothing is stored.")}
    return render(request, "labeling/preview.html", previews.context_of(sheet, text_preview_url=text_url) | words)


def version_of(project: Project, start: GuidelineVersion, data: Mapping[str, Any]) -> GuidelineVersion | None:
    """What labelers would be asked; None while the fields say what cannot be."""
    ranking, form = start.ranking, start.form
    if were_sent(data):
        # A question that has no words yet is shown all the same.
        given = {name: value or "…" if name.endswith("-label") else value for name, value in data.items()}
        fields, rows = RankingFields(given), rows_of(given, project.kind, {})
        if not (fields.is_valid() & rows.is_valid()):
            return None
        ranking = as_settings(fields.cleaned_data) if KINDS[project.kind].most_cards else {}
        form = rows.form()
    try:
        ranking, form = KINDS[project.kind].check_settings(ranking, form)
    except InvalidSettings:
        return None
    guidelines = str(data.get("guidelines", start.guidelines)).replace("\r\n", "\n")[:LONGEST_TEXT]
    return GuidelineVersion(
        project=project, number=start.number or 1, guidelines=guidelines, ranking=ranking, form=form
    )


@login_required
@require_POST
def rendered(request: SignedIn) -> HttpResponse:
    """A text as it will be rendered, where no project is yet."""
    if not permissions.can_create_projects(request.user):
        raise NotYourRole
    return HttpResponse(rendered_text(request))


def rendered_text(request: HttpRequest) -> str:
    """The text that a page sent: an answer, or guidelines on their form."""
    text = request.POST.get("text", request.POST.get("guidelines", ""))
    if len(text) > LONGEST_TEXT:
        raise Invalid
    return render_text(text)
