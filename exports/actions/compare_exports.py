"""Comparing two exports: asked for once, done by a job."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict, Invalid
from accounts.models import User
from exports.models import Comparison, Export
from labeling.actions import hold_job
from labeling.models import JobState

JOB = "exports.jobs.compare_exports"


class NotReady(Conflict):
    code = "not_ready"
    detail = gettext_lazy("Only exports that are ready can be compared.")


@transaction.atomic
def compare_exports(*, earlier: Export, later: Export, by: User | None, now: datetime) -> Comparison:
    """Write the comparison down and wake a worker; asked again it is the same one, failed ones begin anew."""
    if earlier.pk == later.pk or earlier.project_id != later.project_id:
        raise Invalid(fields={"earlier": [_("It is another export of the same project.")]})
    if {earlier.state, later.state} != {JobState.DONE}:
        raise NotReady
    Comparison.objects.filter(earlier=earlier, later=later, state=JobState.FAILED).delete()
    comparison, is_new = Comparison.objects.get_or_create(
        earlier=earlier, later=later, defaults={"created_by": by, "created_at": now}
    )
    if is_new:
        hold_job.wake_on_commit(JOB, comparison.pk)
    return comparison
