"""How far labelers agree, and what may have led them astray."""

from typing import Any

from exports.card.markdown import counted, table
from exports.dataset import Dataset

AGREEMENT = {
    "strict": "strict: both prefer the same, or both tie",
    "half_credit": "half-credit: half where one of them alone ties (WebGPT)",
    "decisive": "decisive: only where neither ties (Stiennon et al.)",
    "decisive_coverage": "share of comparisons where neither ties",
}
BIAS = {
    "first_shown_wins": "the answer shown first wins; an even chance is 50 %",
    "longer_wins": "the longer answer wins, of answers that differ in length",
    "ties": "the two are tied",
}


def figures(dataset: Dataset) -> list[str]:
    told = dataset.statistics
    lines: list[str] = []
    if told["bias"]["ties"]["prompts"]:
        lines = ["## How far labelers agree", "", *agreement(told["agreement"]), "", "## Leanings", ""]
        lines += ["Of all comparisons of two answers that one labeler made:", ""]
        lines += figure_table(told["bias"], BIAS)
        lines += ["", "Longer answers may win because they are better: the figure is no proof of a fault."]
    return lines + kto(told.get("kto"), is_first=not lines)


def agreement(told: dict[str, Any]) -> list[str]:
    if not told["strict"]["prompts"]:
        return ["No prompt was compared by two labelers: there is no figure."]
    return [
        "For every two labelers of a prompt, over the answers that both ranked; each prompt counts once. No judgment",
        "was left out for disagreeing with others, beyond what the table of what is left out says.",
        "",
        *figure_table(told, AGREEMENT),
        "",
        "Intervals here and below: the middle 95 % of 1,000 draws of a bootstrap over prompts, the same wherever this",
        "is built.",
    ]


def figure_table(told: dict[str, Any], words: dict[str, str]) -> list[str]:
    rows = [
        [words[name], share_of(told[name]), interval_of(told[name]), f"{told[name]['prompts']:,}", of(told[name])]
        for name in words
    ]
    return table(["", "share", "95 % interval", "prompts", "comparisons"], rows)


def share_of(figure: dict[str, Any]) -> str:
    return "not enough data" if figure["share"] is None else f"{100 * figure['share']:.1f} %"


def interval_of(figure: dict[str, Any]) -> str:
    return "" if figure["share"] is None else f"{100 * figure['low']:.1f} to {100 * figure['high']:.1f} %"


def of(figure: dict[str, Any]) -> str:
    return f"{figure['of']:,}" if "of" in figure else ""


def kto(told: dict[str, Any] | None, *, is_first: bool) -> list[str]:
    """The balance of single answers; its place is after the leanings, or alone."""
    if told is None:
        return []
    lines = [*([] if is_first else [""]), "## Balance of `kto`", ""]
    good, bad = counted(told["desirable"], "good answer"), counted(told["undesirable"], "bad one")
    lines.append(f"`train` has {good} and {bad}.")
    if told["weights"] is None:
        return [*lines, "With one side alone there is nothing to learn."]
    for name, span in told["weights"].items():
        spread = f"{span['from']:g}" if span["from"] == span["to"] else f"{span['from']:g} to {span['to']:g}"
        lines.append(f"`{name}` {spread}.")
    return [*lines, "So weighted, good to bad stands between 1:1 and 4:3, as TRL advises."]
