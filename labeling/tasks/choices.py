"""What the filters over a project's tasks offer to choose from, found without reading the tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.kinds.presets import in_our_language
from labeling.models import Batch, Membership, Policy, Project, Role
from labeling.tasks.filters import CHOICES, names_for

MOST_OFFERED = 200
LABELS = {
    "q": gettext_lazy("Words in the prompt"),
    "state": gettext_lazy("State"),
    "look": gettext_lazy("Look at"),
    "disagreement": gettext_lazy("Disagreement"),
    "use_case": gettext_lazy("Use case"),
    "language": gettext_lazy("Language"),
    "batch": gettext_lazy("Batch"),
    "labeler": gettext_lazy("Labeler"),
    "skipped": gettext_lazy("Skipped as"),
    "skipped_by": gettext_lazy("Skipped by"),
    "compared": gettext_lazy("Compared"),
    "compared_by": gettext_lazy("Compared with the others’"),
    "flag": gettext_lazy("Flag"),
    "policy": gettext_lazy("Model"),
    "split": gettext_lazy("Split"),
    "gold": gettext_lazy("Gold"),
    "external_id": gettext_lazy("Id"),
}
# Those that are always in view; the others unfold.
IN_FRONT = ("q", "state", "look")
TYPED = ("q", "external_id")
PEOPLE = ("labeler", "skipped_by", "compared_by")
# Jumps from one value to the next along the index, however many tasks have each.
DISTINCT = """
WITH RECURSIVE found AS (
    (SELECT {column} AS value FROM labeling_task WHERE project_id = %(project)s AND {column} <> ''
     ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM labeling_task WHERE project_id = %(project)s AND {column} > found.value
        AND {column} <> '' ORDER BY {column} LIMIT 1) FROM found WHERE found.value IS NOT NULL)
SELECT value FROM found WHERE value IS NOT NULL LIMIT %(most)s
"""


@dataclass(frozen=True)
class FilterField:
    name: str
    value: str
    # (value, label); none where it is typed.
    choices: list[tuple[str, str]]

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def is_typed(self) -> bool:
        return self.name in TYPED

    @property
    def is_in_front(self) -> bool:
        return self.name in IN_FRONT

    @property
    def value_label(self) -> str:
        return dict(self.choices).get(self.value, self.value)


def filter_fields(project: Project, role: str, filters: Mapping[str, str]) -> list[FilterField]:
    """The filters that this role has and that lead to anything here, with what is chosen now."""
    people = labelers(project)
    offered = {
        "use_case": values_of(project, "use_case"),
        "language": values_of(project, "language"),
        "batch": names(Batch.objects.filter(project=project).order_by("-id").values_list("name", flat=True)),
        **dict.fromkeys(PEOPLE, people),
        "flag": flags(project),
        "policy": names(Policy.objects.filter(project=project).order_by("name").values_list("name", flat=True))
        if role == Role.MANAGER else [],
        **{name: [(value, str(label)) for value, label in choices.items()] for name, choices in CHOICES.items()},
    }  # fmt: skip
    fields = []
    for name in [name for name in LABELS if name in names_for(role)]:
        value, choices = filters.get(name, ""), offered.get(name, [])
        if value and name not in TYPED and value not in dict(choices):
            choices = [*choices, (value, value)]
        if choices or name in TYPED:
            fields.append(FilterField(name, value, choices))
    return fields


def names(found: Any) -> list[tuple[str, str]]:
    return [(name, name) for name in found[:MOST_OFFERED]]


def labelers(project: Project) -> list[tuple[str, str]]:
    """Members now and formerly: their judgments are here."""
    members = Membership.objects.filter(project=project).order_by("user__username")
    found = members.values_list("user__username", "user__display_name")[:MOST_OFFERED]
    return [(username, display_name or username) for username, display_name in found]


def flags(project: Project) -> list[tuple[str, str]]:
    """The flags of every form that this project had."""
    found: dict[str, str] = {}
    for form in project.versions.order_by("-number").values_list("form", flat=True)[:MOST_OFFERED]:
        for question in form.get("completion", []):
            if question["type"] == "flag":
                found.setdefault(question["name"], in_our_language(question)["label"] or _("Flag"))
    return list(found.items())


def values_of(project: Project, column: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column), {"project": project.pk, "most": MOST_OFFERED})
        return [(value, value) for (value,) in cursor.fetchall()]
