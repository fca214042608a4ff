"""What did not become a row, and why, in words."""

from django.utils.translation import gettext_noop as N_

from exports.card.markdown import code, table
from exports.dataset import Dataset

# In English on the card, whose bytes follow from the snapshot; pages translate them.
# What a reason counts depends on where it stands: judgments, or a config's pairs, answers or prompts.
REASONS = {
    "answer_in_template": N_("the trainer's template would swallow part of the answer"),
    "answer_of_several_turns": N_("the trainer takes answers of one turn"),
    "between": N_("rated neither good nor bad"),
    "contradiction": N_("the line and the rating, or two labels of the same text, contradict each other"),
    "cycle": N_("the majority goes round in a circle: a over b over c over a"),
    "demonstration": N_("a demonstration compares nothing"),
    "empty_text": N_("a text is empty"),
    "erased": N_("the labeler's work has been erased"),
    "filter_batches": N_("another batch than the recipe's"),
    "filter_groups": N_("another group of labelers than the recipe's"),
    "filter_guideline_version": N_("older guidelines than the recipe asks for"),
    "filter_labelers": N_("the recipe leaves the labeler out"),
    "filter_language": N_("another language than the recipe's"),
    "filter_review": N_("another state of review than the recipe's"),
    "filter_roles": N_("another role than the recipe's"),
    "filter_since": N_("said before the recipe's `since`"),
    "filter_use_case": N_("another use case than the recipe's"),
    "flags_exclude": N_("carries a flag that the recipe leaves out"),
    "gold": N_("a task whose answer is known: it measures labelers"),
    "labeler_excluded": N_("the labeler has been excluded"),
    "license": N_("a text stands under another license than the recipe's"),
    "media_tag": N_("holds a tag that the trainer takes for a picture or a sound"),
    "min_agreement": N_("less agreement than the recipe asks for"),
    "min_strength": N_("a weaker preference than the recipe asks for"),
    "min_votes": N_("fewer votes than the recipe asks for"),
    "no_line_or_rating": N_("nobody said whether it is good in itself"),
    "no_majority": N_("no side has more than half of the votes"),
    "no_margin": N_("has no strength to make a margin of"),
    "not_a_rewrite": N_("the recipe wants rewrites only"),
    "not_best": N_("another text was ranked above it"),
    "not_good": N_("the best, and not good in itself"),
    "nothing_compared": N_("a single answer was ranked"),
    "nothing_counts": N_("no judgment of the prompt counts"),
    "nothing_written": N_("the labeler wrote nothing"),
    "pairs": N_("not among the pairs that the recipe picks"),
    "personal_data": N_("something has the shape of an e-mail address or a telephone number"),
    "qualification": N_("an exam of the labeler"),
    "quarantined": N_("the prompt links groups of different splits"),
    "rejected": N_("a reviewer rejected it"),
    "returned": N_("a reviewer sent it back to its author, who has not amended it"),
    "repeat": N_("asked again to measure the labeler"),
    "reward_test": N_("its reward-model rows are in test"),
    "rewrite": N_("the recipe leaves rewrites out"),
    "same_text": N_("the texts are the same"),
    "settled": N_("a reviewer settled its task with a judgment of their own"),
    "sft": N_("the recipe's `sft` does not name it"),
    "skipped": N_("the labeler skipped the task"),
    "superseded": N_("the labeler amended it later"),
    "system_turn": N_("the trainer takes no system turn there"),
    "tie": N_("a tie"),
    "turns_do_not_alternate": N_("the trainer wants turns that alternate"),
    "unranked": N_("nobody ranked it"),
    "withheld": N_("the task was skipped as unsafe or for personal data"),
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
