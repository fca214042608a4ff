"""Whether labelers get tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from labeling.models import Assignment, AssignmentState, Import, JobState, Project, ProjectState
from labeling.views.sections.base import Section, Text

MEANINGS = {
    ProjectState.DRAFT: gettext_lazy("Nobody gets tasks yet. Prompts can be imported."),
    ProjectState.OPEN: gettext_lazy("Labelers get tasks."),
    ProjectState.PAUSED: gettext_lazy("Nobody gets new tasks; what is in hand can still be submitted and amended."),
    ProjectState.SEALED: gettext_lazy(
        "The judgments stand as they are: what still comes in is kept as surplus, nothing can be amended or imported."
    ),
}


class State(Section):
    slug = "state"
    title = gettext_lazy("State")
    intro = gettext_lazy("It can be changed at any time, and back again.")
    template = "labeling/settings/_state.html"

    state = forms.ChoiceField(choices=ProjectState.choices, widget=forms.RadioSelect, label=gettext_lazy("State"))

    def consequences(self) -> list[Text]:
        if self.changes().get("state") != ProjectState.SEALED:
            return []
        return [_("Nothing can be amended or imported until the project is opened again."), *seal_effects(self.project)]

    def context(self) -> dict[str, Any]:
        return {
            "choices": [
                {"radio": radio, "about": MEANINGS[ProjectState(radio.data["value"])]} for radio in self["state"]
            ]
        }

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {"state": project.state}


def seal_effects(project: Project) -> list[Text]:
    """What sealing does to work that is under way."""
    said: list[Text] = []
    held = Assignment.objects.filter(project=project, state=AssignmentState.CLAIMED).count()
    if held:
        said.append(
            ngettext(
                "%(count)s task is in hand: what is submitted of it is kept as surplus and does not count.",
                "%(count)s tasks are in hand: what is submitted of them is kept as surplus and does not count.",
                held,
            )
            % {"count": held}
        )
    if Import.objects.filter(project=project, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        said.append(_("An import is under way: it goes on to its end."))
    return said
