"""Taking a project out of the lists, sealed, and bringing it back."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User
from labeling.actions.change_project import change_project
from labeling.models import Project, ProjectState


@transaction.atomic
def archive_project(*, project: Project, by: User, now: datetime) -> Project:
    """Seal it and hide it from lists; its pages stay where they are. Again is fine.

    Race: it is archived and brought back at once; the project's row lock makes them queue.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if project.archived_at is not None:
        return project
    if project.state != ProjectState.SEALED:
        project = change_project(project=project, by=by, now=now, state=ProjectState.SEALED)
    project.archived_at = now
    project.save(update_fields=["archived_at"])
    trail.record("project.archived", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}")
    return project


@transaction.atomic
def restore_project(*, project: Project, by: User, now: datetime) -> Project:
    """Back into the lists, sealed still: opening it is a decision of its own. Again is fine."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if project.archived_at is None:
        return project
    project.archived_at = None
    project.save(update_fields=["archived_at"])
    trail.record("project.restored", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}")
    return project
