"""The trail on the page of the thing it concerns: {% trail membership "task" task.pk %}."""

from django import template

from labeling.models import Membership, Role
from labeling.trails.trail import trail_of

register = template.Library()


@register.inclusion_tag("labeling/_trail.html")
def trail(membership: Membership, kind: str, number: int) -> dict[str, object]:
    subject = f"{kind}:{number}"
    for_reviewer = membership.role != Role.MANAGER
    told = trail_of(membership.project_id, subject, for_reviewer=for_reviewer)
    return {"project": membership.project, "subject": subject, "trail": told}
