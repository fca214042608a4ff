"""Changing which judgments reviewers check; the next digest chooses among all judgments again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions.pick_checks import pick_anew
from labeling.kinds.form import is_whole
from labeling.models import Project

KEYS = ("first", "share", "disputed")
# Beyond that it is no beginning.
MOST_FIRST = 1000


@transaction.atomic
def change_review_policy(*, project: Project, by: User, now: datetime, **changes: Any) -> Project:
    """Change `first`, `share` or `disputed`; raises Invalid naming the first that does not fit.

    What has a verdict keeps it, and what was amended after a return waits on. The project's row lock is that of
    changing the project: two managers change at once.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    policy = project.review | changes
    check_policy(policy)
    if policy == project.review:
        return project
    before, project.review = project.review, policy
    project.save(update_fields=["review"])
    trail.record(
        "project.changed", by=by, now=now, project_id=project.pk, subject=f"project:{project.pk}",
        changes={"review": policy}, before={"review": before},
    )  # fmt: skip
    pick_anew(project)
    return project


def check_policy(policy: dict[str, Any]) -> None:
    if unknown := sorted(set(policy) - set(KEYS)):
        raise Invalid(fields={unknown[0]: [_("Unknown key.")]})
    if not is_whole(policy["first"]) or not 0 <= policy["first"] <= MOST_FIRST:
        raise Invalid(fields={"first": [_("A whole number from 0 to %(most)s.") % {"most": MOST_FIRST}]})
    if not is_share(policy["share"]):
        raise Invalid(fields={"share": [_("A number from 0 to 1.")]})
    if policy["disputed"] is not None and not (is_share(policy["disputed"]) and policy["disputed"]):
        raise Invalid(fields={"disputed": [_("A number above 0 and at most 1, or null for none.")]})


def is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
