"""Bringing prompts in: choosing a file, watching its import, reading what was wrong with it."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import DomainError, NotFound
from accounts.requests import SignedIn
from labeling import import_reports, permissions
from labeling.actions.cancel_import import cancel_import
from labeling.actions.confirm_import import check_again, confirm_import
from labeling.actions.keep_rejected import rejected_file
from labeling.actions.start_import import start_import
from labeling.csv_cells import harmless, rows_into
from labeling.forms.pages import ImportForm
from labeling.models import Import
from labeling.views.previews import framing

PROBLEMS_A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def import_page(request: SignedIn, slug: str) -> HttpResponse:
    """Choose a file. It is checked first: importing it is the next step, on the page of the dry run."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            started = start_import(
                project=project, by=request.user, now=timezone.now(), stream=upload, file_name=upload.name,
                content_type=upload.content_type or "", on_error=Import.OnError.SKIP, is_dry_run=True,
            )  # fmt: skip
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            return redirect("labeling:import", slug=slug, import_id=started.pk)
    imports = import_reports.history(project, before=request.GET.get("before", ""))
    shown = imports[: import_reports.IMPORTS_SHOWN]
    older = shown[-1].pk if len(imports) > len(shown) else None
    context = {
        "project": project, "membership": membership, "tab": "import", "form": form, "imports": shown, "older": older,
    }  # fmt: skip
    return render(request, "labeling/imports.html", context)


def import_of(request: SignedIn, slug: str, import_id: int) -> Import:
    """Of the project in the address: who manages two sees each one's imports under its own name alone."""
    found = permissions.import_for_manager(request.user, import_id)
    if found.project.slug != slug:
        raise NotFound
    return found


@framing
@login_required
@require_safe
def import_detail(request: SignedIn, slug: str, import_id: int) -> HttpResponse:
    """One import or dry run; while it runs, the page fetches its moving part again and again."""
    shown = import_of(request, slug, import_id)
    membership = permissions.manager_of(request.user, slug)
    problems = Paginator(shown.problems.order_by("line", "id"), PROBLEMS_A_PAGE)
    batches = import_reports.batches_of(shown)
    context = {
        "project": membership.project,
        "membership": membership,
        "tab": "import",
        "shown": shown,
        "report": import_reports.report_of(shown),
        "good": shown.created + shown.unchanged,
        "has_rejected_rows": shown.is_finished and rejected_file(shown) is not None,
        "problems": problems.get_page(request.GET.get("page")),
        "problem_kinds": import_reports.problem_kinds(shown) if problems.num_pages > 1 else [],
        "batches": batches,
        "new_tasks": batches[0][1] if len(batches) == 1 else "",
    }
    template = "labeling/_import.html" if request.htmx else "labeling/import.html"
    return render(request, template, context)


@login_required
@require_POST
def confirm(request: SignedIn, slug: str, import_id: int) -> HttpResponse:
    """Import exactly the file that was checked; lines with errors are left out, as the page has said."""
    shown = import_of(request, slug, import_id)
    following = confirm_import(
        checked=shown, by=request.user, now=timezone.now(), batch=request.POST.get("batch", "").strip(),
        on_error=Import.OnError.SKIP if shown.rejected else Import.OnError.REJECT,
    )  # fmt: skip
    return redirect("labeling:import", slug=slug, import_id=following.pk)


@login_required
@require_POST
def recheck(request: SignedIn, slug: str, import_id: int) -> HttpResponse:
    """Check the same file once more, for the project as it is now."""
    shown = import_of(request, slug, import_id)
    following = check_again(checked=shown, by=request.user, now=timezone.now())
    return redirect("labeling:import", slug=slug, import_id=following.pk)


@login_required
@require_POST
def cancel(request: SignedIn, slug: str, import_id: int) -> HttpResponse:
    shown = import_of(request, slug, import_id)
    cancel_import(job=shown, by=request.user, now=timezone.now())
    return redirect("labeling:import", slug=slug, import_id=shown.pk)


@login_required
@require_safe
def rejected_rows(request: SignedIn, slug: str, import_id: int) -> FileResponse:
    """The refused rows as they were given, to be mended and imported again."""
    shown = import_of(request, slug, import_id)
    path = rejected_file(shown)
    if path is None:
        raise NotFound
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"import-{shown.pk}-rejected{path.suffix}")


class Echo:
    """What csv.writer writes to, one line at a time."""

    def write(self, line: str) -> str:
        return line


@login_required
@require_safe
def problems_csv(request: SignedIn, slug: str, import_id: int) -> StreamingHttpResponse:
    shown = import_of(request, slug, import_id)
    writer = rows_into(Echo())

    def lines() -> Iterator[str]:
        yield writer.writerow(["line", "field", "detail"])
        for problem in shown.problems.order_by("line", "id").iterator():
            yield writer.writerow([problem.line, harmless(problem.field), harmless(problem.detail)])

    headers = {"Content-Disposition": f'attachment; filename="import-{shown.pk}-errors.csv"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)
