"""A new project that asks the same: guidelines, form and options, members if wished, never tasks."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User
from labeling.actions.create_project import create_project
from labeling.models import Membership, Project, ProjectState

# A project's own, and what `create_project` takes; every other column is an option, and comes along.
OWN = {"id", "slug", "name", "state", "secret", "created_by", "created_at", "archived_at", "goal_date"}
MADE = {"kind", "preset", "overlap", "splits", "split_seed", "lease_minutes"}
OPTIONS = [field.name for field in Project._meta.concrete_fields if field.name not in OWN | MADE]


@transaction.atomic
def clone_project(
    *, project: Project, by: User, now: datetime, slug: str, name: str, with_members: bool = False
) -> Project:
    """Make it as a draft, managed by who clones it. Raises what `create_project` raises.

    Members keep their roles and groups. Who was removed from the other project does not come along.
    """
    version = project.versions.order_by("-number").first()
    assert version is not None, "a project is made with its first version"
    clone = create_project(
        by=by, now=now, slug=slug, name=name, kind=project.kind, preset=project.preset, state=ProjectState.DRAFT,
        guidelines=version.guidelines, ranking=version.ranking, form=version.form, overlap=project.overlap,
        splits=project.splits, split_seed=project.split_seed, lease_minutes=project.lease_minutes,
    )  # fmt: skip
    for name in OPTIONS:
        setattr(clone, name, getattr(project, name))
    clone.save(update_fields=OPTIONS)
    if with_members:
        places = project.memberships.filter(removed_at=None).exclude(user=by)
        Membership.objects.bulk_create(
            Membership(project=clone, user_id=place.user_id, role=place.role, group=place.group, joined_at=now)
            for place in places
        )
    trail.record(
        "project.cloned", by=by, now=now, project_id=clone.pk, subject=f"project:{clone.pk}",
        source=project.slug, members=with_members,
    )  # fmt: skip
    return clone
