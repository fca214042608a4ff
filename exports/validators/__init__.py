"""What re-reads the written files with each trainer's own rules, one module per target."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from exports.validators.base import Broken

__all__ = ["Broken", "check"]


def check(folder: Path, target: str, *, most: int | None = None) -> None:
    """Read the dataset as the target's trainer does, the first `most` rows of each file; raise Broken."""
    validator: Callable[..., None] = import_module(f"exports.validators.{target.replace('-', '_')}").check
    validator(folder, most=most)
