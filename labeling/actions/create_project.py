"""Making a project, with its first guideline version and its maker as manager."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import check_project
from labeling.kinds import KINDS, PRESETS
from labeling.models import GuidelineVersion, Membership, Project, ProjectState, Role


class SlugTaken(Conflict):
    code = "slug_taken"
    detail = "There is a project with this slug already."


def create_project(
    *,
    by: User | None,
    now: datetime,
    slug: str,
    name: str,
    kind: str = "",
    preset: str = "",
    state: str = ProjectState.OPEN,
    guidelines: str = "",
    ranking: dict[str, Any] | None = None,
    form: dict[str, Any] | None = None,
    overlap: int | dict[str, int] = 1,
    splits: dict[str, float] | None = None,
    split_seed: int | str = 0,
    lease_minutes: int = 30,
) -> Project:
    """Make the project, managed by its maker (None: by nobody yet); what is given beside a preset overrides it.

    Raises Invalid naming the field, InvalidSettings, or SlugTaken.
    """
    kind = kind or (PRESETS[preset].kind if preset in PRESETS else "")
    splits = splits or {"train": 0.9, "validation": 0.05, "test": 0.05}
    check_project.check_slug(slug)
    check_project.check_name(name)
    check_project.check_kind(kind, preset)
    check_project.check_overlap(overlap)
    check_project.check_splits(splits)
    check_project.check_split_seed(split_seed)
    check_project.check_lease(lease_minutes)
    check_project.check_state(state)
    check_project.check_guidelines(guidelines)
    start = PRESETS.get(preset)
    ranking, form = KINDS[kind].check_settings(
        {**(start.ranking if start else {}), **(ranking or {})}, {**(start.form if start else {}), **(form or {})}
    )
    try:
        with transaction.atomic():
            project = Project.objects.create(
                slug=slug, name=name, kind=kind, preset=preset, state=state, overlap=overlap, splits=splits,
                split_seed=split_seed, lease_minutes=lease_minutes, created_by=by, created_at=now,
            )  # fmt: skip
            GuidelineVersion.objects.create(
                project=project, number=1, guidelines=guidelines, ranking=ranking, form=form,
                created_by=by, created_at=now,
            )  # fmt: skip
            if by is not None:
                Membership.objects.create(project=project, user=by, role=Role.MANAGER, joined_at=now)
            trail.record("project.created", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}")
    except IntegrityError as error:
        raise SlugTaken(fields={"slug": ["It is taken."]}) from error
    return project
