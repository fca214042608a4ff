"""On which tasks the overlap grows while people disagree."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling import adaptive_queries
from labeling.actions.check_adaptive import DEFAULTS
from labeling.kinds import KINDS
from labeling.models import Batch, Project, Split
from labeling.views.sections.base import Section

# In percent on the page, shares for the action.
SHARES = ("share", "agreement")


class Adaptive(Section):
    slug = "adaptive-overlap"
    title = _("Adaptive overlap")
    intro = _(
        "Chosen tasks start with a few labels and get one more at a time while people disagree. The numbers are those "
        "of HelpSteer2. Agreement is computed from the other tasks only: labels added after a look at the labels "
        "would bias it."
    )
    template = "labeling/settings/_adaptive.html"

    is_on = forms.BooleanField(required=False, label=_("Ask more labelers where they disagree"))
    splits = forms.MultipleChoiceField(
        required=False, choices=Split.choices, widget=forms.CheckboxSelectMultiple, label=_("Only these splits"),
        help_text=_("None ticked: all. Leave out the split from which you want agreement to be computed."),
    )  # fmt: skip
    batches = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Only these batches"),
        help_text=_("None ticked: all, those to come too."),
    )  # fmt: skip
    share = forms.FloatField(
        min_value=0.1, max_value=100, label=_("Share of them, in percent"), help_text=_("Drawn at random by task.")
    )
    start = forms.IntegerField(
        min_value=2, max_value=20, label=_("Labels to start with"), help_text=_("For every chosen task.")
    )
    more = forms.IntegerField(
        min_value=1, max_value=20, label=_("Labels to add at most"), help_text=_("One at a time.")
    )
    agreement = forms.FloatField(
        min_value=0, max_value=100, label=_("Agreement on the top tier, in percent"),
        help_text=_("One more label while fewer agree. 67 stands for two thirds."),
    )  # fmt: skip
    spread = forms.IntegerField(
        min_value=0,
        max_value=1000,
        label=_("Spread of a rating"),
        help_text=_("One more while ratings lie further apart."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, project: Project) -> None:
        super().__init__(data, project=project)
        names = Batch.objects.filter(project=project).order_by("-id").values_list("name", flat=True)[:100]
        # A batch that the option names stays a choice, whatever has come since.
        offered = dict.fromkeys([*self.initial["batches"], *names])
        self.fields["batches"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]

    @classmethod
    def fits(cls, project: Project) -> bool:
        """Only those who compare can disagree."""
        return KINDS[project.kind].most_cards > 0

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        shown = project.adaptive or DEFAULTS
        percents = {name: whole_if_it_is(round(100 * shown[name], 1)) for name in SHARES}
        return shown | percents | {"is_on": project.adaptive is not None}

    def changes(self) -> dict[str, Any]:
        asked = self.asked()
        return {} if asked == self.project.adaptive else {"adaptive": asked}

    def asked(self) -> dict[str, Any] | None:
        given = dict(self.cleaned_data)
        is_on = given.pop("is_on")
        return given | {name: round(given[name] / 100, 3) for name in SHARES} if is_on else None

    def take_errors(self, fields: dict[str, list[str]], detail: str) -> None:
        super().take_errors({name.removeprefix("adaptive."): why for name, why in fields.items()}, detail)

    def context(self) -> dict[str, Any]:
        return {"reach": adaptive_queries.reach_of(self.project)}


def whole_if_it_is(number: float) -> float | int:
    return int(number) if number.is_integer() else number
