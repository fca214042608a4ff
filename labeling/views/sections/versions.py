"""The guideline version that a change of guidelines, form or ranking would follow, and whom it reaches when."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labeling.models import Assignment, AssignmentState, GuidelineVersion, Project


def newest(project: Project) -> GuidelineVersion:
    found = project.versions.order_by("-number").first()
    assert found is not None, "a project is made with its first version"
    return found


def effect(project: Project, version: GuidelineVersion) -> str:
    """What a change does to work that has begun."""
    held = Assignment.objects.filter(project=project, state=AssignmentState.CLAIMED).count()
    numbers = {"now": version.number, "next": version.number + 1, "count": held}
    if not held:
        return (
            _("Version %(now)s holds now. A change makes version %(next)s, which holds from the next task on.")
            % numbers
        )
    return (
        ngettext(
            "%(count)s task in hand is finished under version %(now)s; from now on version %(next)s holds.",
            "%(count)s tasks in hand are finished under version %(now)s; from now on version %(next)s holds.",
            held,
        )
        % numbers
    )
