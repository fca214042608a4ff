"""What the manager aims at: the overview holds the pace against it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.actions.check_project import MOST_PER_DAY
from labeling.views.sections.base import Section


class Goal(Section):
    slug = "goal"
    title = _("Goal")
    intro = _(
        "The overview tells whether the project is on pace for it. Labelers do not see it; both can be left empty."
    )

    goal_date = forms.DateField(
        required=False, label=_("All judged by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The forecast is held against this day."),
    )  # fmt: skip
    goal_per_day = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PER_DAY, label=_("Judgments a day"),
        help_text=_("The mean of the last complete days is held against it."),
    )  # fmt: skip
