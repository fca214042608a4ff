"""What did not become a row, and why, in words."""

from exports.card.markdown import code, table
from exports.dataset import Dataset

# What a reason counts depends on where it stands: judgments, or a config's pairs, answers or prompts.
REASONS = {
    "answer_in_template": "the trainer's template would swallow part of the answer",
    "answer_of_several_turns": "the trainer takes answers of one turn",
    "between": "rated neither good nor bad",
    "contradiction": "the line and the rating, or two labels of the same text, contradict each other",
    "cycle": "the majority goes round in a circle: a over b over c over a",
    "demonstration": "a demonstration compares nothing",
    "empty_text": "a text is empty",
    "erased": "the labeler's work has been erased",
    "filter_batches": "another batch than the recipe's",
    "filter_groups": "another group of labelers than the recipe's",
    "filter_guideline_version": "older guidelines than the recipe asks for",
    "filter_labelers": "the recipe leaves the labeler out",
    "filter_language": "another language than the recipe's",
    "filter_review": "another state of review than the recipe's",
    "filter_roles": "another role than the recipe's",
    "filter_since": "said before the recipe's `since`",
    "filter_use_case": "another use case than the recipe's",
    "flags_exclude": "carries a flag that the recipe leaves out",
    "gold": "a task whose answer is known: it measures labelers",
    "labeler_excluded": "the labeler has been excluded",
    "license": "a text stands under another license than the recipe's",
    "media_tag": "holds a tag that the trainer takes for a picture or a sound",
    "min_agreement": "less agreement than the recipe asks for",
    "min_strength": "a weaker preference than the recipe asks for",
    "min_votes": "fewer votes than the recipe asks for",
    "no_line_or_rating": "nobody said whether it is good in itself",
    "no_majority": "no side has more than half of the votes",
    "no_margin": "has no strength to make a margin of",
    "not_a_rewrite": "the recipe wants rewrites only",
    "not_best": "another text was ranked above it",
    "not_good": "the best, and not good in itself",
    "nothing_compared": "a single answer was ranked",
    "nothing_counts": "no judgment of the prompt counts",
    "nothing_written": "the labeler wrote nothing",
    "pairs": "not among the pairs that the recipe picks",
    "personal_data": "something has the shape of an e-mail address or a telephone number",
    "qualification": "an exam of the labeler",
    "quarantined": "the prompt links groups of different splits",
    "rejected": "a reviewer rejected it",
    "returned": "a reviewer sent it back to its author, who has not amended it",
    "repeat": "asked again to measure the labeler",
    "reward_test": "its reward-model rows are in test",
    "rewrite": "the recipe leaves rewrites out",
    "same_text": "the texts are the same",
    "sft": "the recipe's `sft` does not name it",
    "skipped": "the labeler skipped the task",
    "superseded": "the labeler amended it later",
    "system_turn": "the trainer takes no system turn there",
    "tie": "a tie",
    "turns_do_not_alternate": "the trainer wants turns that alternate",
    "unranked": "nobody ranked it",
    "withheld": "the task was skipped as unsafe or for personal data",
}


def leftovers(dataset: Dataset) -> list[str]:
    if not dataset.dropped:
        return []
    rows = [
        ["all configs but `raw`" if where == "judgments" else f"`{where}`", in_words(reason), f"{count:,}"]
        for where, reasons in dataset.dropped.items()
        for reason, count in reasons.items()
    ]
    lines = ["## Left out, and why", "", "Nothing disappears silently: this counts judgments first, then, config by"]
    return [*lines, "config, pairs, answers or prompts.", "", *table(["where", "why", "count"], rows)]


def in_words(reason: str) -> str:
    return f"{REASONS[reason]} ({code(reason)})" if reason in REASONS else code(reason)
