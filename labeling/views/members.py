"""Who belongs to a project, and whose work counts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from accounts.models import User
from accounts.requests import SignedIn
from labeling import page_queries, permissions
from labeling.actions.add_member import add_member
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.remove_member import remove_member
from labeling.models import Membership, Role
from labeling.people_forms import ErasureForm, ExclusionForm


@login_required
@require_safe
def member_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    context = {
        "project": membership.project,
        "membership": membership,
        "tab": "members",
        "rows": page_queries.members(membership.project),
        "roles": Role.choices,
    }
    return render(request, "labeling/members.html", context)


def member_of(membership: Membership, username: str) -> User:
    """Someone who is or was in this project: their judgments outlast their membership."""
    if "\0" in username:  # PostgreSQL refuses to look for it
        raise NotFound
    return get_object_or_404(User, username=username, memberships__project=membership.project)


@login_required
@require_POST
def change_place(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Give a role and a group, and let somebody in again who was removed."""
    membership = permissions.manager_of(request.user, slug)
    user, role = member_of(membership, username), request.POST.get("role", "")
    group = request.POST.get("group")
    add_member(project=membership.project, user=user, role=role, group=group, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("labeling:members", slug=slug)


@login_required
@require_POST
def remove(request: SignedIn, slug: str, username: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    user = member_of(membership, username)
    remove_member(project=membership.project, user=user, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is no longer a member.") % {"name": user.get_short_name()})
    return redirect("labeling:members", slug=slug)


@login_required
@require_POST
def exclude(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Take a labeler's work out of the count, or back in; a new ruling, nothing is deleted."""
    membership = permissions.manager_of(request.user, slug)
    user, form = member_of(membership, username), ExclusionForm(request.POST)
    if form.is_valid():
        exclude_labeler(
            project=membership.project, labeler=user, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        said = (
            _("%(name)s's work no longer counts.")
            if form.cleaned_data["is_excluded"]
            else _("%(name)s's work counts again.")
        )
        messages.success(request, said % {"name": user.get_short_name()})
    else:
        messages.error(request, _("Give a reason: it stays with the project's history."))
    return redirect("labeling:members", slug=slug)


@login_required
@require_POST
def erase(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Leave a labeler out of every dataset from now on, for good: the name must be typed, as it cannot be undone."""
    membership = permissions.manager_of(request.user, slug)
    user, form = member_of(membership, username), ErasureForm(request.POST)
    if not form.is_valid() or form.cleaned_data["confirmed"] != user.username:
        messages.error(request, _("To erase somebody, type their user name exactly, and a reason."))
        return redirect("labeling:members", slug=slug)
    erase_labeler(
        project=membership.project, labeler=user, by=request.user, now=timezone.now(),
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    told = _("%(name)s is in no dataset that is built from now on. Earlier exports that hold their work are marked.")
    messages.success(request, told % {"name": user.get_short_name()})
    return redirect("labeling:members", slug=slug)
