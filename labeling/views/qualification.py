"""Qualifications: sets and candidates for managers, grading for reviewers too, explanations for their labelers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import DomainError, NotFound
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.make_qualification import make_qualification, take_out_of_force
from labeling.actions.rule_qualification import allow_again, grade, rule
from labeling.forms.qualification import GradeForm, QualificationForm, RulingForm
from labeling.kinds import KINDS
from labeling.models import Purpose, Submission
from labeling.own import qualification as own_qualification
from labeling.qualification import queries as reads


@login_required
@require_http_methods(["GET", "POST"])
def qualification(request: SignedIn, slug: str) -> HttpResponse:
    """Who has passed what; POST makes a set and puts it in force."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    words = request.GET.get("q", "").replace("\0", "")
    form = QualificationForm.of(project, reads.choices(project, words), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_qualification(project=project, by=request.user, now=timezone.now(), **form.settings())
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            messages.success(request, _("Labelers pass this first from now on."))
            return redirect("labeling:qualification", slug=slug)
    context = {
        "project": project, "membership": membership, "tab": "quality", "page": "qualification", "form": form,
        "sets": reads.sets_of(project), "candidates": reads.candidates(project), "words": words,
        "is_graded": not KINDS[project.kind].most_cards, "max_candidates": reads.MOST_CANDIDATES,
    }  # fmt: skip
    return render(request, "labeling/qualification.html", context)


@login_required
@require_POST
def lift(request: SignedIn, slug: str) -> HttpResponse:
    """Nobody has to pass anything any more."""
    project = permissions.manager_of(request.user, slug).project
    take_out_of_force(project=project, by=request.user, now=timezone.now())
    messages.success(request, _("Nobody has to pass a qualification now."))
    return redirect("labeling:qualification", slug=slug)


@login_required
@require_POST
def ruling(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """Let one person pass or not, do not ask them, or give them another attempt."""
    project = permissions.manager_of(request.user, slug).project
    member = permissions.present_member(project, username)
    form = RulingForm.of(project, request.POST)
    if form.is_valid() and (other := form.cleaned_data["again"]):
        allow_again(member=member, other=other, by=request.user, now=timezone.now())
        messages.success(request, _("They can try again."))
    elif form.is_valid() and (standing := form.cleaned_data["standing"]):
        rule(member=member, standing=standing, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Say what becomes of it: passed, not passed, not asked, or another attempt."))
    return redirect("labeling:qualification", slug=slug)


@login_required
@require_safe
def grading(request: SignedIn, slug: str) -> HttpResponse:
    """Answers that wait for a grade. Who wrote them is not told."""
    membership = permissions.staff_of(request.user, slug)
    is_graded = request.GET.get("graded") == "yes"
    context = {
        "project": membership.project, "membership": membership, "tab": "grading", "is_graded": is_graded,
        "answers": reads.to_grade(membership.project, request.user.pk, is_graded=is_graded), "steps": range(1, 8),
    }  # fmt: skip
    return render(request, "labeling/grading.html", context)


@login_required
@require_POST
def grade_answer(request: SignedIn, slug: str, submission_id: int) -> HttpResponse:
    membership = permissions.staff_of(request.user, slug)
    submission = get_object_or_404(
        Submission.objects.select_related("assignment__project", "assignment__labeler"),
        pk=submission_id, assignment__project=membership.project, assignment__purpose=Purpose.QUALIFICATION,
    )  # fmt: skip
    form = GradeForm(request.POST)
    if form.is_valid():
        grade(submission=submission, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Graded."))
    else:
        messages.error(request, _("A grade is a whole number from 1 to 7."))
    return redirect("labeling:grading", slug=slug)


@never_cache
@require_safe
def explanation(request: HttpRequest, slug: str, assignment_id: int) -> HttpResponse:
    """What the key says of one's answer in a qualification, and how it ended; 204 where there is nothing to say."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    own = permissions.own_assignment(request.user, assignment_id)
    if own.project.slug != slug:
        raise NotFound
    told = own_qualification.explain(own)
    if told is None:
        return HttpResponse(status=204)
    return render(request, "labeling/_explanation.html", {"told": told})
