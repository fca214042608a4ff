"""Which group a prompt joins and which split it is born into: decided once, never changed.

Prompts belong together when they share a trait: the root of their conversation or the user they came
from. A prompt joins the earliest group that one of its traits leads to, or founds one. Groups never merge:
connected components that grow would one day join groups of train and of test.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from typing import Any

from labeling.importing.rows import SPLITS


def normalise_text(text: str) -> str:
    """NFKC, case folded, white space collapsed: what makes two roots the same."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    else:
        text = text.lower()
    return " ".join(text.split())


def root_of(messages: list[dict[str, Any]]) -> str:
    """The first thing a user says; without one, the first message. System prompts are shared by strangers."""
    for message in messages:
        if message["role"] == "user":
            return str(message["content"])
    return str(messages[0]["content"])


def group_keys(messages: list[dict[str, Any]], source_user: str) -> list[bytes]:
    """The traits of a prompt, 16 bytes each; the first one founds its group."""
    keys = [_key(b"root", normalise_text(root_of(messages)))]
    if source_user:
        keys.append(_key(b"user", source_user))
    return keys


def _key(trait: bytes, text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16, person=trait).digest()


def split_of(seed: str, key: bytes, shares: Mapping[str, float]) -> str:
    """Put SHA-256(seed || key) into one of the splits by their shares."""
    place = int.from_bytes(sha256(seed.encode() + key).digest()[:8]) / 2**64 * sum(shares.values())
    for split in SPLITS:
        place -= shares.get(split, 0)
        if place < 0:
            return split
    return next(split for split in reversed(SPLITS) if shares.get(split, 0) > 0)


@dataclass(frozen=True, slots=True)
class Group:
    id: int
    split: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a prompt went. `new_keys` now lead to its group, too."""

    group: Group
    split: str
    is_new_group: bool
    new_keys: list[bytes]
    is_quarantined: bool


@dataclass(slots=True)
class Places:
    """The groups of a project as far as a run of prompts needs them; grows with each prompt that is placed.

    `known` leads from a trait to its group; `has_train` tells whether any group is in train yet.
    """

    seed: str
    shares: Mapping[str, float]
    has_train: bool
    known: dict[bytes, Group] = field(default_factory=dict)

    def place(self, keys: list[bytes], asked: str, new_id: Callable[[], int]) -> Place:
        """Place one prompt; `asked` is the split that its row names, or empty.

        A split that a row names holds for its prompt and for the group it founds. Train is never empty:
        the first group is train, unless its row says otherwise or the project wants no train at all.
        """
        linked = [self.known[key] for key in keys if key in self.known]
        if linked:
            group = min(linked, key=lambda group: group.id)
        else:
            group = Group(new_id(), asked or self._draw(keys[0]))
            self.has_train = self.has_train or group.split == "train"
        new_keys = [key for key in keys if key not in self.known]
        for key in new_keys:
            self.known[key] = group
        split = asked or group.split
        is_quarantined = len({split, group.split, *(other.split for other in linked)}) > 1
        return Place(group, split, not linked, new_keys, is_quarantined)

    def adopt(self, keys: list[bytes], group: Group) -> list[bytes]:
        """Traits that a known prompt shows for the first time lead to its group from now on."""
        new_keys = [key for key in keys if key not in self.known]
        for key in new_keys:
            self.known[key] = group
        return new_keys

    def _draw(self, key: bytes) -> str:
        if not self.has_train and self.shares.get("train", 0) > 0:
            return "train"
        return split_of(self.seed, key, self.shares)
