"""The pages of exports: choosing a recipe, watching the build, taking the files."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from exports.actions.cancel_export import cancel_export
from exports.actions.delete_export import delete_export
from exports.card import page
from exports.models import Export
from exports.recipe_words import CONFIGS, FILES
from exports.recipe_words import TARGETS as TARGET_LABELS
from exports.shown_previews import Drops, drops_of, exact
from exports.superseded import superseded
from exports.targets import TARGETS
from labeling import permissions
from labeling.models import JobState, Project, Split

EXPORTS_SHOWN = 30
# The words of the contract for a job's states.
STATES = {
    JobState.QUEUED: ("queued", _("Queued")),
    JobState.RUNNING: ("building", _("Building")),
    JobState.DONE: ("ready", _("Ready")),
    JobState.FAILED: ("failed", _("Failed")),
    JobState.CANCELLED: ("cancelled", _("Cancelled")),
}


@dataclass(frozen=True)
class ExportRow:
    export: Export
    is_superseded: bool = False

    @property
    def state(self) -> str:
        return STATES[JobState(self.export.state)][0]

    @property
    def state_name(self) -> str:
        return str(STATES[JobState(self.export.state)][1])

    @property
    def configs(self) -> list[str]:
        """The configs that have rows: an empty one is not written."""
        return [name for name in CONFIGS if name in self.export.counts]

    @property
    def folder(self) -> str:
        """What the zip unpacks to."""
        return f"{self.export.project.slug}-{self.export.content_hash[:12]}"

    @property
    def splits(self) -> list[str]:
        """The splits that have rows, in the order in which people name them."""
        held = {split for counts in self.export.counts.values() for split in counts}
        return [split for split in Split.values if split in held]

    @property
    def row_counts(self) -> list[tuple[str, list[int], int]]:
        """For each config the rows of each split, and their sum."""
        counts = self.export.counts
        table = [(config, [counts.get(config, {}).get(split, 0) for split in self.splits]) for config in self.configs]
        return [(config, by_split, sum(by_split)) for config, by_split in table]

    @property
    def trainer(self) -> str:
        name = str(self.export.recipe.get("target"))
        return str(TARGET_LABELS.get(name, name))

    @property
    def layout(self) -> str:
        """Who reads it, and from which files."""
        return f"{self.trainer} · {FILES.get(str(self.export.recipe.get('files')), '')}"

    @property
    def loading(self) -> list[tuple[str, str]]:
        """(config, the lines that load it in the trainer it is laid out for), what most people train on first."""
        target = TARGETS.get(str(self.export.recipe.get("target")))
        if target is None:
            return []
        kind = str(self.export.recipe.get("files"))
        told = [(name, target.loading({name: self.export.counts[name]}, files=kind).strip()) for name in self.configs]
        first = [pair for pair in told if pair[0] == "preference"]
        return [(name, lines.replace("FOLDER", self.folder)) for name, lines in [*first, *(set_aside(told, first))]]

    @property
    def card(self) -> SafeString:
        return page.shown(self.export)

    @property
    def drops(self) -> list[Drops]:
        """What is not in it and why, the judgments first."""
        return drops_of({where: exact(reasons) for where, reasons in self.export.dropped.items()})

    @property
    def recipe_text(self) -> str:
        return json.dumps(self.export.recipe, indent=2, ensure_ascii=False)


def set_aside(told: list[tuple[str, str]], first: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rest; a config of which this trainer has nothing to say has no lines."""
    return [pair for pair in told if pair not in first and pair[1]]


@login_required
@require_safe
def export_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    exports = project.exports.select_related("created_by").order_by("-id")[:EXPORTS_SHOWN]
    context = {"project": project, "membership": membership, "tab": "exports", "rows": rows_of(project, exports)}
    return render(request, "exports/exports.html", context)


def rows_of(project: Project, exports: Iterable[Export]) -> list[ExportRow]:
    shown = list(exports)
    gone = superseded(project, shown)
    return [ExportRow(export, export.pk in gone) for export in shown]


@login_required
@require_safe
def latest(request: SignedIn, slug: str) -> HttpResponse:
    """The newest export, for the dashboard: `labeling` knows nothing of exports."""
    project = permissions.manager_of(request.user, slug).project
    export = project.exports.select_related("created_by").order_by("-id").first()
    context = {"project": project, "row": ExportRow(export) if export else None}
    return render(request, "exports/_latest.html", context)


@login_required
@require_safe
def export_detail(request: SignedIn, slug: str, export_id: int) -> HttpResponse:
    """One export; while it is built, the page fetches its moving part again and again."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    export = get_object_or_404(project.exports.select_related("created_by"), pk=export_id)
    context = {"project": project, "membership": membership, "tab": "exports", "row": rows_of(project, [export])[0]}
    template = "exports/export.html"
    if request.htmx:
        template = "exports/_export_row.html" if "row" in request.GET else "exports/_export.html"
    return render(request, template, context)


@login_required
@require_POST
def cancel(request: SignedIn, slug: str, export_id: int) -> HttpResponse:
    project = permissions.manager_of(request.user, slug).project
    export = get_object_or_404(project.exports, pk=export_id)
    cancel_export(export=export, by=request.user, now=timezone.now())
    return redirect("exports:export", slug=slug, export_id=export.pk)


@login_required
@require_POST
def delete(request: SignedIn, slug: str, export_id: int) -> HttpResponse:
    project = permissions.manager_of(request.user, slug).project
    export = get_object_or_404(project.exports, pk=export_id)
    delete_export(export=export, by=request.user, now=timezone.now())
    return redirect("exports:list", slug=slug)
