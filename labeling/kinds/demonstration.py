"""Demonstrations: the labeler writes the ideal answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.kinds.errors import InvalidJudgment, InvalidSettings
from labeling.kinds.form import check_form, parse_answers
from labeling.kinds.texts import check_written_text

name = "demonstration"
label = gettext_lazy("Demonstration")
template = "labeling/_demonstration.html"
# Completions are kept for exports and never shown.
fewest_cards, most_cards = 0, 0

SUMMARY_LENGTH = 120


def check_settings(ranking: Any, form: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return ranking settings (none) and form with defaults filled in, or raise InvalidSettings."""
    if ranking:
        raise InvalidSettings(fields={"ranking": [_("Demonstration projects have no ranking settings.")]})
    return {}, check_form(form, sections=("task",))


def parse_judgment(
    judgment: Any,
    *,
    labels: Sequence[str],
    texts: Mapping[str, str],
    ranking: Mapping[str, Any],
    form: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the judgment with all its keys, or raise InvalidJudgment naming the place."""
    if not isinstance(judgment, dict):
        raise InvalidJudgment(fields={"judgment": [_("It is an object.")]})
    if unknown := [key for key in judgment if key not in ("text", "answers")]:
        raise InvalidJudgment(fields={str(unknown[0]): [_("A demonstration has no such key.")]})
    return {
        "text": check_written_text(judgment.get("text"), "text"),
        "answers": parse_answers(judgment.get("answers"), form.get("task", []), "answers"),
    }


def authored_texts(judgment: Mapping[str, Any]) -> list[str]:
    """The texts that the labeler wrote, so that they never rank them."""
    return [judgment["text"]]


def summarise(judgment: Mapping[str, Any]) -> str:
    """One line for lists: how the answer begins."""
    text = " ".join(str(judgment["text"])[: 2 * SUMMARY_LENGTH].split())
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"
