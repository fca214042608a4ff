"""Telling whether two rows are the same and, if not, which field differs.

A fingerprint is one 8-byte BLAKE2b digest per field, in the order of FIELDS; zeros stand for a field that
was not given. 64 bits suffice: it is only ever compared with the one other row that has the same id.
"""

from hashlib import blake2b, sha256

from labeling.importing.rows import Answer, Row
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


def digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=WIDTH).digest()


def fingerprint(row: Row) -> bytes:
    texts = row.texts
    return b"".join(
        (
            digest(row.prompt_json),
            digest(dumps([spelling(answer) for answer in row.completions])) if row.completions else ABSENT,
            digest(b"%d" % row.priority) if row.priority else ABSENT,
            digest(b"%d" % row.overlap) if row.overlap is not None else ABSENT,
            *(digest(texts[name].encode()) if texts.get(name) else ABSENT for name in TEXT_FIELDS),
            digest(row.split.encode()) if row.split else ABSENT,
            digest(dumps(row.metadata)) if row.metadata else ABSENT,
        )
    )


def spelling(answer: Answer) -> tuple[object, ...]:
    return (answer.text, answer.model, answer.id, answer.reasoning, answer.sampling, answer.metadata)


def differing_field(one: bytes, other: bytes) -> str:
    """The first field in which two fingerprints differ; empty when they are the same."""
    for index, name in enumerate(FIELDS):
        place = slice(index * WIDTH, (index + 1) * WIDTH)
        if one[place] != other[place]:
            return name
    return ""


def key_of(external_id: str) -> bytes:
    """The 16 bytes by which an id is looked for among the ids of a file."""
    return blake2b(external_id.encode(), digest_size=16).digest()


def prompt_digest(prompt_json: bytes) -> bytes:
    """Prompts of the same messages have the same digest (SHA-256)."""
    return sha256(prompt_json).digest()
