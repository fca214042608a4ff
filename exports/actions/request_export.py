"""Asking for a dataset: the recipe is judged at once, the building is a job."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from exports.configs import CONFIGS
from exports.models import Export
from exports.recipes.people import check_names
from exports.recipes.recipe import BadRecipe, Recipe, parse_recipe
from exports.targets import TARGETS
from labeling.actions import hold_job
from labeling.models import Project

JOB = "exports.jobs.build_export"


@transaction.atomic
def request_export(*, project: Project, by: User | None, now: datetime, recipe: Any) -> Export:
    """Write down the export and wake a worker for it. Raises BadRecipe.

    With `snapshot` it takes over that export's moment, and its whole recipe when nothing else is given.
    """
    parsed, origin = read_for(project, recipe, now)
    export = Export.objects.create(
        project=project,
        recipe=parsed.as_json(),
        boundary=origin.boundary if origin else None,
        until=parsed.filters.until,
        names=origin.names if origin else {},
        created_by=by,
        created_at=now,
    )
    trail.record(
        "export.requested", by=by, now=now, project_id=project.pk, subject=f"export:{export.pk}", recipe=export.recipe
    )
    hold_job.wake_on_commit(JOB, export.pk)
    return export


def read_for(project: Project, recipe: Any, now: datetime) -> tuple[Recipe, Export | None]:
    """The recipe for this project, and the export whose moment it takes over. Raises BadRecipe.

    With nothing but `snapshot` it is the whole recipe of that export.
    """
    origin = snapshot_of(project, recipe)
    if origin is None:
        return read_recipe(project, recipe, now), None
    if len(recipe) == 1:
        recipe = {**origin.recipe, **recipe}
    parsed = read_recipe(project, recipe, now)
    if parsed.filters.until not in (None, origin.until):
        raise BadRecipe(fields={"filters.until": [_("The snapshot fixes it; leave it out.")]})
    return parsed.until(origin.until), origin


def read_recipe(project: Project, recipe: Any, now: datetime) -> Recipe:
    """Parse the recipe for this project; names that it has never heard of are refused."""
    parsed = parse_for(project, recipe, now)
    check_names(project, parsed)
    return parsed


def parse_for(project: Project, recipe: Any, now: datetime) -> Recipe:
    """The recipe by itself, with this project's defaults, whatever names it has. Raises BadRecipe."""
    return parse_recipe(recipe, now=now, configs=tuple(CONFIGS), targets=tuple(TARGETS), preset=project.preset)


def spelled_out(project: Project, recipe: Any, now: datetime) -> Recipe:
    """What the recipe says in full, to go on from. Raises BadRecipe, not for names: those show where they stand."""
    origin = snapshot_of(project, recipe)
    if origin is not None and len(recipe) == 1:
        recipe = {**origin.recipe, **recipe}
    return parse_for(project, recipe, now)


def snapshot_of(project: Project, recipe: Any) -> Export | None:
    """The export whose moment the recipe asks for."""
    named = recipe.get("snapshot") if isinstance(recipe, dict) else None
    if named is None or isinstance(named, bool) or not str(named).isdecimal() or len(str(named)) > 18:
        return None  # parsing says what is wrong
    origin = Export.objects.filter(project=project, pk=int(named)).first()
    if origin is None:
        raise BadRecipe(fields={"snapshot": [_("This project has no such export.")]})
    if origin.boundary is None:
        raise BadRecipe(fields={"snapshot": [_("That export has not fixed its moment.")]})
    return origin
