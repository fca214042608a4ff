"""The form of a task's answer key: a place for each completion, "not sure" left out, and the flags that are sure."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.forms.pages import LongText, PageForm
from labeling.models import AnswerKey
from labeling.statistics.keys import pairs_of_tiers, tiers_of_pairs

YES_NO: dict[Any, str] = {True: "yes", False: "no"}
NOT_SURE = ("", gettext_lazy("not sure"))


class KeyForm(PageForm):
    explanation = LongText(
        widget=forms.Textarea(attrs={"rows": 3}), required=False, strip=False, max_length=20_000,
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("Why it is so. In a qualification the labeler reads it after answering; letters would "
                               "be theirs, so name the point instead."),
    )  # fmt: skip

    def __init__(self, letters: dict[int, str], flags: list[dict[str, Any]], key: AnswerKey | None, data: Any = None):
        super().__init__(data, initial={"explanation": key.explanation if key else ""})
        self.letters = dict(sorted(letters.items(), key=lambda one: one[1]))
        self.flags = flags
        self.key = key
        tiers = tiers_of_pairs(key.pairs) if key else {}
        for index, letter in self.letters.items():
            self.fields[f"place_{index}"] = forms.TypedChoiceField(
                required=False, coerce=int, empty_value=None, choices=places(len(letters)),
                initial=(tiers or {}).get(index, ""), label=_("Place of %(letter)s") % {"letter": letter},
            )  # fmt: skip
            for flag in flags:
                said = key.flags.get(str(index), {}).get(flag["name"], "") if key else ""
                self.fields[f"flag_{index}_{flag['name']}"] = forms.TypedChoiceField(
                    required=False, coerce=lambda answer: answer == "yes", empty_value=None, label=flag["label"],
                    choices=[NOT_SURE, ("yes", _("yes")), ("no", _("no"))],
                    initial=YES_NO.get(said, ""),
                )  # fmt: skip
        # A partial order that no tiers give: it stays until it is replaced.
        self.odd_pairs = [(letters[one], letters[other]) for one, other in key.pairs] if key and tiers is None else []

    def cards(self) -> Iterator[tuple[str, Any, list[Any]]]:
        """(letter, the place's field, the flags' fields)"""
        for index, letter in self.letters.items():
            yield letter, self[f"place_{index}"], [self[f"flag_{index}_{flag['name']}"] for flag in self.flags]

    def said(self) -> dict[str, Any]:
        """The key as `set_key` takes it."""
        given = self.cleaned_data
        tiers = {index: place for index in self.letters if (place := given[f"place_{index}"]) is not None}
        flags = {
            str(index): said
            for index in self.letters
            if (said := {
                flag["name"]: value for flag in self.flags
                if (value := given[f"flag_{index}_{flag['name']}"]) is not None
            })
        }  # fmt: skip
        pairs = self.key.pairs if self.odd_pairs and self.key and not tiers else pairs_of_tiers(tiers)
        return {"pairs": pairs, "flags": flags, "explanation": given["explanation"]}


def places(count: int) -> list[tuple[Any, Any]]:
    return [
        NOT_SURE,
        *((place, _("1 (best)") if place == 1 else str(place)) for place in range(1, count + 1)),
    ]


class RateForm(PageForm):
    """In percent on the page."""

    rate = forms.FloatField(min_value=0, max_value=50, required=False)

    def share(self) -> float | None:
        percent = self.cleaned_data["rate"]
        return None if percent is None else round(percent / 100, 4)
