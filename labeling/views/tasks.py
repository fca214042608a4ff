"""Tasks as managers and reviewers see them. Only managers see policies and splits."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.change_task import change_task
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import Answered, review_submission
from labeling.forms.pages import MarkForm, ReviewForm, TaskForm
from labeling.models import Role, Submission, Task
from labeling.tasks import orders as task_orders
from labeling.tasks import task as task_queries


def task_of(request: SignedIn, slug: str, task_id: int) -> Task:
    task, _role = permissions.task_for_staff(request.user, task_id)
    if task.project.slug != slug:
        raise NotFound
    return task


@login_required
@require_safe
def task_detail(request: SignedIn, slug: str, task_id: int) -> HttpResponse:
    membership = permissions.staff_of(request.user, slug)
    task = task_of(request, slug, task_id)
    view = task_queries.task_view(task)
    context = {
        "project": membership.project,
        "membership": membership,
        "is_manager": membership.role == Role.MANAGER,
        "tab": "tasks",
        "task": task,
        "view": view,
        "orders": task_orders.orders_of(view),
        "metadata": json.dumps(task.metadata, ensure_ascii=False, indent=2) if task.metadata else "",
    }
    return render(request, "labeling/task.html", context)


@login_required
@require_POST
def mark(request: SignedIn, slug: str, task_id: int) -> HttpResponse:
    """Park, restore or archive a task: for managers."""
    permissions.manager_of(request.user, slug)
    task, form = task_of(request, slug, task_id), MarkForm(request.POST)
    if form.is_valid():
        mark_task(task=task, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The task's state has changed."))
    else:
        messages.error(request, _("There is no such ruling on a task."))
    return redirect("labeling:task", slug=slug, task_id=task.pk)


@login_required
@require_POST
def review(request: SignedIn, slug: str, task_id: int, submission_id: int) -> HttpResponse:
    """Judge one submission: by its own id, since two labelers' clients may make the same UUID."""
    task, form = task_of(request, slug, task_id), ReviewForm(request.POST)
    submission = get_object_or_404(Submission, assignment__task=task, pk=submission_id)
    if not form.is_valid():
        messages.error(request, _("A verdict is accepted, rejected or sent back."))
        return redirect("labeling:task", slug=slug, task_id=task.pk)
    try:
        review_submission(submission=submission, reviewer=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your verdict is recorded."))
    except Answered as error:
        messages.warning(request, str(error.detail))
    return redirect("labeling:task", slug=slug, task_id=task.pk)


@login_required
@require_POST
def change(request: SignedIn, slug: str, task_id: int) -> HttpResponse:
    """Set a task's priority and overlap: for managers."""
    permissions.manager_of(request.user, slug)
    task, form = task_of(request, slug, task_id), TaskForm(request.POST)
    if form.is_valid() and not form.changes():
        messages.info(request, _("Nothing was changed."))
    elif form.is_valid():
        change_task(task=task, by=request.user, now=timezone.now(), **form.changes())
        messages.success(request, _("The task has changed; it goes ahead of the untouched ones of its priority."))
    else:
        messages.error(request, _("Priority and overlap are whole numbers."))
    return redirect("labeling:task", slug=slug, task_id=task.pk)
