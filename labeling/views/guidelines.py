"""The guidelines beside the task: what changed since one saw them, and that one has seen them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from labeling import permissions
from labeling.actions.mark_seen import mark_guidelines_seen
from labeling.texts.guideline_changes import changes_between

# Digits of the database's largest whole number, less one.
LONGEST_NUMBER = 9


@never_cache
@require_http_methods(["GET", "POST"])
def guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """GET ?from=N&to=M: what changed between two versions. POST version=N: the screen has shown this one."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    project = permissions.membership(request.user, slug).project
    if request.method == "POST":
        number = read_number(request.POST.get("version"))
        if number is None:
            return HttpResponse(status=400)
        mark_guidelines_seen(labeler=request.user, project=project, number=number)
        return HttpResponse(status=204)
    numbers = [read_number(request.GET.get(end)) for end in ("from", "to")]
    texts = dict(project.versions.filter(number__in=filter(None, numbers)).values_list("number", "guidelines"))
    earlier, later = (texts.get(number or 0) for number in numbers)
    if earlier is None or later is None:
        return HttpResponse(status=400)
    return render(request, "labeling/_guideline_changes.html", {"changes": changes_between(earlier, later)})


def read_number(text: str | None) -> int | None:
    is_number = text and text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if text and is_number else None
