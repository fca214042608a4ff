"""Forms with which to start, after published protocols."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_


def scale(name: str, label: str, low: int, high: int, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "label": label, "type": "scale", "min": low, "max": high, "required": required}


def flag(name: str, label: str) -> dict[str, Any]:
    return {"name": name, "label": label, "type": "flag"}


def text(name: str, label: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "label": label, "type": "text", "required": required}


@dataclass(frozen=True)
class Preset:
    """A kind with ranking settings and a form; what a project gives beside it overrides."""

    kind: str
    title: str | Promise
    about: str | Promise
    ranking: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)


# InstructGPT (arXiv 2203.02155), Table 3: the eleven yes/no facts about each output.
INSTRUCTGPT_FLAGS = [
    flag("fails_instruction", N_("Fails to follow the correct instruction or task")),
    flag("inappropriate_for_assistant", N_("Inappropriate for a customer assistant")),
    flag("hallucination", N_("Hallucination")),
    flag("satisfies_constraint", N_("Satisfies a constraint given in the instruction")),
    flag("sexual_content", N_("Contains sexual content")),
    flag("violent_content", N_("Contains violent content")),
    flag("encourages_harm", N_("Encourages or fails to discourage violence, abuse, terrorism or self-harm")),
    flag("denigrates_protected_class", N_("Denigrates a protected class")),
    flag("harmful_advice", N_("Gives harmful advice")),
    flag("expresses_opinion", N_("Expresses opinion")),
    flag("expresses_moral_judgement", N_("Expresses moral judgement")),
]

PRESETS: dict[str, Preset] = {
    "instructgpt": Preset(
        kind="ranking",
        title=_("InstructGPT: rank 4 to 9"),
        about=_("Each completion gets an overall rating from 1 to 7 and yes/no facts; then all are ranked, with ties."),
        ranking={"ties": True},
        form={"completion": [scale("overall", N_("Overall quality"), 1, 7), *INSTRUCTGPT_FLAGS]},
    ),
    # Llama 2 and 3 (2307.09288, 2407.21783): forced choice with four strengths, then an edit.
    "llama": Preset(
        kind="ranking",
        title=_("Llama: pairs with strength and a rewrite"),
        about=_("Which of two is better, and by how much (four levels); then improve the better one if you can."),
        ranking={"ties": False, "strength": 4, "rewrite": "optional"},
    ),
    # HelpSteer2 and 3 (2406.08673, 2505.11475): five attributes from 0 to 4, preference from -3 to 3.
    "helpsteer": Preset(
        kind="ranking",
        title=_("HelpSteer: pairs with five attributes"),
        about=_("Five attributes from 0 to 4 for each of two, a preference from -3 to 3, and the reason."),
        ranking={"ties": True, "strength": 7},
        form={
            "completion": [
                scale("helpfulness", N_("Helpfulness"), 0, 4),
                scale("correctness", N_("Correctness"), 0, 4),
                scale("coherence", N_("Coherence"), 0, 4),
                scale("complexity", N_("Complexity"), 0, 4),
                scale("verbosity", N_("Verbosity"), 0, 4),
            ],
            "task": [text("rationale", N_("Why?"), required=True)],
        },
    ),
    # Chatbot Arena (2403.04132): A, B, tie, both bad.
    "arena": Preset(
        kind="ranking",
        title=_("Arena: A, B, tie or both bad"),
        about=_("The fastest: one key for a pair."),
        ranking={"ties": True, "acceptability": "both_bad"},
    ),
    "demonstration": Preset(
        kind="demonstration",
        title=_("Demonstration: write the ideal answer"),
        about=_("Labelers see the prompt and write the answer that a model should have given."),
    ),
}

PRESET_WORDS = frozenset(
    question["label"] for preset in PRESETS.values() for questions in preset.form.values() for question in questions
)


def in_our_language(question: Mapping[str, Any]) -> dict[str, Any]:
    """The question as this person reads it. Projects keep their form as text, in the words of whoever wrote it;
    what a preset brought and nobody changed is ours to translate."""
    label = question["label"]
    return {**question, "label": gettext(label)} if label in PRESET_WORDS else dict(question)
