"""What people say of somebody's qualification: managers rule, reviewers grade demonstrations."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User
from labeling.actions import qualify
from labeling.kinds import KINDS
from labeling.kinds.form import is_whole
from labeling.models import Grade, Membership, Purpose, QualificationSet, Standing, Submission
from labeling.models.qualifications import HIGHEST_GRADE, LOWEST_GRADE
from labeling.qualification.results import result_of
from labeling.storable import check_storable

RULINGS = (Standing.PASSED, Standing.FAILED, Standing.WAIVED)
LONGEST_COMMENT = 5_000


class NothingNew(Conflict):
    code = "nothing_new"
    detail = gettext_lazy("They have had every task of this set: make another one, or let them pass.")


class OwnAnswer(Conflict):
    code = "own_work"
    detail = gettext_lazy("This is your own work: somebody else grades it.")


@transaction.atomic
def rule(*, member: Membership, standing: str, by: User, now: datetime) -> Membership:
    """A manager lets somebody pass or not, whatever the answers say; or does not ask them."""
    if standing not in RULINGS:
        raise Invalid(fields={"standing": [_("One of: %(choices)s.") % {"choices": ", ".join(RULINGS)}]})
    member = Membership.objects.select_for_update(of=("self",)).select_related("project").get(pk=member.pk)
    qualify.stand(member, standing, by=by, now=now)
    return member


@transaction.atomic
def allow_again(*, member: Membership, other: QualificationSet, by: User, now: datetime) -> Membership:
    """Another attempt, on another set: nobody is given the same task twice. Raises NothingNew."""
    member = Membership.objects.select_for_update(of=("self",)).select_related("project").get(pk=member.pk)
    if other.project_id != member.project_id:
        raise Invalid(fields={"set": [_("There is no such set here.")]})
    result = result_of(other, member.user_id)
    if result.answered >= result.asked:
        raise NothingNew
    member.own_qualification = other
    member.save(update_fields=["own_qualification"])
    qualify.stand(member, "", by=by, now=now)
    return member


def grade(*, submission: Submission, grade: Any, by: User, now: datetime, comment: str = "") -> Grade:
    """Grade one demonstration of a qualification from 1 to 7; the newest grade holds, the last one concludes."""
    assignment = submission.assignment
    if assignment.purpose != Purpose.QUALIFICATION or KINDS[assignment.project.kind].most_cards:
        raise Invalid(_("Only demonstrations of a qualification are graded."))
    if assignment.labeler_id == by.pk:
        raise OwnAnswer
    if not is_whole(grade) or not LOWEST_GRADE <= grade <= HIGHEST_GRADE:
        raise Invalid(
            fields={
                "grade": [
                    _("A whole number from %(least)s to %(most)s.") % {"least": LOWEST_GRADE, "most": HIGHEST_GRADE}
                ]
            }
        )
    check_storable(comment, "comment")
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(fields={"comment": [_("It has at most %(most)s characters.") % {"most": LONGEST_COMMENT}]})
    with transaction.atomic():
        made = Grade.objects.create(submission=submission, grade=grade, comment=comment, created_by=by, created_at=now)
        trail.record(
            "submission.graded", by=by, now=now, project_id=assignment.project_id,
            subject=f"assignment:{assignment.pk}", grade=grade, comment=comment,
        )  # fmt: skip
    qualify.conclude(project=assignment.project, labeler=assignment.labeler, now=now)
    return made
