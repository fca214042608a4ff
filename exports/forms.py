"""The recipe as a form. What it leaves out keeps the recipe's defaults; the action judges the whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exports.targets import TARGETS
from labeling.forms import PageForm
from labeling.models import Project

# What each config is, in the order in which people look for them.
CONFIGS = {
    "sft": (_("Supervised fine-tuning"), _("prompt and the answer a labeler wrote: demonstrations and rewrites")),
    "preference": (_("Preference pairs"), _("prompt, chosen, rejected: for DPO and its kin")),
    "reward": (_("Reward model"), _("the same pairs, with a margin if you ask for one")),
    "kto": (_("Single answers"), _("prompt, answer, good or bad: for KTO, from ratings or the line alone")),
    "prompts": (_("Prompts"), _("for reinforcement learning, without those of the reward model's test")),
    "ranking": (_("Rankings"), _("whole rankings with ties and every labeler's vote")),
    "raw": (_("Raw"), _("every submission as it was given, skips too")),
}
BY_KIND = {
    "demonstration": ["sft", "kto", "prompts", "raw"],
    "ranking": ["sft", "preference", "reward", "kto", "prompts", "ranking", "raw"],
}


# The trainers as they call themselves.
TARGET_LABELS = {
    "trl": "TRL, Unsloth", "openrlhf": "OpenRLHF", "llamafactory": "LLaMA-Factory", "axolotl": "axolotl",
    "nemo-rl": "NeMo-RL", "verl": "verl", "ms-swift": "ms-swift", "openai": "OpenAI", "helpsteer3": "HelpSteer3",
    "none": _("pandas and spreadsheets"),
}  # fmt: skip


class RecipeForm(PageForm):
    configs = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("What to export"))
    target = forms.ChoiceField(
        initial="trl", label=_("Laid out for"),
        help_text=_("What the trainer has no use for is left out, and the manifest says why."),
    )  # fmt: skip
    files = forms.ChoiceField(  # type: ignore[assignment]  # the recipe's key; nothing is uploaded here
        choices=[("parquet", "Parquet"), ("jsonl", "JSON Lines"), ("csv", "CSV")], initial="parquet", label=_("Files")
    )
    aggregate = forms.ChoiceField(
        choices=[("majority", _("By majority")), ("each", _("Each labeler's rows"))],
        initial="majority", label=_("Several labelers"),
        help_text=_("By majority keeps a pair when more than half of the votes are for it."),
    )  # fmt: skip
    min_votes = forms.IntegerField(min_value=1, max_value=100, initial=1, label=_("Fewest votes"))
    pairs = forms.ChoiceField(
        choices=[
            ("all", _("All pairs")), ("best_worst", _("Best and worst")), ("best_rest", _("Best and each other")),
            ("adjacent", _("Neighbours only")), ("one", _("One per ranking")),
        ],
        initial="all", label=_("Pairs of a ranking"),
    )  # fmt: skip
    personal_data = forms.ChoiceField(
        choices=[("keep", _("Keep")), ("report", _("Keep and count the rows")), ("drop", _("Leave the rows out"))],
        initial="keep", label=_("E-mail addresses and telephone numbers"),
    )  # fmt: skip
    margin = forms.ChoiceField(
        choices=[
            ("none", _("None")), ("small", _("Small: 1, 2/3, 1/3, 0")), ("large", _("Large: 3, 2, 1, 0")),
            ("level", _("The level itself")),
        ],
        initial="none", label=_("Margin in reward"),
        help_text=_("Needs a project that asks for the strength of a preference."),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        self.possible = BY_KIND[project.kind]
        kwargs["initial"] = {"configs": self.possible, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [(name, TARGET_LABELS[name]) for name in TARGETS]  # type: ignore[attr-defined]
        self.fields["configs"].choices = [(name, CONFIGS[name][0]) for name in self.possible]  # type: ignore[attr-defined]
        if project.kind == "demonstration":
            for name in ("aggregate", "min_votes", "pairs", "margin"):
                del self.fields[name]

    def config_rows(self) -> list[tuple[Any, Any]]:
        """Each checkbox with what its config is."""
        return [(box, CONFIGS[name][1]) for box, name in zip(self["configs"], self.possible, strict=True)]

    def recipe(self) -> dict[str, Any]:
        """The choices as the contract spells a recipe."""
        given = {name: value for name, value in self.cleaned_data.items() if value != ""}
        if "pairs" in given:
            given["pairs"] = {"preference": given["pairs"], "reward": given["pairs"]}
        return given
