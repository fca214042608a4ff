"""TRL (and Unsloth, which reads the same): explicit prompts, message lists, a Hugging Face `datasets` folder."""

from typing import Any

from exports.cases import Row
from exports.columns import Column
from exports.configs import Config


def columns(config: Config, *, has_facts: bool) -> tuple[Column, ...]:
    return (*config.core, *config.facts) if has_facts else config.core


def lay_out(row: Row, *, has_facts: bool) -> dict[str, Any]:
    return {**row.core, **row.facts} if has_facts else row.core
