"""Making a project, with its first guideline version and its maker as manager."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import check_adaptive, check_project
from labeling.kinds import KINDS, PRESETS, Preset
from labeling.models import GuidelineVersion, Membership, Project, ProjectState, Role


class SlugTaken(Conflict):
    code = "slug_taken"
    detail = gettext_lazy("There is a project with this slug already.")


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
    adaptive: dict[str, Any] | None = None,
    splits: dict[str, float] | None = None,
    split_seed: int | str = 0,
    lease_minutes: int = 30,
) -> Project:
    """Make the project, managed by its maker (None: by nobody yet); what is given beside a preset overrides it.

    Raises Invalid naming the field, InvalidSettings, or SlugTaken.
    """
    kind = kind or (PRESETS[preset].kind if preset in PRESETS else "")
    if splits is None:
        splits = {"train": 0.9, "validation": 0.05, "test": 0.05}
    project = Project(
        slug=slug, name=name, kind=kind, preset=preset, state=state, overlap=overlap, splits=splits,
        split_seed=split_seed, lease_minutes=lease_minutes, created_by=by, created_at=now,
    )  # fmt: skip
    check_project.check_new(project, guidelines)
    project.adaptive = check_adaptive.check_adaptive(adaptive, kind=kind)
    settings, questions = settings_beside_preset(
        kind, preset, {} if ranking is None else ranking, {} if form is None else form
    )
    version = GuidelineVersion(
        project=project, number=1, guidelines=guidelines, ranking=settings, form=questions,
        created_by=by, created_at=now,
    )  # fmt: skip
    return write(project, version)


def settings_beside_preset(kind: str, preset: str, ranking: Any, form: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    start = PRESETS.get(preset, Preset(kind, "", ""))
    return KINDS[kind].check_settings(beside(start.ranking, ranking), beside(start.form, form))


def beside(preset: dict[str, Any], given: Any) -> Any:
    """What is given overrides; what is no object is left for the kind to refuse."""
    return {**preset, **given} if isinstance(given, dict) else given


def write(project: Project, version: GuidelineVersion) -> Project:
    by, now = project.created_by, project.created_at
    try:
        with transaction.atomic():
            project.save(force_insert=True)
            version.save(force_insert=True)
            if by is not None:
                Membership.objects.create(project=project, user=by, role=Role.MANAGER, joined_at=now)
            trail.record("project.created", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}")
    except IntegrityError as error:
        raise SlugTaken(fields={"slug": [_("It is taken.")]}) from error
    return project
