"""What axolotl 0.19 reads through its YAML files, and what its strategies cut out in the wrong place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from exports.validators.base import Broken, Line, files_of, lines_of

TYPES = {".parquet": "parquet", ".jsonl": "json"}
# config -> its strategy, and what the file must say besides for it to be taken.
STRATEGIES: dict[str, tuple[str, dict[str, Any]]] = {
    "sft": ("chat_template", {}),
    "preference": ("chat_template.default", {"rl": "dpo"}),
    "reward": ("bradley_terry.chat_template", {"reward_model": True}),
    "kto": ("chatml.ultra", {"rl": "kto"}),
}
# How the DPO strategy's own question and the answer's head are rendered: an answer that stands in it is found there.
RENDERED = (
    "<|im_start|>user\n[[dummy_message]]<|im_end|>\n<|im_start|>assistant\n",
    (
        "<|start_header_id|>user<|end_header_id|>\n\n[[dummy_message]]<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    ),
)


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            raise Broken(folder / "README.md", 1, f"names {config}, which axolotl has no strategy for")
        named = named_in(folder, config)
        for split, paths in splits.items():
            if split == "train" and (lost := set(paths) - named):
                raise Broken(min(lost), 0, f"is not named in axolotl/{config}.yaml")
            for path in paths:
                for line in lines_of(path, most):
                    READS[config](line)


def named_in(folder: Path, config: str) -> set[Path]:
    """The files that the config's YAML file points at, after a look at how."""
    stanza = folder / "axolotl" / f"{config}.yaml"
    try:
        told = yaml.safe_load(stanza.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Broken(stanza, 0, "is missing") from None
    except yaml.YAMLError as error:
        raise Broken(stanza, 1, f"is not YAML: {error}") from None
    strategy, needs = STRATEGIES[config]
    if not isinstance(told, dict) or not needs.items() <= told.items():
        raise Broken(stanza, 1, f"does not say {needs}")
    named = set()
    for entry in [*(told.get("datasets") or []), *(told.get("test_datasets") or [])]:
        path = folder / str(entry.get("path"))
        if not path.is_file():
            raise Broken(stanza, 1, f"names {entry.get('path')}, and there is no such file")
        if entry.get("type") != strategy:
            raise Broken(stanza, 1, f"gives {entry['path']} the type {entry.get('type')}, not {strategy}")
        if entry.get("ds_type") != TYPES.get(path.suffix):
            raise Broken(stanza, 1, f"says that {entry['path']} is {entry.get('ds_type')}")
        named.add(path)
    return named


def check_conversation(line: Line, *, ends_with_answer: bool) -> None:
    turns = line.turns("messages") if ends_with_answer else line.prompt("messages")
    for place, turn in enumerate(turns):
        if turn["role"] not in ("system", "user", "assistant"):
            raise line.broken(f"messages.{place} has the role {turn['role']}")
        if not turn["content"].strip():
            raise line.broken(f"messages.{place} is empty")
    if ends_with_answer and turns[-1]["role"] != "assistant":
        raise line.broken("messages does not end with the assistant's turn: there is nothing to learn")


def check_sft(line: Line) -> None:
    check_conversation(line, ends_with_answer=True)


def check_pair(line: Line) -> None:
    check_conversation(line, ends_with_answer=False)
    texts = []
    for name in ("chosen", "rejected"):
        turn = line.value(name)
        line.check_turn(name, turn)
        if turn["role"] != "assistant":
            raise line.broken(f"{name} is not the assistant's")
        text = turn["content"]
        if not text:
            raise line.broken(f"{name} is empty: [[dummy_message]] would be learned")
        if text != text.strip():
            raise line.broken(f"{name} has white space around it: a template takes it off, and it is not found")
        if any(text in rendered for rendered in RENDERED):
            raise line.broken(f"{name} stands in the template before the answer, and is cut out there")
        texts.append(text)
    line.differ(*texts)


def check_texts(line: Line, *names: str) -> list[str]:
    # Without the key, the strategy fails; empty, there is no system turn.
    line.text("system")
    texts = [line.text(name) for name in names]
    for name, text in zip(names, texts, strict=True):
        if not text.strip():
            raise line.broken(f"{name} is empty")
    return texts


def check_reward(line: Line) -> None:
    line.differ(*check_texts(line, "input", "chosen", "rejected")[1:])


def check_kto(line: Line) -> None:
    check_texts(line, "prompt", "completion")
    if not isinstance(line.value("label"), bool):
        raise line.broken("label is not true or false")


READS: dict[str, Callable[[Line], None]] = {
    "sft": check_sft, "preference": check_pair, "reward": check_reward, "kto": check_kto,
}  # fmt: skip
