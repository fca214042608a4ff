"""Saying under which license the completions of policies stand. Snapshots see it by its number."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import locks
from labeling.licenses import LONGEST, why_unfit
from labeling.models import Policy, PolicyLicense, Project

FITTING = gettext_lazy("A license is one line of at most %(most)s characters, without the sign | in it.")


@transaction.atomic
def state_licenses(
    *, project: Project, licenses: Mapping[str, str], by: User | None, now: datetime, source: str = ""
) -> list[PolicyLicense]:
    """State the licenses, {policy's name: license}; what holds already is not said again.

    source: what said it in place of a person ("import:7"). Raises Invalid naming each policy that the
    project does not have and each license that cannot be one.
    """
    locks.share_project(project.pk)
    found = {policy.name: policy for policy in hold_policies(project, licenses)}
    problems = {name: [str(FITTING) % {"most": LONGEST}] for name, license_ in licenses.items() if why_unfit(license_)}
    problems |= {name: [_("There is no such policy.")] for name in licenses if name not in found}
    if problems:
        raise Invalid(fields=problems)
    holding = newest([policy.pk for policy in found.values()])
    made = [
        PolicyLicense(policy=found[name], license=license_, created_by=by, created_at=now)
        for name, license_ in sorted(licenses.items())
        if holding.get(found[name].pk, "") != license_
    ]
    for statement in made:
        statement.save(force_insert=True)
        trail.record(
            "policy.licensed", by=by, now=now, project_id=project.pk, subject=f"policy:{statement.policy_id}",
            model=statement.policy.name, license=statement.license,
            before=holding.get(statement.policy_id, ""), **({"source": source} if source else {}),
        )  # fmt: skip
    return made


def hold_policies(project: Project, names: Mapping[str, str]) -> list[Policy]:
    """The policies of these names, in one order.

    Race: two people state the license of one policy; the second compares with what the first has said.
    """
    known = Policy.objects.filter(project=project, name__in=[name for name in names if "\0" not in name])
    return list(known.order_by("id").select_for_update(no_key=True))


def newest(policy_ids: list[int]) -> dict[int, str]:
    """{policy id: the license that holds}."""
    said = PolicyLicense.objects.filter(policy_id__in=policy_ids).order_by("policy_id", "-number")
    return dict(said.distinct("policy_id").values_list("policy_id", "license"))
