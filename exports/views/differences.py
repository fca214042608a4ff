"""The pages that compare two exports: choosing the other one, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from exports.actions.compare_exports import compare_exports
from exports.configs import CONFIGS
from exports.differences.words import causes_in_words, reason_in_words
from exports.models import Export
from exports.shown_exports import ExportRow
from labeling import permissions
from labeling.models import JobState

OTHERS_SHOWN = 200
KINDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}


@dataclass(frozen=True)
class ConfigRow:
    """What became of one config."""

    name: str
    change: dict[str, Any]

    @property
    def kinds(self) -> list[tuple[str, int, list[tuple[str, int]], list[str]]]:
        """(word, rows, [(causes in words, rows)], some ids) of each kind of change."""
        found = []
        for kind, word in KINDS.items():
            counts = self.change.get(kind, {})
            causes = [(causes_in_words(causes), rows) for causes, rows in by_size(counts)]
            found.append((str(word), sum(counts.values()), causes, self.change.get("examples", {}).get(kind, [])))
        return found

    @property
    def columns(self) -> list[tuple[str, int]]:
        return by_size(self.change.get("columns", {}))

    @property
    def dropped(self) -> list[tuple[str, int]]:
        return [(reason_in_words(reason), count) for reason, count in by_size(self.change.get("dropped", {}))]


def by_size(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda count: -count[1])


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: SignedIn, slug: str, export_id: int) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    export = get_object_or_404(project.exports, pk=export_id)
    others = project.exports.exclude(pk=export.pk).filter(state=JobState.DONE).order_by("-id")
    if request.method == "POST":
        named = request.POST.get("earlier", "")
        earlier = get_object_or_404(others, pk=int(named) if named.isdecimal() and len(named) < 19 else 0)
        compare_exports(earlier=earlier, later=export, by=request.user, now=timezone.now())
        return redirect("exports:difference", slug=slug, export_id=export.pk, earlier_id=earlier.pk)
    shown = [ExportRow(other) for other in others.defer("files", "dropped")[:OTHERS_SHOWN]]
    context = {
        "project": project, "membership": membership, "tab": "exports", "export": export, "others": shown,
        # Most people ask what came since.
        "usual": next((row.export.pk for row in shown if row.export.pk < export.pk), None),
    }  # fmt: skip
    return render(request, "exports/compare.html", context)


@login_required
@require_safe
def difference(request: SignedIn, slug: str, export_id: int, earlier_id: int) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    export: Export = get_object_or_404(project.exports, pk=export_id)
    comparison = get_object_or_404(export.comparisons.select_related("earlier"), earlier_id=earlier_id)
    context = {
        "project": project, "membership": membership, "tab": "exports", "export": export, "comparison": comparison,
        "rows": [ConfigRow(name, comparison.changes[name]) for name in CONFIGS if name in comparison.changes],
    }  # fmt: skip
    template = "exports/_difference.html" if request.htmx else "exports/difference.html"
    return render(request, template, context)
