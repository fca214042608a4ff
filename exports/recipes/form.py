"""The whole recipe as a form. The form only carries it: what is right and wrong is the parser's to say.

Fields bear the paths of the recipe ("filters.since"), so that a refusal finds its field, and what a browser sends
becomes the recipe by the same rule for all of them. Every recipe that the parser accepts survives the form.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exports.recipes import words
from exports.recipes.choices import Choices
from exports.recipes.name_fields import NameField, NamesField, spelled
from exports.recipes.recipe import CONFIG_NAMES
from exports.targets import TARGETS
from labeling.forms.pages import PageForm
from labeling.models import Role

NUMBER = re.compile(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,30}", re.ASCII)


class Pick(forms.ChoiceField):
    """One word of several; the parser says which there are."""

    def __init__(self, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(choices=choices, required=False, **kwargs)

    def validate(self, value: Any) -> None:
        """The parser judges."""


class Picks(forms.MultipleChoiceField):
    """Some words of several."""

    def __init__(self, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        """The parser judges."""


class Number(forms.CharField):
    """A number as JSON spells it: neither rounded nor turned from 5 into 5.0 on its way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        if WHOLE.fullmatch(text):
            return int(text)
        if NUMBER.fullmatch(text):
            return float(text)
        raise forms.ValidationError(_("It is a number."))


class Moment(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.TextInput(attrs={"placeholder": "2026-11-23"}), empty_value=None, **kwargs
        )


