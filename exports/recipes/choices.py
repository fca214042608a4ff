"""What a project has that a recipe can name: its batches, languages, people, questions, earlier exports.

Read for the form, so every list is short and every query bounded, whatever the size of the project: what is cut
says so, and a name that is not listed can be written by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from exports.models import Export
from labeling.models import Batch, GuidelineVersion, Membership, PolicyLicense, Project

# Longer lists are not read by anybody.
MOST_LISTED = 40
VERSIONS_READ = 50
EXPORTS_LISTED = 30
# Tasks looked at for their languages and use cases: so many stretches, spread evenly over the project, of so many.
STRETCHES = 500
STRETCH = 8
TRAITS = """
SELECT array_agg(DISTINCT language) FILTER (WHERE language <> ''),
    array_agg(DISTINCT use_case) FILTER (WHERE use_case <> ''),
    max(last - first)
FROM (SELECT min(id) AS first, max(id) AS last FROM labeling_task WHERE project_id = %(project)s) ends,
    generate_series(0, %(stretches)s - 1) AS number,
    LATERAL (
        SELECT language, use_case FROM labeling_task
        WHERE project_id = %(project)s
            AND id >= first + ((last - first + 1)::numeric * number / %(stretches)s)::bigint
            AND id < first + ((last - first + 1)::numeric * (number + 1) / %(stretches)s)::bigint
        ORDER BY id LIMIT %(stretch)s
    ) task
"""


@dataclass(frozen=True)
class Known:
    """Names to choose from. `is_cut`: there may be more than were read."""

    names: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class Choices:
    kind: str
    batches: Known = Known()
    use_case: Known = Known()
    language: Known = Known()
    licenses: Known = Known()
    groups: Known = Known()
    labelers: Known = Known()
    flags: Known = Known()
    scales: Known = Known()
    # Whether any version of the guidelines asked for the strength of a preference, or for the line.
    has_strengths: bool = False
    has_line: bool = False
    newest_version: int = 1
    # (id, what it is called), newest first.
    snapshots: list[tuple[str, str]] = field(default_factory=list)


def choices_of(project: Project) -> Choices:
    """Seven queries."""
    language, use_case = traits(project)
    groups, labelers = people(project)
    batches = Batch.objects.filter(project=project).order_by("-id").values_list("name", flat=True)
    stated = PolicyLicense.objects.filter(policy__project=project).order_by("license").distinct()
    licenses = list(stated.values_list("license", flat=True)[: MOST_LISTED + 1])
    versions = list(
        GuidelineVersion.objects.filter(project=project)
        .order_by("-number")
        .values_list("number", "ranking", "form")[:VERSIONS_READ]
    )
    questions = [question for _number, _ranking, form in versions for question in form.get("completion", ())]
    return Choices(
        kind=project.kind,
        batches=cut(batches[: MOST_LISTED + 1]),
        use_case=use_case,
        language=language,
        # The empty text stands for texts of which none was stated: it is there as soon as one was stated.
        licenses=cut(dict.fromkeys(["", *licenses])) if any(licenses) else Known(),
        groups=groups,
        labelers=labelers,
        flags=cut(dict.fromkeys(one["name"] for one in questions if one["type"] == "flag")),
        scales=cut(dict.fromkeys(one["name"] for one in questions if one["type"] == "scale")),
        has_strengths=any(ranking.get("strength") for _number, ranking, _form in versions),
        has_line=any(ranking.get("acceptability") for _number, ranking, _form in versions),
        newest_version=max((number for number, _ranking, _form in versions), default=1),
        snapshots=snapshots(project),
    )


def cut(names: Iterable[str], *, is_cut: bool = False) -> Known:
    found = tuple(names)
    return Known(found[:MOST_LISTED], is_cut=is_cut or len(found) > MOST_LISTED)


def traits(project: Project) -> tuple[Known, Known]:
    """Languages and use cases of the project's tasks: of all, or of some thousands spread evenly over them."""
    with connection.cursor() as cursor:
        cursor.execute(TRAITS, {"project": project.pk, "stretches": STRETCHES, "stretch": STRETCH})
        languages, use_cases, span = cursor.fetchone()
    is_sampled = (span or 0) >= STRETCHES * STRETCH
    language, use_case = (cut(sorted(names or ()), is_cut=is_sampled) for names in (languages, use_cases))
    return language, use_case


def people(project: Project) -> tuple[Known, Known]:
    """The groups of labelers, and everybody who is or was in the project."""
    memberships = Membership.objects.filter(project=project)
    groups = memberships.exclude(group="").order_by("group").distinct().values_list("group", flat=True)
    names = memberships.order_by("user__username").values_list("user__username", flat=True)
    return cut(groups[: MOST_LISTED + 1]), cut(names[: MOST_LISTED + 1])


def snapshots(project: Project) -> list[tuple[str, str]]:
    """The newest exports whose moment is fixed."""
    fixed = Export.objects.filter(project=project, boundary__isnull=False).order_by("-id")
    return [
        (str(key), _("Export %(number)s, %(when)s") % {"number": key, "when": f"{at:%Y-%m-%d %H:%M}"})
        for key, at in fixed.values_list("id", "created_at")[:EXPORTS_LISTED]
    ]
