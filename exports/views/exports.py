"""The pages of exports: watching the builds, taking the files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from exports.actions.cancel_export import cancel_export
from exports.actions.delete_export import delete_export
from exports.shown_exports import ExportRow, rows_of
from labeling import permissions
from labeling.storable import reads_as_id

EXPORTS_SHOWN = 30


@login_required
@require_safe
def export_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    exports = project.exports.select_related("created_by").order_by("-id")
    before = request.GET.get("before", "")
    if reads_as_id(before):
        exports = exports.filter(pk__lt=int(before))
    shown = list(exports[: EXPORTS_SHOWN + 1])
    rows = rows_of(project, shown[:EXPORTS_SHOWN])
    older = rows[-1].export.pk if len(shown) > EXPORTS_SHOWN else None
    context = {"project": project, "membership": membership, "tab": "exports", "rows": rows, "older": older}
    return render(request, "exports/exports.html", context)


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
    row = rows_of(project, [export])[0]
    address = request.build_absolute_uri(f"/api/exports/{export.pk}/archive/")
    context = {
        "project": project, "membership": membership, "tab": "exports", "row": row, "fetching": row.fetching(address),
    }  # fmt: skip
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
