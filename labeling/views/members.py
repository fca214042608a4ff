"""Who belongs to a project, on what terms, and whose work counts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.limit_member import set_terms
from labeling.actions.remove_member import remove_member
from labeling.figures import people
from labeling.forms.people import HoursForm, RemovalForm, TermsForm
from labeling.models import Membership
from labeling.overview.people import labelers_at_work
from labeling.people import hours
from labeling.views.member import place_of


@login_required
@require_safe
def member_list(request: SignedIn, slug: str) -> HttpResponse:
    """Everybody, or with `at_work=yes` those whom the overview counts as at work now."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    terms = {name: getattr(project, name) for name in ("daily_cap", "share_cap", "shows_agreement")}
    return show(request, membership, TermsForm(initial=terms), is_at_work=request.GET.get("at_work") == "yes")


def show(
    request: SignedIn, membership: Membership, form: TermsForm, status: int = 200, *, is_at_work: bool = False
) -> HttpResponse:
    now = timezone.now()
    today = now.date()
    shown = people.people_of(membership.project, now=now)
    if is_at_work:
        ids = labelers_at_work(membership.project, now=now)
        shown.rows = [row for row in shown.rows if row.place.user_id in ids]
    context = {
        "project": membership.project,
        "membership": membership,
        "tab": "members",
        "people": shown,
        "is_at_work": is_at_work,
        "terms_form": form,
        "hours_form": HoursForm(initial={"first": today.replace(day=1).isoformat(), "last": today.isoformat()}),
    }
    return render(request, "labeling/members.html", context, status=status)


@login_required
@require_POST
def terms(request: SignedIn, slug: str) -> HttpResponse:
    """The caps of everybody, and what labelers see of themselves."""
    membership = permissions.manager_of(request.user, slug)
    form = TermsForm(request.POST)
    if not form.is_valid():
        return show(request, membership, form, 400)
    set_terms(project=membership.project, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("labeling:members", slug=slug)


@login_required
@require_POST
def remove(request: SignedIn, slug: str, username: str) -> HttpResponse:
    place = place_of(permissions.manager_of(request.user, slug), username)
    form = RemovalForm(request.POST, place.project)
    if not form.is_valid():
        messages.error(request, _("One of these links is not the project's. Nothing has changed."))
        return redirect("labeling:member", slug=slug, username=username)
    links = list(form.cleaned_data["links"])
    remove_member(project=place.project, user=place.user, by=request.user, now=timezone.now(), links=links)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": place.user.get_short_name()})
    if links:
        told = ngettext("The link lets nobody in any more.", "%(count)s links let nobody in any more.", len(links))
        messages.success(request, told % {"count": len(links)})
    return redirect("labeling:members", slug=slug)


@login_required
@require_safe
def hours_csv(request: SignedIn, slug: str) -> HttpResponseBase:
    """Hours and counts for pay, as a sheet."""
    project = permissions.manager_of(request.user, slug).project
    form = HoursForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Give two days, the earlier one first."))
        return redirect("labeling:members", slug=slug)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    name = f"{project.slug}-hours-{first.isoformat()}-{last.isoformat()}.csv"
    return StreamingHttpResponse(
        hours.hours_csv(project, first=first, last=last),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
