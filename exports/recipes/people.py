"""Names in a recipe and whom they stand for. Memberships change, so the answer is kept with the export."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from exports.reading.pseudonyms import pseudonym
from exports.recipes.recipe import BadRecipe, Recipe
from labeling.models import Batch, Membership, PolicyLicense, Project


def check_names(project: Project, recipe: Recipe) -> None:
    """Raise BadRecipe for batches, licenses, groups and labelers that the project does not have."""
    filters = recipe.filters
    known = set(Batch.objects.filter(project=project, name__in=filters.batches).values_list("name", flat=True))
    problems = {}
    stated = PolicyLicense.objects.filter(policy__project=project, license__in=filters.licenses)
    if missing := sorted(set(filters.licenses) - {"", *stated.values_list("license", flat=True)}):
        problems["filters.licenses"] = [_("No policy stands under a license %(name)s.") % {"name": missing[0]}]
    if missing := [name for name in filters.batches if name not in known]:
        problems["filters.batches"] = [_("There is no batch %(name)s.") % {"name": missing[0]}]
    groups = set(Membership.objects.filter(project=project).values_list("group", flat=True)) if filters.groups else ()
    if missing := [name for name in filters.groups if name not in groups]:
        problems["filters.groups"] = [_("No labeler is in a group %(name)s.") % {"name": missing[0]}]
    banned = resolve_labelers(project, filters.labelers_exclude)
    if missing := [name for name in filters.labelers_exclude if name not in banned]:
        problems["filters.labelers_exclude"] = [_("There is no labeler %(name)s.") % {"name": missing[0]}]
    if problems:
        raise BadRecipe(fields=problems)


def resolve_labelers(project: Project, names: tuple[str, ...]) -> dict[str, int]:
    """{name: user id} of user names and of pseudonyms as they stand in earlier exports."""
    if not names:
        return {}
    people = dict(User.objects.filter(memberships__project=project).values_list("username", "pk"))
    known = {pseudonym(project.secret, pk): pk for pk in people.values()} | people
    return {name: known[name] for name in names if name in known}


def resolve(project: Project, recipe: Recipe, earlier: dict[str, Any]) -> dict[str, Any]:
    """{"labelers": {name: id}, "groups": {name: [ids]}} of the recipe; what `earlier` answered stays answered."""
    filters = recipe.filters
    labelers = resolve_labelers(project, filters.labelers_exclude) | earlier.get("labelers", {})
    groups = {
        name: sorted(Membership.objects.filter(project=project, group=name).values_list("user_id", flat=True))
        for name in filters.groups
    }
    return {"labelers": labelers, "groups": groups | earlier.get("groups", {})}
