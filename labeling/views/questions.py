"""Questions on tasks: what one asked oneself, and the page on which they are answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import DomainError, NotFound
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.answer_question import answer_question
from labeling.actions.mark_seen import mark_answers_read, mark_reviews_seen
from labeling.forms.pages import AnswerForm
from labeling.models import Membership, Role
from labeling.moments import read_moment
from labeling.questions import asked
from labeling.reviews import verdicts

# Digits of what fits into the column.
LONGEST_NUMBER = 18


@never_cache
@require_http_methods(["GET", "POST"])
def own_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment for the labeling screen: what reviewers say of one's work, and one's questions.

    A POST says that the answers up to `until` and the reviews up to number `review` were seen.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    project = permissions.membership(request.user, slug).project
    if request.method == "POST":
        until, review = read_moment(request.POST.get("until", "")), read_number(request.POST.get("review", ""))
        if until is None and review is None:
            return HttpResponse(status=400)
        if until is not None:
            mark_answers_read(asker=request.user, project=project, until=until, now=timezone.now())
        if review is not None:
            mark_reviews_seen(labeler=request.user, project=project, number=review)
        return HttpResponse(status=204)
    questions, reviews = asked.own_questions(request.user, project), verdicts.own_reviews(request.user, project)
    count = len(questions.rows) + len(reviews)
    context = {"project": project, "asked": questions, "reviews": reviews, "count": count}
    return render(request, "labeling/_own_questions.html", context)


def read_number(text: str) -> int | None:
    """None for what is no number of a review."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


@login_required
@require_safe
def question_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.staff_of(request.user, slug)
    page = asked.question_page(membership.project, role=membership.role, before=request.GET.get("before", ""))
    is_manager = membership.role == Role.MANAGER
    context = {
        "project": membership.project,
        "membership": membership,
        "tab": "questions",
        "page": page,
        "waiting": [(row, AnswerForm.of(row.question, is_manager=is_manager)) for row in page.waiting],
        "answered": [(row, AnswerForm.of(row.question, is_manager=is_manager)) for row in page.answered],
    }
    return render(request, "labeling/questions.html", context)


@login_required
@require_POST
def answer(request: SignedIn, slug: str, question_id: int) -> HttpResponse:
    """Answer or correct; a page's script gets the question alone, anew."""
    membership = permissions.staff_of(request.user, slug)
    question, role = permissions.question_for_staff(request.user, question_id)
    if question.project_id != membership.project.pk:
        raise NotFound
    form = AnswerForm.of(question, is_manager=role == Role.MANAGER, data=request.POST)
    if form.is_valid():
        try:
            answer_question(question=question, by=request.user, role=role, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.take_errors(error.fields, error.detail)
        else:
            if "HX-Request" not in request.headers:
                messages.success(request, _("Your answer is on its way to the asker."))
                return redirect("labeling:questions", slug=slug)
            return one_question(request, membership, question_id)
    return one_question(request, membership, question_id, form)


def one_question(
    request: SignedIn, membership: Membership, question_id: int, form: AnswerForm | None = None
) -> HttpResponse:
    row = asked.row_of(asked.questions_of(membership.project).get(pk=question_id))
    context = {
        "project": membership.project,
        "row": row,
        "form": form or AnswerForm.of(row.question, is_manager=membership.role == Role.MANAGER),
        "is_fresh": form is None,
        "is_open": form is not None,
    }
    return render(request, "labeling/_question.html", context, status=200)
