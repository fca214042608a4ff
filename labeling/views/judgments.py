"""The judgments behind a figure, for managers."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from accounts.zones import zone_of
from labeling import permissions
from labeling.tasks import judgment_pages
from labeling.tasks.judgment_pages import Wish


@login_required
@require_safe
def judgment_list(request: SignedIn, slug: str) -> HttpResponse:
    """All of them, a person's, a day's, or those with a sign; see `judgment_pages.Wish`."""
    membership = permissions.manager_of(request.user, slug)
    zone = zone_of(request.user.preferences.get("zone"))
    wish = judgment_pages.read_wish(membership.project, request.GET, zone)
    before = request.GET.get("before", "")
    page = judgment_pages.judgment_page(membership.project, wish, before=before)
    query = query_of(wish, is_utc="utc" in request.GET)
    context = {
        "project": membership.project,
        "membership": membership,
        "tab": "members" if wish.labeler else "dashboard",
        "wish": wish,
        "page": page,
        "most": judgment_pages.MOST_COUNTED,
        "is_later": bool(before),
        "query": f"?{urlencode(query)}" if query else ".",
        "older_query": "?" + urlencode({**query, "before": page.before}) if page.before else "",
        "is_utc": "utc" in request.GET,
    }
    return render(request, "labeling/judgments.html", context)


def query_of(wish: Wish, *, is_utc: bool) -> dict[str, str]:
    asked = {
        "by": wish.labeler.username if wish.labeler else "",
        "sign": wish.sign,
        "day": wish.day.isoformat() if wish.day else "",
        "utc": "on" if wish.day and is_utc else "",
    }
    return {name: value for name, value in asked.items() if value}
