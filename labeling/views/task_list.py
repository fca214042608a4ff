"""The list of a project's tasks, for its managers and reviewers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from labeling import permissions
from labeling.models import Import, JobState, Membership, Project, Role, TaskChange
from labeling.tasks import pages as task_pages
from labeling.tasks.choices import FilterField, filter_fields
from labeling.tasks.filters import read_filters
from labeling.views.task_changes import latest, undoable


@dataclass(frozen=True)
class Chip:
    """A filter that narrows the list now, and the list's address without it."""

    field: FilterField
    query: str


@login_required
@require_safe
def task_list(request: SignedIn, slug: str) -> HttpResponse:
    membership = permissions.staff_of(request.user, slug)
    return render(request, "labeling/tasks.html", context_of(membership, request.GET))


def context_of(membership: Membership, given: Mapping[str, str]) -> dict[str, Any]:
    project, filters = membership.project, read_filters(given, membership.role)
    fields = filter_fields(project, membership.role, filters)
    page = task_pages.task_page(
        project, filters, after=given.get("after", ""), before=given.get("before", ""), role=membership.role
    )
    changes = latest(project) if membership.role == Role.MANAGER else []
    return {
        "project": project,
        "membership": membership,
        "is_manager": membership.role == Role.MANAGER,
        "tab": "tasks",
        "fields": fields,
        "more_is_open": any(field.value and not field.is_in_front for field in fields),
        "chips": [Chip(one, query_of(without(filters, one.name))) for one in fields if one.value],
        "filters": filters,
        "flag_names": dict(next((field.choices for field in fields if field.name == "flag"), [])),
        "query": query_of(filters),
        "page": page,
        "next_query": query_of({**filters, "after": page.after}) if page.after else "",
        "previous_query": query_of({**filters, "before": page.before}) if page.before else "",
        "changes": changes,
        "undoable": undoable(changes),
        "actions": [one for one in TaskChange.Action.choices if one[0] != TaskChange.Action.UNDO],
        "valued": [TaskChange.Action.PRIORITY, TaskChange.Action.OVERLAP],
        "is_still_read": "q" in filters and is_still_read(project),
    }


def query_of(filters: Mapping[str, str]) -> str:
    return f"?{urlencode(filters)}" if filters else "."


def without(filters: Mapping[str, str], name: str) -> dict[str, str]:
    return {one: value for one, value in filters.items() if one != name}


def is_still_read(project: Project) -> bool:
    """Whether the search does not know all prompts yet."""
    done = Import.objects.filter(project=project, state=JobState.DONE, is_dry_run=False, created__gt=0)
    return done.filter(is_searchable=False).exists()


@login_required
@require_safe
def task_count(request: SignedIn, slug: str) -> HttpResponse:
    """How many tasks fit, as a fragment that the list fetches once it is there: counting takes longer than listing."""
    membership = permissions.staff_of(request.user, slug)
    filters = read_filters(request.GET, membership.role)
    found = task_pages.count(membership.project, filters, role=membership.role)
    most = task_pages.MOST_COUNTED
    context = {"count": found, "most": most, "is_more": found is None or found > most}
    return render(request, "labeling/_task_count.html", context)
