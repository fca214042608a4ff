"""Forms of the pages about people. They check shape; the actions judge."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from labeling.forms.pages import PageForm
from labeling.models import INVITED_ROLES, Invitation, Project, Role
from labeling.moments import in_utc


def group_field() -> forms.CharField:
    return forms.CharField(
        max_length=40, required=False, label=_("Group"), help_text=_("Keeps labelers apart, such as train and heldout.")
    )


class LinkForm(PageForm):
    role = forms.ChoiceField(
        choices=[(role, role.label) for role in INVITED_ROLES], initial=Role.LABELER, label=_("Role")
    )
    group = group_field()
    most_uses = forms.IntegerField(min_value=1, max_value=1000, initial=10, label=_("Uses"))
    days = forms.IntegerField(min_value=1, max_value=90, initial=7, label=_("Days"))


class ListForm(PageForm):
    names = forms.CharField(
        strip=False, max_length=200_000, label=_("Names"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line. A role and a group may follow, after commas or tabs: Lin, reviewer, heldout."),
    )  # fmt: skip
    role = forms.ChoiceField(choices=Role.choices, initial=Role.LABELER, label=_("Role"))
    group = group_field()


class JoinForm(PageForm):
    name = forms.CharField(max_length=100, label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))


class Moment(forms.DateTimeField):
    def to_python(self, value: Any) -> Any:
        given = super().to_python(value)
        moment = in_utc(given) if given else None
        if given and moment is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


def since_field() -> Moment:
    return Moment(
        required=False, label=_("Only work since"), help_text=_("In UTC. Empty: all of it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class SinceForm(PageForm):
    since = since_field()


class ExclusionForm(PageForm):
    is_excluded = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda answer: answer == "yes")
    since = since_field()
    reason = forms.CharField(max_length=2000, label=_("Reason"), help_text=_("It stays with the project's history."))


class ErasureForm(PageForm):
    confirmed = forms.CharField(max_length=150, label=_("User name"))
    reason = forms.CharField(max_length=2000, label=_("Reason"))


class PlaceForm(PageForm):
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))
    group = group_field()


class RemovalForm(PageForm):
    """The links that are taken back with it: any of the project's, one that was used up meanwhile included."""

    links = forms.ModelMultipleChoiceField(queryset=Invitation.objects.none(), required=False)

    def __init__(self, given: Any, project: Project) -> None:
        super().__init__(given)
        self.fields["links"].queryset = project.invitations.all()  # type: ignore[attr-defined]


class CapsForm(PageForm):
    daily_cap = forms.IntegerField(min_value=1, max_value=100_000, required=False, label=_("Judgments a day"))
    share_cap = forms.IntegerField(min_value=1, max_value=100, required=False, label=_("Percent of all"))


class TermsForm(CapsForm):
    shows_agreement = forms.BooleanField(
        required=False, label=_("Labelers see how well they agree with others"),
        help_text=_("As one figure of their own, never who said what."),
    )  # fmt: skip


class NoteForm(PageForm):
    note = forms.CharField(
        required=False, max_length=5000, label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only managers see it."),
    )  # fmt: skip


# The calendar must have a day after it.
LAST_DAY = date(9998, 12, 31)


class HoursForm(PageForm):
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("To, included"), validators=[MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("It is before the first day."))
        return given
