"""What labelers are asked, as fields: the settings of a ranking, and the questions of the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.forms.pages import PageForm
from labeling.forms.question_rows import SHOWN, QuestionRows
from labeling.kinds import KINDS

ACCEPTABILITY = {"": False, "line": True, "both_bad": "both_bad"}


class RankingFields(PageForm):
    """The settings of a ranking."""

    ties = forms.BooleanField(
        required=False, label=_("Ties"), help_text=_("Completions may be equally good. Off: the order is strict.")
    )
    partial = forms.BooleanField(
        required=False, label=_("Partial rankings"), help_text=_("Completions may be left out of the order.")
    )
    acceptability = forms.ChoiceField(
        required=False, label=_("Acceptability"),
        choices=[
            ("", _("Not asked")), ("line", _("A line: what stands below is unacceptable")),
            ("both_bad", _("Only whether all are bad, as in an arena")),
        ],
    )  # fmt: skip
    strength = forms.TypedChoiceField(
        required=False, coerce=int, empty_value="0", label=_("Strength of preference"),
        choices=[
            (0, _("Not asked")), (4, _("Four levels: negligibly to significantly")),
            (7, _("From -3 to 3, 0 is a tie")),
        ],
        help_text=_("Asked of pairs."),
    )  # fmt: skip
    strength_beyond_pairs = forms.BooleanField(
        required=False, label=_("Strength between neighbours of larger rankings too")
    )
    rewrite = forms.ChoiceField(
        label=_("Rewrite of the best"), required=False,
        choices=[("off", _("Off")), ("optional", _("Optional")), ("required", _("Required"))],
    )  # fmt: skip
    plain = forms.BooleanField(
        required=False, label=_("Show completions unformatted"),
        help_text=_("Everybody sees them as they were written: headings and lists then win nothing by their looks."),
    )  # fmt: skip


RANKING = tuple(RankingFields.base_fields)


def as_typed(ranking: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the fields show them."""
    shown = next(name for name, value in ACCEPTABILITY.items() if value == ranking.get("acceptability", False))
    return {**ranking, "acceptability": shown, "rewrite": ranking.get("rewrite", "off")}


def as_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a ranking's settings."""
    settings = {name: given[name] for name in RANKING}
    return settings | {
        "strength": int(given["strength"]),
        "acceptability": ACCEPTABILITY[given["acceptability"]], "rewrite": given["rewrite"] or "off",
    }  # fmt: skip


def sections_for(kind: str) -> tuple[str, ...]:
    return ("completion", "task") if KINDS[kind].most_cards else ("task",)


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What stands in the fields of a form that was sent, right or wrong: to be shown again."""
    return {name: form[name].value() for name in form.fields}


def were_sent(data: Mapping[str, Any] | None) -> bool:
    """Whether the page that sent this had the questions on it."""
    return data is not None and SHOWN in data


def rows_of(data: Mapping[str, Any] | None, kind: str, form: Mapping[str, Any]) -> QuestionRows:
    """The rows as they were sent, else those of a form."""
    sections = sections_for(kind)
    return (
        QuestionRows.sent(data, sections) if data is not None and were_sent(data) else QuestionRows.of(form, sections)
    )
