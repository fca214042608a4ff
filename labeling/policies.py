"""The policies of a project as managers see them."""

from dataclasses import dataclass
from datetime import datetime

from labeling.models import Policy, PolicyLicense, Project


@dataclass
class LicenseRow:
    """A policy and what was last said of its license; `by` is empty and `at` None when nothing was."""

    policy_id: int
    model: str
    license: str = ""
    by: str = ""
    at: datetime | None = None


def licenses_of(project: Project) -> list[LicenseRow]:
    """All policies by name, in two queries."""
    said = PolicyLicense.objects.filter(policy__project=project).order_by("policy_id", "-number")
    newest = {one.policy_id: one for one in said.distinct("policy_id").select_related("created_by")}
    rows = [LicenseRow(pk, name) for pk, name in Policy.objects.filter(project=project).values_list("pk", "name")]
    for row in rows:
        if one := newest.get(row.policy_id):
            row.license, row.at = one.license, one.created_at
            row.by = one.created_by.username if one.created_by else ""
    return sorted(rows, key=lambda row: row.model)
