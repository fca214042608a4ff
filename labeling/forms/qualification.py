"""Forms of the pages of qualifications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.forms.pages import PageForm
from labeling.kinds import KINDS
from labeling.models import Project, QualificationSet
from labeling.qualification.queries import Choice


class QualificationForm(PageForm):
    """Shares are percents on the page."""

    name = forms.CharField(max_length=200, label=_("Name"), help_text=_("Labelers do not see it."))
    tasks = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple, label=_("Tasks"))
    least_pairs = forms.FloatField(min_value=0, max_value=100, initial=75, label=_("Sure pairs, in percent"))
    least_flags = forms.FloatField(min_value=0, max_value=100, initial=75, label=_("Sure flags, in percent"))
    least_grade = forms.FloatField(min_value=1, max_value=7, initial=6, label=_("Mean grade, of 1 to 7"))
    asks_members = forms.TypedChoiceField(
        choices=[("yes", _("They have to pass it too before they get more work")), ("no", _("They are not asked"))],
        coerce=lambda answer: answer == "yes", initial="no", widget=forms.RadioSelect,
        label=_("Who is a labeler here already"),
    )  # fmt: skip

    @classmethod
    def of(cls, project: Project, choices: list[Choice], data: Any = None) -> "QualificationForm":
        form = cls(data)
        form.fields["tasks"].choices = [(one.task.pk, one.beginning) for one in choices]  # type: ignore[attr-defined]
        for unused in ("least_pairs", "least_flags") if not KINDS[project.kind].most_cards else ("least_grade",):
            del form.fields[unused]
        return form

    def settings(self) -> dict[str, Any]:
        """The fields as `make_qualification` takes them."""
        given = dict(self.cleaned_data)
        shares: dict[str, Any] = {
            name: round(given[name] / 100, 4) for name in ("least_pairs", "least_flags") if name in given
        }
        # Ticked from the top: the oldest first.
        return {"task_ids": sorted(given.pop("tasks")), **given, **shares}


class RulingForm(PageForm):
    """What becomes of one person: a standing, or another set."""

    standing = forms.ChoiceField(required=False, choices=[("", ""), ("passed", ""), ("failed", ""), ("waived", "")])
    again = forms.ModelChoiceField(required=False, queryset=QualificationSet.objects.none())

    @classmethod
    def of(cls, project: Project, data: Any) -> "RulingForm":
        form = cls(data)
        form.fields["again"].queryset = QualificationSet.objects.filter(project=project)  # type: ignore[attr-defined]
        return form


class GradeForm(PageForm):
    grade = forms.IntegerField(min_value=1, max_value=7)
    comment = forms.CharField(required=False, max_length=5000)
