"""OpenAI-style fine-tuning, which Azure, Together and Fireworks read too: JSON Lines, nothing but what is asked for.

Facts lie beside, in CONFIG_facts/, joined by the file's number and the line (and `pair_id`). Answers are one turn,
turns alternate: the strictest of these hosts decides.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets import conversations
from exports.targets.base import Layout, evaluation_split
from exports.targets.conversations import why_not_alternating
from exports.writing.columns import MESSAGES, Column, columns

JSON_LINES = ("jsonl",)
FEWEST_ROWS = 10


class Answers(conversations.Answers):
    def refuses(self, row: Row) -> str:
        return why_not_alternating(row)


class Pairs(Layout):
    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(
            input={"messages": MESSAGES, "tools": ["string"], "parallel_tool_calls": "bool"},
            preferred_output=MESSAGES, non_preferred_output=MESSAGES,
        )  # fmt: skip

    def core_of(self, row: Row) -> dict[str, Any]:
        return {
            "input": {"messages": row.core["prompt"], "tools": [], "parallel_tool_calls": True},
            "preferred_output": row.core["chosen"],
            "non_preferred_output": row.core["rejected"],
        }

    def refuses(self, row: Row) -> str:
        return why_not_alternating(row)


LAYOUTS: dict[str, Layout] = {
    "sft": Answers(files=JSON_LINES, side_car=True), "preference": Pairs(files=JSON_LINES, side_car=True),
}  # fmt: skip
LEAVES: dict[str, str] = {
    "reward": N_("OpenAI-style fine-tuning trains no reward model; `preference` has the pairs."),
    "kto": N_("OpenAI-style fine-tuning reads pairs, not labels."),
    "prompts": N_("OpenAI-style fine-tuning reads no prompts without answers."),
    "ranking": N_("OpenAI-style fine-tuning reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
METHODS = {"sft": {"type": "supervised"}, "preference": {"type": "dpo"}}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "jsonl") -> str:
    names = [name for name in METHODS if name in splits]
    return "\n".join([UPLOAD, *(job(name, tuple(splits[name])) for name in names)]) if names else ""


def job(name: str, splits: tuple[str, ...]) -> str:
    split = evaluation_split(splits)
    train = f'upload("{name}", "train")' if "train" in splits else "TRAINING_FILE"
    lines = [
        f"# A job with fewer than {FEWEST_ROWS} rows is refused.",
        "client.fine_tuning.jobs.create(",
        '    model="MODEL",',
        f"    training_file={train},",
        *([f'    validation_file=upload("{name}", "{split}"),'] if split else []),
        f"    method={METHODS[name]!r},",
        ")",
    ]
    return "\n".join(lines) + "\n"


UPLOAD = '''\
from glob import glob
from tempfile import TemporaryFile

from openai import OpenAI

client = OpenAI()


def upload(config, split):
    """All files of a split as one, for a job takes one."""
    with TemporaryFile() as whole:
        for path in sorted(glob(f"FOLDER/{config}/{split}-*.jsonl")):
            with open(path, "rb") as part:
                whole.write(part.read())
        whole.seek(0)
        return client.files.create(file=(f"{config}-{split}.jsonl", whole), purpose="fine-tune").id

'''
