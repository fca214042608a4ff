"""Gold: answer keys, which tasks are gold, and how much of it labelers get. For managers only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import DomainError, Invalid, NotFound
from accounts.requests import SignedIn
from labeling import permissions, queries
from labeling.actions.make_gold import make_gold, make_gold_by, set_gold_rate, unmake_gold
from labeling.actions.set_key import set_key
from labeling.forms.key import KeyForm, RateForm
from labeling.gold import queries as gold_queries
from labeling.kinds import KINDS
from labeling.kinds.presets import in_our_language
from labeling.models import AnswerKey, Membership, Project, Purpose, Task
from labeling.tasks import task as task_queries


@login_required
@require_safe
def quality(request: SignedIn, slug: str) -> HttpResponse:
    """How well labelers do against what is known to be right."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    context = {
        "project": project, "membership": membership, "tab": "quality", "page": "scores",
        "rows": gold_queries.member_scores(project),
        "has_gold": Task.objects.filter(project=project, purpose=Purpose.GOLD).exists(),
    }  # fmt: skip
    return render(request, "labeling/quality.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def gold(request: SignedIn, slug: str) -> HttpResponse:
    """The gold tasks, what could be gold, and the share of gold; POST sets the share."""
    membership = permissions.manager_of(request.user, slug)
    project = membership.project
    if request.method == "POST":
        form = RateForm(request.POST)
        if form.is_valid() and form.share() is not None:
            set_gold_rate(project=project, rate=form.share(), by=request.user, now=timezone.now())
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("The share of gold is 0 to 50 percent."))
        return redirect("labeling:gold", slug=slug)
    context = {
        "project": project, "membership": membership, "tab": "quality", "page": "gold",
        "percent": 100 * project.gold_rate,
        "tasks": gold_queries.gold_tasks(project),
        "proposals": [(one, letters_of_pairs(one)) for one in gold_queries.proposals(project)],
    }  # fmt: skip
    return render(request, "labeling/gold.html", context)


def letters_of_pairs(proposal: gold_queries.Proposal) -> list[tuple[str, str]]:
    letters = page_letters(proposal.task)
    return [(letters[better], letters[worse]) for better, worse in proposal.pairs]


def page_letters(task: Task) -> dict[int, str]:
    if not KINDS[task.project.kind].most_cards:
        return {}
    return task_queries.letters_of(task, list(task.completions.order_by("index")))


@login_required
@require_POST
def member_rate(request: SignedIn, slug: str, username: str) -> HttpResponse:
    """One member's share of gold; empty: as the project says."""
    project = permissions.manager_of(request.user, slug).project
    member = permissions.present_member(project, username)
    form = RateForm(request.POST)
    if form.is_valid():
        set_gold_rate(project=project, member=member, rate=form.share(), by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("The share of gold is 0 to 50 percent."))
    return redirect("labeling:quality", slug=slug)


def task_of(request: SignedIn, slug: str, task_id: int) -> tuple[Membership, Task]:
    membership = permissions.manager_of(request.user, slug)
    task, _role = permissions.task_for_staff(request.user, task_id)
    if task.project_id != membership.project.pk:
        raise NotFound
    return membership, task


@login_required
@require_http_methods(["GET", "POST"])
def key(request: SignedIn, slug: str, task_id: int) -> HttpResponse:
    """The task's answer key; POST sets it, and with `then=gold` makes the task gold at once."""
    membership, task = task_of(request, slug, task_id)
    kept = AnswerKey.objects.filter(task=task).first()
    questions = queries.current_version(task.project).form.get("completion", [])
    flags = [in_our_language(question) for question in questions if question["type"] == "flag"]
    form = KeyForm(page_letters(task), flags, kept, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act = make_gold_by if request.POST.get("then") == "gold" else set_key
            act(task=task, by=request.user, now=timezone.now(), **form.said())
        except DomainError as error:
            form.take_errors(error.fields, str(error.detail))
        else:
            messages.success(request, _("The key is set."))
            return redirect("labeling:key", slug=slug, task_id=task.pk)
    context = {
        "project": membership.project, "membership": membership, "tab": "tasks", "task": task, "form": form,
        "view": task_queries.task_view(task), "is_gold": task.purpose == Purpose.GOLD, "key": kept,
    }  # fmt: skip
    return render(request, "labeling/key.html", context)


@login_required
@require_POST
def decide(request: SignedIn, slug: str, task_id: int) -> HttpResponse:
    """Make a task gold by what its labelers all say (`confirm`), or by its key (`gold`); or not gold (`not_gold`)."""
    membership, task = task_of(request, slug, task_id)
    choice = request.POST.get("choice", "")
    if choice == "confirm":
        confirm(task, membership.project, request)
    elif choice == "gold":
        make_gold(task=task, by=request.user, now=timezone.now())
        messages.success(request, _("The task is gold."))
    elif choice == "not_gold":
        unmake_gold(task=task, by=request.user, now=timezone.now())
        messages.success(request, _("The task is not gold."))
    else:
        messages.error(request, _("There is no such ruling on a task."))
    return redirect("labeling:gold", slug=slug)


def confirm(task: Task, project: Project, request: SignedIn) -> None:
    _judged, pairs = gold_queries.unanimous(project, [task.pk]).get(task.pk, (0, []))
    if not pairs:
        raise Invalid(_("Its labelers do not all agree any more."))
    make_gold_by(task=task, by=request.user, now=timezone.now(), pairs=[list(pair) for pair in pairs])
    messages.success(request, _("The task is gold: its labelers' order is the key."))
