"""Telling whether two rows are the same and, if not, which field differs.

A fingerprint is one 8-byte BLAKE2b digest per field, in the order of FIELDS; zeros stand for a field that
was not given. 64 bits suffice: it is only ever compared with the one other row that has the same id.
"""

from collections.abc import Sequence
from hashlib import blake2b, sha256

from labeling.importing.rows import Row
from labeling.importing.values import dumps

FIELDS = (
    "prompt",
    "completions",
    "priority",
    "overlap",
    "prompt_type",
    "use_case",
    "language",
    "source",
    "source_user",
    "batch",
    "split",
    "metadata",
)
WIDTH = 8
ABSENT = bytes(WIDTH)
TEXT_FIELDS = FIELDS[4:10]
NONE = [ABSENT] * len(TEXT_FIELDS)


def digest(*pieces: bytes) -> bytes:
    state = blake2b(digest_size=WIDTH)
    for piece in pieces:
        state.update(piece)
    return state.digest()


def fingerprint(row: Row, prompt: bytes, completions: Sequence[bytes]) -> bytes:
    """`prompt` is the prompt's digest; `completions` the cells of each completion, in which no tab stands."""
    texts = row.texts
    models = "\t".join([answer.model for answer in row.completions])
    return b"".join(
        (
            prompt[:WIDTH],
            digest(*completions, models.encode()) if completions else ABSENT,
            digest(b"%d" % row.priority) if row.priority else ABSENT,
            digest(b"%d" % row.overlap) if row.overlap is not None else ABSENT,
            *([digest(texts[name].encode()) if texts.get(name) else ABSENT for name in TEXT_FIELDS] if texts else NONE),
            digest(row.split.encode()) if row.split else ABSENT,
            digest(dumps(row.metadata)) if row.metadata else ABSENT,
        )
    )


def differing_field(one: bytes, other: bytes) -> str:
    """The first field in which two fingerprints differ; empty when they are the same."""
    for index, name in enumerate(FIELDS):
        place = slice(index * WIDTH, (index + 1) * WIDTH)
        if one[place] != other[place]:
            return name
    return ""


def prompt_digest(prompt_json: bytes) -> bytes:
    """Prompts of the same messages have the same digest (SHA-256)."""
    return sha256(prompt_json).digest()
