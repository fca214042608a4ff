"""Who belongs to a project, and whose work counts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import DomainError, NotFound
from accounts.models import User
from accounts.requests import SignedIn
from labeling import page_queries, permissions
from labeling.actions.add_member import add_member
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.invite_person import invite_person
from labeling.actions.remove_member import remove_member
from labeling.forms import ErasureForm, ExclusionForm, MemberForm, NewPersonForm
from labeling.models import Membership, Role


@login_required
@require_http_methods(["GET", "POST"])
def member_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role, username = form.cleaned_data["role"], form.cleaned_data["username"]
        user = User.objects.filter(username__iexact=username, is_active=True).first()
        if user is None:
            form.add_error("username", _("Nobody here has this username. Create them below."))
        else:
            add_member(project=membership.project, user=user, role=role, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is a member now.") % {"name": user.get_short_name()})
            return redirect("labeling:members", slug=slug)
    return render(request, "labeling/members.html", context_of(membership, form=form))


def context_of(membership: Membership, **more: object) -> dict[str, object]:
    return {
        "project": membership.project,
        "membership": membership,
        "tab": "members",
        "rows": page_queries.members(membership.project),
        "roles": Role.choices,
        "form": MemberForm(),
        "person_form": NewPersonForm(prefix="person"),
        **more,
    }


@login_required
@require_POST
def new_person(request: SignedIn, slug: str) -> HttpResponse:
    """Make an account and show its one-time sign-in link: once, hence no redirect."""
    membership = permissions.manager_of(request.user, slug)
    form = NewPersonForm(request.POST, prefix="person")
    link, person, status = "", None, 400
    if form.is_valid():
        now, given = timezone.now(), form.cleaned_data
        try:
            person, link = invite_person(
                project=membership.project, name=given["username"], role=given["role"], by=request.user, now=now
            )
            form, status = NewPersonForm(prefix="person"), 200
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
    context = context_of(membership, person_form=form, person=person, link=link)
    return render(request, "labeling/members.html", context, status=status)


def member_of(membership: Membership, username: str) -> User:
    """Someone who is or was in this project: their judgments outlast their membership."""
    if "\0" in username:  # PostgreSQL refuses to look for it
        raise NotFound
    return get_object_or_404(User, username=username, memberships__project=membership.project)


@login_required
@require_POST
def change_role(request: SignedIn, slug: str, username: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    user, role = member_of(membership, username), request.POST.get("role", "")
    add_member(project=membership.project, user=user, role=role, by=request.user, now=timezone.now())
    messages.success(request, _("The role of %(name)s has changed.") % {"name": user.get_short_name()})
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
