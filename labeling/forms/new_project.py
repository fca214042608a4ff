"""The form that makes a project: a preset, and whatever is to be different from it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.actions.check_project import LONGEST_LEASE
from labeling.forms.asked_fields import RANKING, RankingFields, as_settings, as_typed, rows_of, typed_in, were_sent
from labeling.forms.pages import LongText, overlap_field
from labeling.forms.split_fields import SplitFields
from labeling.kinds import KINDS, PRESETS, Preset
from labeling.models import ProjectState, Split

NO_PRESET = "ranking"
FALLBACK = Preset("ranking", "", "")


def preset_choices() -> list[tuple[str, Any]]:
    return [
        (NO_PRESET, gettext_lazy("Ranking: order from best to worst")),
        *((name, preset.title) for name, preset in PRESETS.items()),
    ]


class NewProjectForm(SplitFields, RankingFields):
    """Without the questions on it, as scripts may send it, the preset's hold."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    slug = forms.SlugField(
        max_length=100, label=gettext_lazy("Short name"),
        help_text=gettext_lazy("For addresses and commands: letters, digits, - and _. Fixed once the project is made."),
    )  # fmt: skip
    preset = forms.ChoiceField(
        choices=preset_choices, widget=forms.RadioSelect, label=gettext_lazy("What labelers do"), initial=NO_PRESET
    )
    guidelines = LongText(
        widget=forms.Textarea(attrs={"rows": 10}), required=False, strip=False, label=gettext_lazy("Guidelines"),
        help_text=gettext_lazy("What is better, and why. Labelers open them with one key. Markdown works."),
    )  # fmt: skip
    overlap = overlap_field(
        initial=1, label=gettext_lazy("Overlap"),
        help_text=gettext_lazy("How many labelers judge each task. You can change it later."),
    )  # fmt: skip
    overlap_validation = overlap_field(required=False, label=gettext_lazy("Overlap in validation"))
    overlap_test = overlap_field(
        required=False, label=gettext_lazy("Overlap in test"),
        help_text=gettext_lazy("Higher for test makes it trustworthy. Empty: the same as everywhere."),
    )  # fmt: skip
    lease_minutes = forms.IntegerField(
        min_value=1, max_value=LONGEST_LEASE, initial=30, required=False, label=gettext_lazy("Lease in minutes"),
        help_text=gettext_lazy("How long an untouched task is held for its labeler. Drafts renew it, and survive it."),
    )  # fmt: skip
    as_draft = forms.BooleanField(
        required=False, label=gettext_lazy("Keep it a draft"),
        help_text=gettext_lazy("Nobody gets tasks until you open it, however much is imported."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        chosen = str((data or initial or {}).get("preset", NO_PRESET))
        self.chosen = PRESETS.get(chosen, FALLBACK)
        typed = as_typed(KINDS[self.chosen.kind].check_settings(self.chosen.ranking, self.chosen.form)[0])
        super().__init__(data, initial={**typed, **(initial or {})})
        self.rows = rows_of(data, self.chosen.kind, self.chosen.form)

    def edited(self, command: str) -> "NewProjectForm":
        """What was typed, after a question was added, moved or removed, or another preset chosen (`preset`)."""
        typed = typed_in(self)
        if command == "preset":
            return NewProjectForm(initial={name: value for name, value in typed.items() if name not in RANKING})
        form = NewProjectForm(initial=typed)
        form.rows = self.rows.edited(command)
        return form

    @property
    def is_ranking(self) -> bool:
        return KINDS[self.chosen.kind].most_cards > 0

    def is_valid(self) -> bool:
        return super().is_valid() & (not were_sent(self.data) or self.rows.is_valid())

    def about(self) -> dict[str, SafeString | str]:
        """What each choice means, by its value."""
        plain = _("Two to nine completions a task, ties allowed, nothing else asked. Add questions below.")
        return {NO_PRESET: str(plain)} | {name: str(preset.about) for name, preset in PRESETS.items()}

    def settings(self) -> dict[str, Any]:
        """The fields as `create_project` takes them."""
        given = self.cleaned_data
        settings: dict[str, Any] = {name: given[name] for name in ("name", "slug", "guidelines")}
        settings |= {"kind": self.chosen.kind, "preset": "" if given["preset"] == NO_PRESET else given["preset"]}
        settings |= {
            "overlap": self.overlaps(),
            "state": ProjectState.DRAFT if given["as_draft"] else ProjectState.OPEN,
        }
        settings |= self.splits() | {"split_seed": self.seed()}
        if given["lease_minutes"]:
            settings["lease_minutes"] = given["lease_minutes"]
        if were_sent(self.data):
            settings["form"] = self.rows.form()
            if self.is_ranking:
                settings["ranking"] = as_settings(given)
        return settings

    def overlaps(self) -> int | dict[str, int]:
        one = self.cleaned_data["overlap"]
        by_split = {split: self.cleaned_data.get(f"overlap_{split}") or one for split in Split.values}
        return one if set(by_split.values()) == {one} else by_split
