"""My projects: what waits for me, and how far each project is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from accounts.zones import day_start, zone_of
from labeling import page_queries, permissions
from labeling.overview import lines
from labeling.own import progress as own_progress
from labeling.reviews import verdicts


@login_required
@require_safe
def home(request: SignedIn) -> HttpResponse:
    rows = page_queries.my_projects(request.user)
    zone, now = zone_of(request.user.preferences.get("zone")), timezone.now()
    lines.draw(rows, zone=zone, now=now)
    mine = [row.project.pk for row in rows if row.mine]
    today = own_progress.answered_today(request.user, mine, start=day_start(zone, now)) if mine else {}
    returned = verdicts.returned_counts(request.user, mine) if mine else {}
    for row in rows:
        row.mine_today, row.returned = today.get(row.project.pk, 0), returned.get(row.project.pk, 0)
    return render(
        request,
        "labeling/home.html",
        {"rows": rows, "may_create": permissions.can_create_projects(request.user)},
    )
