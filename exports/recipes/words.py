"""What the recipe's words mean, for people."""

from django.utils.translation import gettext_lazy as _

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
TARGETS = {
    "trl": "TRL, Unsloth", "openrlhf": "OpenRLHF", "llamafactory": "LLaMA-Factory", "axolotl": "axolotl",
    "nemo-rl": "NeMo-RL", "verl": "verl", "ms-swift": "ms-swift", "openai": "OpenAI", "helpsteer3": "HelpSteer3",
    "none": _("pandas and spreadsheets"),
}  # fmt: skip
FILES = {"parquet": "Parquet", "jsonl": "JSON Lines", "csv": "CSV"}
TARGET = _("What the trainer has no use for is left out, and the manifest says why.")

AGGREGATE = [("majority", _("By majority")), ("each", _("Each labeler's rows"))]
MAJORITY = _("By majority keeps a pair when more than half of the votes are for it.")
AGREEMENT = _("Votes for it, of all votes on it: from 0 to 1.")
PAIRS = [
    ("all", _("All pairs")), ("best_worst", _("Best and worst")), ("best_rest", _("Best and each other")),
    ("adjacent", _("Neighbours only")), ("one", _("One per ranking")),
]  # fmt: skip
STRENGTH = _("From 0 to 3. Llama 3 trained on 2 and 3 alone: clearly and significantly better.")
WEAK = _("Leaving weak ones out hurts a reward model.")
MARGIN = [
    ("none", _("None")), ("small", _("Small: 1, 2/3, 1/3, 0")), ("large", _("Large: 3, 2, 1, 0")),
    ("level", _("The level itself")),
]  # fmt: skip
NO_MARGIN = _("Pairs without a strength are then left out.")
SFT = [
    ("demonstrations", _("Demonstrations")), ("rewrites", _("Rewrites")),
    ("best", _("The best that was ranked, if it is good")),
]  # fmt: skip
REWRITES = [("include", _("With the rest")), ("exclude", _("Left out")), ("only", _("Nothing else"))]
REWRITTEN = _("In pairs, a rewrite stands above what was rewritten.")
KTO_FROM = [("question", _("A rating")), ("acceptability", _("The acceptability line"))]
BETWEEN = _("What stands between is neither, and left out.")
VETO = _("When more than half set one, whatever the rating.")
MOMENT = _("A date in UTC, or a time like 2026-11-23T12:00:00Z.")
LABELERS = _("User names, or pseudonyms as they stand in earlier exports.")
ROLES = _("The labeler's when they claimed. None ticked: all.")
LICENSES = _("Only texts all of whose licenses are ticked. None ticked: all.")
FLAGGED = _("By the majority of their labelers.")
REVIEW = [
    ("accepted", _("Accepted")),
    ("unreviewed", _("Not reviewed")),
    ("returned", _("Sent back, not amended yet")),
    ("settled", _("Of settled tasks, beside the reviewer's")),
]
REVIEWED = _("What a reviewer rejected never counts.")
PEOPLE = [("pseudonym", _("By pseudonym")), ("none", _("Not at all"))]
METADATA = _("Ids, models, votes, languages, times: beside what the trainer reads.")
PERSONAL_DATA = [
    ("keep", _("Keep")), ("report", _("Keep and count the rows")), ("drop", _("Leave the rows out")),
]  # fmt: skip
SNAPSHOT = _("Of an earlier export: what was said since is not in it.")
