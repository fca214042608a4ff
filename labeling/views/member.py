"""One person in a project: how they work, and what a manager can do about it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import DomainError, NotFound
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions import limit_member
from labeling.actions.add_member import add_member
from labeling.charts import bars, dots, scatter
from labeling.figures import labeler, people
from labeling.forms.pages import PageForm
from labeling.forms.people import CapsForm, NoteForm, PlaceForm
from labeling.gold import queries as gold_queries
from labeling.models import Membership
from labeling.people.open_links import open_links
from labeling.statistics.rates import Rate


def place_of(membership: Membership, username: str) -> Membership:
    """The place of someone who is or was in this project: their judgments outlast their membership."""
    if "\0" in username:  # PostgreSQL refuses to look for it
        raise NotFound
    places = Membership.objects.select_related("user", "project", "paused_by")
    return get_object_or_404(places, project=membership.project, user__username=username)


@login_required
@require_safe
def member(request: SignedIn, slug: str, username: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    return show(request, membership, place_of(membership, username))


def show(
    request: SignedIn, membership: Membership, place: Membership, status: int = 200, **forms: PageForm
) -> HttpResponse:
    now = timezone.now()
    working = labeler.working_of(place, now=now)
    row = people.person_of(place, now=now)
    context: dict[str, Any] = {
        "working": working,
        "care": care_of(row, working),
        "days_lead": judgments_of(row, utc="on"),
        "pace": bars.daily_bars([(day.day, day.judgments) for day in working.days]),
        "speed": scatter.scatter([(one.reading, one.active) for one in working.speeds]),
        "project": membership.project,
        "membership": membership,
        "tab": "members",
        "place": place,
        "gold": gold_queries.gold_score(membership.project, place.user),
        "row": row,
        "place_form": PlaceForm(initial={"role": place.role, "group": place.group}),
        "caps_form": CapsForm(initial={"daily_cap": place.daily_cap, "share_cap": place.share_cap}),
        "links": [] if row.is_removed else open_links(place, now=now),
        "note_form": NoteForm(initial={"note": place.note}),
        **forms,
    }
    return render(request, "labeling/member.html", context, status=status)


@dataclass(frozen=True)
class Care:
    """A rate with its dot, and what chance alone would give."""

    title: str
    rate: Rate
    dot: dots.Dot
    chance: float | None = None
    # The addresses of what it is the share of, and of those that have it; empty where there is no such list.
    leads: str = ""
    share_leads: str = ""


def care_of(row: people.Person, working: labeler.Working) -> list[Care]:
    figures = row.figures
    rates = [
        (_("Agreement with the majority of the others"), figures.agreement.half_credit, None),
        (_("Agreement where neither ties"), figures.agreement.decisive, None),
        (_("Ties"), figures.ties, None),
        (_("Faster than the texts can be read"), figures.hasty, None),
        (_("The same answer to every scale"), figures.straight, None),
        (_("The text shown first was the best"), working.first_best, working.first_by_chance),
    ]
    # What each is the share of, and which have it; the last is of the newest judgments alone.
    signs = [
        ("compared", ""), ("decisive", ""), ("ranked", "tied"), ("timed", "hasty"), ("", "straight"),
        ("single", "first"),
    ]  # fmt: skip
    leads = [(judgments_of(row, sign), judgments_of(row, shows) if shows else "") for sign, shows in signs]
    care = [Care(title, rate, dots.dot(rate), chance) for title, rate, chance in rates]
    return [replace(one, leads=n, share_leads=share) for one, (n, share) in zip(care, leads, strict=True)]


def judgments_of(row: people.Person, sign: str = "", **more: str) -> str:
    asked = {"by": row.user.username} | ({"sign": sign} if sign else {}) | more
    return f"{reverse('labeling:judgments', args=[row.place.project.slug])}?{urlencode(asked)}"


@login_required
@require_POST
def change_place(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Give a role and a group, and let somebody in again who was removed."""
    membership = permissions.manager_of(request.user, slug)
    place, form = place_of(membership, username), PlaceForm(request.POST)
    if form.is_valid():
        try:
            add_member(project=place.project, user=place.user, by=request.user, now=timezone.now(), **form.cleaned_data)
            return done(request, place)
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
    return show(request, membership, place, 400, place_form=form)


@login_required
@require_POST
def cap(request: SignedIn, slug: str, username: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    place, form = place_of(membership, username), CapsForm(request.POST)
    if not form.is_valid():
        return show(request, membership, place, 400, caps_form=form)
    limit_member.cap_member(place=place, by=request.user, now=timezone.now(), **form.cleaned_data)
    return done(request, place)


@login_required
@require_POST
def pause(request: SignedIn, slug: str, username: str) -> HttpResponse:
    place = place_of(permissions.manager_of(request.user, slug), username)
    limit_member.pause_member(place=place, by=request.user, now=timezone.now())
    return done(request, place, _("%(name)s gets no new tasks. What is in hand can still be submitted."))


@login_required
@require_POST
def resume(request: SignedIn, slug: str, username: str) -> HttpResponse:
    place = place_of(permissions.manager_of(request.user, slug), username)
    limit_member.resume_member(place=place, by=request.user, now=timezone.now())
    return done(request, place, _("%(name)s gets tasks again."))


@login_required
@require_POST
def note(request: SignedIn, slug: str, username: str) -> HttpResponse:
    membership = permissions.manager_of(request.user, slug)
    place, form = place_of(membership, username), NoteForm(request.POST)
    if not form.is_valid():
        return show(request, membership, place, 400, note_form=form)
    limit_member.note_member(place=place, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
    return done(request, place)


def done(request: SignedIn, place: Membership, said: str = "") -> HttpResponse:
    messages.success(request, said % {"name": place.user.get_short_name()} if said else _("Saved."))
    return redirect("labeling:member", slug=place.project.slug, username=place.user.username)
