"""Changing many tasks at once from their list: beginning it, watching it, stopping it, taking it back."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import DomainError, NotFound
from accounts.requests import SignedIn
from labeling import permissions
from labeling.actions.start_task_change import (
    MOST_CHOSEN,
    start_task_change,
    stop_task_change,
    undo_task_change,
)
from labeling.forms.pages import PageForm
from labeling.models import Project, TaskBefore, TaskChange
from labeling.storable import reads_as_id
from labeling.tasks.filters import read_filters


class ChangeForm(PageForm):
    action = forms.CharField(max_length=20)
    value = forms.IntegerField(required=False)
    everything = forms.BooleanField(required=False)
    filters = forms.CharField(required=False, max_length=10_000)


@login_required
@require_POST
def start(request: SignedIn, slug: str) -> HttpResponse:
    """Change the tasks that are ticked, or all that fit the list's filters."""
    membership = permissions.manager_of(request.user, slug)
    form = ChangeForm(request.POST)
    filters = read_filters(QueryDict(request.POST.get("filters", "").removeprefix("?")), membership.role)
    chosen = [int(pk) for pk in request.POST.getlist("task") if reads_as_id(pk)]
    try:
        if form.is_valid():
            start_task_change(
                project=membership.project, action=form.cleaned_data["action"], value=form.cleaned_data["value"],
                task_ids=None if form.cleaned_data["everything"] else chosen, filters=filters,
                by=request.user, now=timezone.now(),
            )  # fmt: skip
        else:
            messages.error(request, "; ".join(str(reason) for reasons in form.errors.values() for reason in reasons))
    except DomainError as error:
        reasons = [str(reason) for reasons in error.fields.values() for reason in reasons]
        messages.error(request, " ".join(reasons) or str(error.detail))
    return redirect(f"{reverse('labeling:tasks', args=[slug])}{request.POST.get('filters', '')[:2000]}")


def change_of(request: SignedIn, slug: str, change_id: int) -> TaskChange:
    project = permissions.manager_of(request.user, slug).project
    found = project.task_changes.select_related("created_by", "undone_by").filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


@login_required
@require_safe
def progress(request: SignedIn, slug: str, change_id: int) -> HttpResponse:
    """How far it is; once it is done the page is loaded anew, for its rows are as they were before."""
    change = change_of(request, slug, change_id)
    context = {"change": change, "project": change.project, "undoable": undoable([change])}
    answer = render(request, "labeling/_task_change.html", context)
    if change.is_finished:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def undo(request: SignedIn, slug: str, change_id: int) -> HttpResponse:
    change = change_of(request, slug, change_id)
    try:
        undo_task_change(change=change, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error.detail))
    return redirect(list_as_it_was(request, slug))


@login_required
@require_POST
def stop(request: SignedIn, slug: str, change_id: int) -> HttpResponse:
    """What is changed by then stays, and can be undone."""
    change = change_of(request, slug, change_id)
    try:
        stop_task_change(change=change, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error.detail))
    return redirect(list_as_it_was(request, slug))


def list_as_it_was(request: SignedIn, slug: str) -> str:
    """The list with the filters under which the button was pressed, as the browser tells; nowhere else."""
    address = reverse("labeling:tasks", args=[slug])
    came_from = urlsplit(request.headers.get("Referer", ""))
    return f"{address}?{came_from.query}" if came_from.path == address and came_from.query else address


def latest(project: Project) -> list[TaskChange]:
    """The newest changes, for the list: those that go on, and the last one."""
    newest = list(project.task_changes.select_related("created_by", "undone_by").order_by("-pk")[:3])
    return [change for place, change in enumerate(newest) if place == 0 or not change.is_finished]


def undoable(changes: list[TaskChange]) -> set[int]:
    """Those after which something can be put back. A place in the queue cannot: labelers have gone past the old one."""
    return {one.pk for one in changes if one.action != TaskChange.Action.REQUEUE or has_restored(one)}


def has_restored(change: TaskChange) -> bool:
    """Whether requeueing brought parked tasks back; told by as many as one page can choose."""
    rows = TaskBefore.objects.filter(change=change).values_list("before", "after")[:MOST_CHOSEN]
    return any(before != after for before, after in rows)
