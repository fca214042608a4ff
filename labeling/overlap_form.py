"""The form of the overlap that grows while people disagree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.forms import PageForm
from labeling.models import Batch, Project, Split


class AdaptiveForm(PageForm):
    """Shares are percents on the page."""

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

    @classmethod
    def of(cls, project: Project, shown: dict[str, Any], data: Any = None) -> "AdaptiveForm":
        percents = {name: whole_if_it_is(round(100 * shown[name], 1)) for name in ("share", "agreement")}
        form = cls(data, initial=shown | percents | {"is_on": project.adaptive is not None})
        names = Batch.objects.filter(project=project).order_by("-id").values_list("name", flat=True)[:100]
        # A batch that the option names stays a choice, whatever has come since.
        form.fields["batches"].choices = [(name, name) for name in dict.fromkeys([*shown["batches"], *names])]  # type: ignore[attr-defined]
        return form

    def adaptive(self) -> dict[str, Any] | None:
        given = dict(self.cleaned_data)
        if not given.pop("is_on"):
            return None
        return given | {name: round(given[name] / 100, 3) for name in ("share", "agreement")}


def whole_if_it_is(number: float) -> float | int:
    return int(number) if number.is_integer() else number
