"""The reviewers' page: one judgment at a time, held for one reviewer, with a verdict by one key.

Reading a page changes nothing: the turn is taken by the POST that the page sends when it has loaded.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import Conflict, DomainError
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.review_submission import Answered, review_submission
from labeling.actions.settle_task import settle_task
from labeling.actions.take_check import hold_check, take_check
from labeling.actions.withdraw_review import withdraw_review
from labeling.forms.pages import ReviewForm
from labeling.models import CheckReason, Membership, Purpose, Submission
from labeling.reviews import checks
from labeling.reviews import queue as review_queue


@login_required
@never_cache
@require_safe
def review_page(request: SignedIn, slug: str, submission_id: int | None = None) -> HttpResponse:
    """The queue's head, which the page then takes; or one certain judgment."""
    place = permissions.staff_of(request.user, slug)
    context = page_context(request, place)
    if submission_id is not None:
        submission = work_of(place, submission_id)
        if submission.assignment.task.purpose != Purpose.WORK:
            messages.warning(request, _("This is checked no more. Here is what waits."))
            return redirect("labeling:reviews", slug=slug)
        context |= check_context(submission)
    return render(request, "labeling/review.html", context)


@login_required
@require_POST
def next_check(request: SignedIn, slug: str) -> HttpResponse:
    """Take the next judgment that fits, behind the one that `after` names, and show it."""
    place = permissions.staff_of(request.user, slug)
    return show_next(request, place)


@login_required
@require_POST
def verdict(request: SignedIn, slug: str, submission_id: int) -> HttpResponse:
    """Judge it and go on to the next; what does not fit is said beside it."""
    place = permissions.staff_of(request.user, slug)
    submission, form = work_of(place, submission_id), ReviewForm(request.POST)
    if not form.is_valid():
        return show(request, place, submission, problem=_("A verdict is accepted, rejected or sent back."))
    try:
        given = review_submission(submission=submission, reviewer=request.user, now=timezone.now(), **form.cleaned_data)
    except Answered as error:
        return show(request, place, submission, note=str(error.detail))
    except Conflict as error:
        return show_next(request, place, note=str(error.detail))
    except DomainError as error:
        reasons = [reason for reasons in error.fields.values() for reason in reasons]
        return show(request, place, submission, problem=" ".join(reasons) or str(error.detail))
    done = {"review": given, "labeler": submission.assignment.labeler}
    return show_next(request, place, done=done)


@login_required
@require_POST
def withdraw(request: SignedIn, slug: str, submission_id: int) -> HttpResponse:
    """Take one's last verdict back, and show what it was about again."""
    place = permissions.staff_of(request.user, slug)
    submission = work_of(place, submission_id)
    try:
        withdraw_review(submission=submission, by=request.user, now=timezone.now())
    except Conflict as error:
        return show(request, place, submission, problem=str(error.detail))
    return show(request, place, submission, note=_("Your verdict is taken back."))


@login_required
@require_POST
def settle(request: SignedIn, slug: str, submission_id: int) -> HttpResponse:
    """To the labeling screen, for a judgment of one's own."""
    place = permissions.staff_of(request.user, slug)
    task = work_of(place, submission_id).assignment.task
    assignment = settle_task(task=task, reviewer=request.user, role=place.role, now=timezone.now())
    return redirect(reverse("labeling:label", args=[slug]) + f"?assignment={assignment.pk}")


def work_of(place: Membership, submission_id: int) -> Submission:
    """Of this project, and of work alone: what measures labelers is not for reviewers to see."""
    found = Submission.objects.select_related("assignment__project", "assignment__labeler", "assignment__task__project")
    return get_object_or_404(
        found, pk=submission_id, assignment__project=place.project, assignment__purpose=Purpose.WORK
    )


def wish_of(request: SignedIn, place: Membership) -> review_queue.Wish:
    """The filters stand in the address of the page, and in what its forms send."""
    given = request.POST if request.method == "POST" else request.GET
    reason, labeler, after = given.get("reason", ""), given.get("labeler", ""), given.get("after", "")
    return review_queue.Wish(
        project=place.project,
        reason=reason if reason in CheckReason.values else "",
        labeler_id=int(labeler) if review_queue.is_id(labeler) else 0,
        after=review_queue.place_of(place.project, int(after)) if review_queue.is_id(after) else None,
    )


def show_next(request: SignedIn, place: Membership, **told: Any) -> HttpResponse:
    wish = wish_of(request, place)
    turn = take_check(wish=wish, reviewer=request.user, now=timezone.now())
    if "HX-Request" not in request.headers:
        if "note" in told:
            messages.warning(request, told["note"])
        address = reverse("labeling:check", args=[place.project.slug, turn.pk]) if turn else ""
        return redirect(address or reverse("labeling:reviews", args=[place.project.slug]))
    context = page_context(request, place) | told | {"is_part": True, "is_end": turn is None, "was_after": wish.after}
    if turn is not None:
        context |= check_context(work_of(place, turn.pk))
    return render(request, "labeling/_check.html", context)


def show(request: SignedIn, place: Membership, submission: Submission, **told: Any) -> HttpResponse:
    """This one, with what is to be said of it."""
    hold_check(submission_id=submission.pk, reviewer=request.user, now=timezone.now())
    context = page_context(request, place) | check_context(submission) | told
    context |= {"comment": request.POST.get("comment", "")}
    if "HX-Request" in request.headers:
        return render(request, "labeling/_check.html", context | {"is_part": True})
    return render(request, "labeling/review.html", context)


def page_context(request: SignedIn, place: Membership) -> dict[str, Any]:
    wish = wish_of(request, place)
    return {
        "project": place.project,
        "membership": place,
        "tab": "review",
        "wish": wish,
        "waiting": review_queue.waiting(place.project, request.user),
        "is_empty_policy": not (place.project.review["first"] or place.project.review["share"])
        and place.project.review["disputed"] is None,
    }


def check_context(submission: Submission) -> dict[str, Any]:
    return {"check": checks.read_check(submission)}
