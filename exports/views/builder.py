"""The page on which a dataset is put together: the recipe, what it would give, and the same as JSON and commands."""

import json
import shlex
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import DomainError
from accounts.requests import SignedIn
from exports.actions.preview_dataset import OneAtATime, one_at_a_time, preview_dataset
from exports.actions.request_export import parse_for, read_for, request_export, spelled_out
from exports.previews.preview import Preview
from exports.previews.shown import ShownPreview
from exports.recipes.choices import Choices, choices_of
from exports.recipes.form import RecipeForm
from exports.recipes.groups import Reading
from exports.recipes.words import BY_KIND
from labeling import permissions
from labeling.models import Membership, Project
from labeling.storable import reads_as_id

# A recipe pasted in; ten thousand names of two hundred signs fit.
MOST_JSON = 4_000_000


@dataclass
class Builder:
    """The page of one request."""

    request: SignedIn
    membership: Membership
    choices: Choices
    defaults: dict[str, Any]
    form: RecipeForm
    preview: Preview | None = None
    # What was pasted and could not be read stays in its box.
    pasted: str = ""
    paste_error: str = ""
    is_busy: bool = False

    @property
    def project(self) -> Project:
        return self.membership.project

    def look(self) -> None:
        """Make the preview of what the form says; refusals go to their fields."""
        if not self.form.is_valid():
            return
        try:
            with one_at_a_time(self.request.user):
                self.preview = preview_dataset(project=self.project, recipe=self.form.recipe(), now=timezone.now())
        except OneAtATime:
            self.is_busy = True
        except DomainError as error:
            self.form.take_errors(error.fields, error.detail)

    def show(self, template: str, status: int = 200) -> HttpResponse:
        reading = Reading(self.form, self.defaults)
        return render(self.request, template, self.context(reading), status=status)

    def context(self, reading: Reading) -> dict[str, Any]:
        recipe = self.recipe()
        return {
            "project": self.project, "membership": self.membership, "tab": "exports", "form": self.form,
            "reading": reading, "preview": ShownPreview(self.preview) if self.preview else None,
            "is_busy": self.is_busy, "pasted": self.pasted, "paste_error": self.paste_error,
            "recipe_text": json.dumps(recipe, indent=2, ensure_ascii=False) if recipe else "",
            "lines": lines(self.request, self.project, lean(recipe, self.defaults)) if recipe else "",
        }  # fmt: skip

    def recipe(self) -> dict[str, Any] | None:
        """The recipe as it stands, complete; None while it is not valid."""
        if self.preview:
            return self.preview.recipe.as_json()
        if not self.form.is_bound:
            return dict(self.form.given)
        if not self.form.is_valid():
            return None
        try:
            return read_for(self.project, self.form.recipe(), timezone.now())[0].as_json()
        except DomainError:
            return None


def builder(request: SignedIn, slug: str, data: QueryDict | None = None, given: Any = None) -> Builder:
    """The page with a recipe on it: what was filled in, what was given as JSON, or the defaults. Raises BadRecipe."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    now = timezone.now()
    defaults = parse_for(project, {"configs": BY_KIND[project.kind]}, now).as_json()
    choices = choices_of(project)
    recipe = defaults if given is None else spelled_out(project, given, now).as_json()
    return Builder(request, membership, choices, defaults, RecipeForm(choices, recipe=recipe, data=data))


@login_required
@require_http_methods(["GET", "POST"])
def build(request: SignedIn, slug: str) -> HttpResponse:
    """GET the builder, `?from=ID` with that export's choices (`&moment=same`: and its snapshot); POST builds."""
    if request.method == "POST":
        return answer(request, slug)
    project = permissions.manager_of(request.user, slug).project
    given = None
    if origin_id := request.GET.get("from", ""):
        whole = int(origin_id) if reads_as_id(origin_id) else 0
        origin = get_object_or_404(project.exports, pk=whole)
        given = {name: value for name, value in origin.recipe.items() if name != "snapshot"}
        if request.GET.get("moment") == "same" and origin.boundary is not None:
            given["snapshot"] = str(origin.pk)
    return builder(request, slug, given=given).show("exports/new.html")


def answer(request: SignedIn, slug: str) -> HttpResponse:
    """Build; or, for browsers without scripts, preview; or take over a pasted recipe."""
    if "paste" in request.POST:
        return paste(request, slug)
    page = builder(request, slug, data=request.POST)
    if "preview" in request.POST:
        page.look()
        return page.show("exports/new.html")
    if page.form.is_valid():
        try:
            export = request_export(
                project=page.project, by=request.user, now=timezone.now(), recipe=page.form.recipe()
            )
        except DomainError as error:
            page.form.take_errors(error.fields, error.detail)
        else:
            return redirect("exports:export", slug=slug, export_id=export.pk)
    return page.show("exports/new.html")


def paste(request: SignedIn, slug: str) -> HttpResponse:
    """The builder with the recipe that was pasted as JSON, or with what is wrong about it."""
    text = request.POST["paste"]
    try:
        return builder(request, slug, given=as_object(text)).show("exports/new.html")
    except DomainError as error:
        page = builder(request, slug)
        reasons = [f"{path}: {' '.join(why)}" for path, why in error.fields.items()]
        page.pasted, page.paste_error = text, " ".join([str(error.detail), *reasons])
        return page.show("exports/new.html")


def as_object(text: str) -> Any:
    if len(text) > MOST_JSON:
        raise DomainError(_("This is no recipe: it is too long."))
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DomainError(_("This is not JSON: %(why)s") % {"why": error}) from error


@login_required
@require_POST
def preview(request: SignedIn, slug: str) -> HttpResponse:
    """The moving part of the builder, fetched as choices change."""
    page = builder(request, slug, data=request.POST)
    page.look()
    return page.show("exports/_look.html")


def lean(recipe: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """The recipe without what the project's defaults say as well."""
    kept: dict[str, Any] = {}
    for name, value in recipe.items():
        usual = defaults.get(name)
        differs = lean(value, usual) if isinstance(value, dict) and isinstance(usual, dict) else value
        if name == "configs" or (differs != {} and differs != usual):
            kept[name] = differs
    return kept


def lines(request: SignedIn, project: Project, recipe: dict[str, Any]) -> str:
    """What does the same from a shell: over the API, and on the server."""
    text = shlex.quote(json.dumps(recipe, ensure_ascii=False))
    address = request.build_absolute_uri(f"/api/projects/{project.slug}/exports/")
    return (
        f'curl -H "Authorization: Bearer $TOKEN" --json {text} {address}\n'
        f"./run manage export_dataset {project.slug} --recipe recipe.json --out {project.slug}-dataset"
    )
