"""One's own work: what was submitted, to look at again and amend, and how much it is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from accounts.zones import UnknownZone, day_start, zone_of
from labeling import permissions
from labeling.figures import people
from labeling.models import Digest, ProjectState
from labeling.own import progress
from labeling.own import work as own_work
from labeling.reviews import verdicts


@login_required
@never_cache
@require_safe
def history(request: SignedIn, slug: str) -> HttpResponse:
    project = permissions.membership(request.user, slug).project
    zone = zone_of(request.user.preferences.get("zone"))
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ("before", "day", "q")}
    page = own_work.submissions_of(
        request.user, project, before=asked["before"], day=own_work.day_of(asked["day"], zone), words=asked["q"]
    )
    is_first = not any(asked.values())
    reviews = verdicts.own_reviews(request.user, project) if is_first else None
    rest = request.GET.copy()
    rest["before"] = page.next_before
    context = {
        "project": project,
        "page": page,
        "zone": zone,
        "asked": asked,
        "next_query": rest.urlencode() if page.next_before else "",
        "is_sealed": project.state == ProjectState.SEALED,
        "in_hand": own_work.drafts_of(request.user, project) if is_first else [],
        "returned": own_work.of_reviews(reviews.returned, request.user, project) if reviews else [],
        "rejected": own_work.of_reviews(reviews.rejected, request.user, project) if reviews else [],
        "skipped": own_work.skips_of(request.user, project) if is_first else [],
    }
    return render(request, "labeling/history.html", context)


@never_cache
@require_safe
def own_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment of one's own figures. Scripts fetch it, so an expired sign-in is 401, not a redirect.

    Opened as a page it would stand there unstyled: whoever does that gets the screen, which shows it. Browsers name
    HTML when they open a page, and never of themselves when a script fetches.
    """
    if "text/html" in request.headers.get("Accept", ""):
        return redirect("labeling:label", slug=slug)
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    project = permissions.membership(request.user, slug).project
    try:
        zone = zone_of(request.GET.get("zone") or request.user.preferences.get("zone"))
    except UnknownZone:
        return HttpResponse(status=400)
    figures = progress.figures_of(request.user, project, start=day_start(zone, timezone.now()))
    context = {
        "project": project,
        "figures": figures,
        # Of themselves alone; how well they agree with others only where the project says so.
        "kept": people.figures_kept(Digest.objects.filter(project=project).first()).get(request.user.pk),
        "active_today": progress.in_words(figures.active_today),
        "active_total": progress.in_words(figures.active_total),
    }
    return render(request, "labeling/_own_figures.html", context)