class Truth(forms.BooleanField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


def fields() -> dict[str, forms.Field]:
    """A field for each path of the recipe."""
    return {
        "configs": Picks(label=_("What to export")),
        "target": Pick(
            [(name, words.TARGETS[name]) for name in TARGETS], label=_("Laid out for"), help_text=words.TARGET
        ),
        "files": Pick([*words.FILES.items()], label=_("Files")),
        "aggregate": Pick(words.AGGREGATE, label=_("Several labelers"), help_text=words.MAJORITY),
        "min_votes": Number(label=_("Fewest votes")),
        "min_agreement": Number(label=_("Least agreement"), help_text=words.AGREEMENT),
        "pairs.preference": Pick(words.PAIRS, label=_("Pairs in preference")),
        "pairs.reward": Pick(words.PAIRS, label=_("Pairs in reward")),
        "min_strength.preference": Number(label=_("Least strength in preference"), help_text=words.STRENGTH),
        "min_strength.reward": Number(label=_("Least strength in reward"), help_text=words.WEAK),
        "margin": Pick(words.MARGIN, label=_("Margin in reward"), help_text=words.NO_MARGIN),
        "sft": Picks(words.SFT, label=_("Answers in sft")),
        "rewrites": Pick(words.REWRITES, label=_("Rewrites"), help_text=words.REWRITTEN),
        "kto.from": Pick(words.KTO_FROM, label=_("Good or bad by")),
        "kto.question": NameField(required=False, label=_("Question")),
        "kto.good": Number(label=_("Good from")),
        "kto.bad": Number(label=_("Bad up to"), help_text=words.BETWEEN),
        "kto.veto_flags": NamesField(label=_("Flags that make it bad"), help_text=words.VETO),
        **filter_fields(),
        "labelers": Pick(words.PEOPLE, label=_("Labelers in the rows")),
        "metadata": Truth(label=_("With metadata columns"), help_text=words.METADATA),
        "personal_data": Pick(words.PERSONAL_DATA, label=_("E-mail addresses and telephone numbers")),
        "snapshot": Pick(label=_("As of"), help_text=words.SNAPSHOT),
    }  # fmt: skip


def filter_fields() -> dict[str, forms.Field]:
    return {
        "filters.batches": NamesField(label=_("Batches")),
        "filters.since": Moment(label=_("Said since"), help_text=words.MOMENT),
        "filters.until": Moment(label=_("Said until")),
        "filters.guideline_version_min": Number(label=_("Under guidelines no older than version")),
        "filters.labelers_exclude": NamesField(label=_("Without the work of"), help_text=words.LABELERS),
        "filters.groups": NamesField(label=_("Groups of labelers")),
        "filters.roles": Picks(Role.choices, label=_("Roles"), help_text=words.ROLES),
        "filters.use_case": NamesField(label=_("Use cases")),
        "filters.language": NamesField(label=_("Languages")),
        "filters.licenses": NamesField(label=_("Licenses"), help_text=words.LICENSES),
        "filters.flags_exclude": NamesField(label=_("Without texts flagged as"), help_text=words.FLAGGED),
        "filters.review": Picks(words.REVIEW, label=_("Review"), help_text=words.REVIEWED),
    }  # fmt: skip


class RecipeForm(PageForm):
    """`RecipeForm(choices, recipe=...)` shows a recipe; `RecipeForm(choices, data=request.POST)` reads one."""

    def __init__(self, choices: Choices, *, recipe: Mapping[str, Any], data: QueryDict | None = None) -> None:
        """`recipe`: complete, as `Recipe.as_json` gives it."""
        super().__init__(data, initial=flat(recipe))
        self.given = recipe
        self.choices = choices
        self.fields |= fields()
        self.offer()

    def offer(self) -> None:
        """Fill the lists with what the project has."""
        has = self.choices
        pick = self.fields
        asked = set(self["configs"].value() or ())
        names = [name for name in CONFIG_NAMES if name in words.BY_KIND[has.kind] or name in asked]
        pick["configs"].choices = [(name, words.CONFIGS[name][0]) for name in names]  # type: ignore[attr-defined]
        known = {
            "kto.veto_flags": has.flags, "filters.flags_exclude": has.flags, "filters.batches": has.batches,
            "filters.labelers_exclude": has.labelers, "filters.groups": has.groups, "filters.use_case": has.use_case,
            "filters.language": has.language, "filters.licenses": has.licenses,
        }  # fmt: skip
        for name, offered in known.items():
            pick[name].offer(offered)  # type: ignore[attr-defined]
        pick["kto.question"].offer(has.scales, self["kto.question"].value())  # type: ignore[attr-defined]
        chosen = str(self["snapshot"].value() or "")
        listed = dict(has.snapshots)
        lines = [("", _("The moment of building")), *has.snapshots]
        if chosen and chosen not in listed:
            lines.append((chosen, _("Export %(number)s") % {"number": chosen}))
        pick["snapshot"].choices = lines  # type: ignore[attr-defined]

    def recipe(self) -> dict[str, Any]:
        """The recipe as JSON, of what was filled in; a field left empty keeps the recipe's default."""
        told: dict[str, Any] = {}
        for path, value in self.cleaned_data.items():
            if value is None or value == "":
                continue
            part, _dot, name = path.rpartition(".")
            (told.setdefault(part, {}) if part else told)[name] = value
        return told

    def told(self) -> dict[str, Any]:
        """{path: value} as the form stands now, as far as it can be read."""
        if not self.is_bound:
            return dict(self.initial)
        self.is_valid()
        told = {path: None if (value := self.cleaned_data.get(path)) == "" else value for path in self.fields}
        return told | {"kto.question": spelled(told["kto.question"]) if told["kto.question"] else None}

    def take_errors(self, fields: dict[str, list[str]], detail: str) -> None:
        """The parser's refusals, each at its field; those without a field above the form, by their path."""
        for path, reasons in fields.items():
            for reason in reasons:
                self.add_error(
                    path if path in self.fields else None, reason if path in self.fields else f"{path}: {reason}"
                )
        if not fields:
            self.add_error(None, detail)


def flat(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """{path: value} of the recipe."""
    told: dict[str, Any] = {}
    for name, value in recipe.items():
        told |= {f"{name}.{key}": part for key, part in value.items()} if isinstance(value, Mapping) else {name: value}
    if "kto.question" in told:
        told["kto.question"] = spelled(told["kto.question"])
    return told
