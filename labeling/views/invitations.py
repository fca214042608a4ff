"""Inviting people into a project: by a link for several, or by a list of names."""

import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import DomainError
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.invite_by_link import invite_by_link, revoke_invitation
from labeling.actions.invite_list import Invited
from labeling.actions.invite_list import invite_list as invite_all
from labeling.csv_cells import harmless, rows_into
from labeling.forms.name_list import look_at
from labeling.forms.people import LinkForm, ListForm
from labeling.models import Membership


@login_required
@require_safe
def invite(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    return render(request, "labeling/invite.html", context_of(membership))


def context_of(membership: Membership, **more: object) -> dict[str, object]:
    project, now = membership.project, timezone.now()
    return {
        "project": project,
        "membership": membership,
        "tab": "members",
        "link_form": LinkForm(prefix="link"),
        "list_form": ListForm(prefix="list"),
        "invitations": project.invitations.open(now).select_related("created_by").order_by("-id"),
        **more,
    }


@login_required
@never_cache
@require_POST
def make_link(request: SignedIn, slug: str) -> HttpResponse:
    """Show the link: once, hence no redirect."""
    membership = permissions.manager_of(request.user, slug)
    form, link, status = LinkForm(request.POST, prefix="link"), "", 400
    if form.is_valid():
        try:
            _made, link = invite_by_link(
                project=membership.project, by=request.user, now=timezone.now(), **form.cleaned_data
            )
            form, status = LinkForm(prefix="link"), 200
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
    return render(request, "labeling/invite.html", context_of(membership, link_form=form, link=link), status=status)


@login_required
@require_POST
def revoke_link(request: SignedIn, slug: str, invitation_id: int) -> HttpResponse:
    project = permissions.manager_of(request.user, slug).project
    invitation = get_object_or_404(project.invitations, pk=invitation_id)
    revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    messages.success(request, _("The link lets nobody in any more. Who came by it stays."))
    return redirect("labeling:invite", slug=slug)


@login_required
@require_POST
def look_at_list(request: SignedIn, slug: str) -> HttpResponse:
    """What the list would do, line by line. Changes nothing."""
    membership = permissions.manager_of(request.user, slug)
    form = ListForm(request.POST, prefix="list")
    if not form.is_valid():
        return render(request, "labeling/invite.html", context_of(membership, list_form=form), status=400)
    given = form.cleaned_data
    look = look_at(given["names"], project=membership.project, role=given["role"], group=given["group"])
    return render(request, "labeling/invite.html", context_of(membership, list_form=form, look=look))


@login_required
@never_cache
@require_POST
def invite_list(request: SignedIn, slug: str) -> HttpResponse:
    """Do it, and show everybody's link: once, hence no redirect."""
    membership = permissions.manager_of(request.user, slug)
    form = ListForm(request.POST, prefix="list")
    if form.is_valid():
        given = form.cleaned_data
        try:
            invited = invite_all(
                project=membership.project, text=given["names"], role=given["role"], group=given["group"],
                by=request.user, now=timezone.now(),
            )  # fmt: skip
            context = context_of(membership, invited=invited, csv=csv_of(invited))
            return render(request, "labeling/invited.html", context)
        except DomainError as error:
            form.take_errors({}, error.detail)
    return render(request, "labeling/invite.html", context_of(membership, list_form=form), status=400)


def csv_of(invited: list[Invited]) -> str:
    """What was invited, as a sheet: name, user name, role, group, link."""
    file = io.StringIO(newline="")
    rows = rows_into(file)
    rows.writerow(["name", "username", "role", "group", "link"])
    for one in invited:
        cells = [one.line.name, one.user.username, one.line.present_role or one.line.role, one.line.group, one.link]
        rows.writerow([harmless(cell) for cell in cells])
    return file.getvalue()
