"""Excluding a person's work: a look first, the ruling, how far its slots are, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.figures import people
from labeling.forms.people import ErasureForm, ExclusionForm, SinceForm
from labeling.models import Membership
from labeling.people import exclusion as exclusion_look
from labeling.views.member import place_of


@login_required
@require_http_methods(["GET", "POST"])
def exclusion(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """GET looks and changes nothing; POST is a new ruling, and nothing is deleted by it either."""
    membership = permissions.manager_of(request.user, slug)
    place = place_of(membership, username)
    if request.method != "POST":
        return look(request, membership, place, SinceForm(request.GET or None), ExclusionForm())
    form = ExclusionForm(request.POST)
    if not form.is_valid() and request.POST.get("is_excluded") == "no":
        messages.error(request, _("Give a reason: it stays with the project's history."))
        return redirect("labeling:member", slug=slug, username=username)
    if not form.is_valid():
        return look(request, membership, place, SinceForm({"since": request.POST.get("since", "")}), form, status=400)
    exclude_labeler(project=place.project, labeler=place.user, by=request.user, now=timezone.now(), **form.cleaned_data)
    said = (
        _("%(name)s's work no longer counts.")
        if form.cleaned_data["is_excluded"]
        else _("%(name)s's work counts again.")
    )
    messages.success(request, said % {"name": place.user.get_short_name()})
    return redirect("labeling:member", slug=slug, username=username)


def look(
    request: SignedIn, membership: Membership, place: Membership, since_form: SinceForm, form: ExclusionForm,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    since = since_form.cleaned_data.get("since") if since_form.is_bound and since_form.is_valid() else None
    context: dict[str, Any] = {
        "project": membership.project,
        "membership": membership,
        "tab": "members",
        "place": place,
        "row": people.person_of(place, now=timezone.now()),
        "since": since,
        "since_form": since_form,
        "form": form,
        "look": exclusion_look.look_at(place, since=since),
    }
    return render(request, "labeling/exclusion.html", context, status=status)


@login_required
@require_safe
def settlement(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """How far the slots are after the newest ruling; fetched again and again while it goes on."""
    place = place_of(permissions.manager_of(request.user, slug), username)
    return render(
        request,
        "labeling/_settlement.html",
        {"project": place.project, "place": place, "row": people.person_of(place, now=timezone.now())},
    )


@login_required
@require_POST
def erase(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Leave a labeler out of every dataset from now on, for good: the name must be typed, as it cannot be undone."""
    place, form = place_of(permissions.manager_of(request.user, slug), username), ErasureForm(request.POST)
    if not form.is_valid() or form.cleaned_data["confirmed"] != place.user.username:
        messages.error(request, _("To erase somebody, type their user name exactly, and a reason."))
        return redirect("labeling:member", slug=slug, username=username)
    erase_labeler(
        project=place.project, labeler=place.user, by=request.user, now=timezone.now(),
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    told = _("%(name)s is in no dataset that is built from now on. Earlier exports that hold their work are marked.")
    messages.success(request, told % {"name": place.user.get_short_name()})
    return redirect("labeling:member", slug=slug, username=username)
