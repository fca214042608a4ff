"""A row in the spelling in which it is stored: digests and COPY text, made once, away from the database."""

from dataclasses import dataclass

from labeling.importing.cells import NULL, bytes_cell, cell, json_cell
from labeling.importing.fingerprints import TEXT_FIELDS, fingerprint, prompt_digest
from labeling.importing.rows import Answer, Row
from labeling.importing.splits import group_keys
from labeling.importing.values import dumps

# What a spelled task and a spelled completion hold, in this order.
TASK_COLUMNS = (
    "line, external_id, fingerprint, priority, overlap, prompt_type, use_case, language, source, source_user, metadata"
)
COMPLETION_COLUMNS = "messages, reasoning, external_id, sampling, metadata"
STORED_TEXTS = TEXT_FIELDS[:5]
NO_TEXTS = b"\t" * (len(STORED_TEXTS) - 1)


@dataclass(slots=True)
class Spelled:
    row: Row
    mark: bytes
    digest: bytes
    traits: list[bytes]
    prompt: bytes
    task: bytes
    completions: list[bytes]


def spell(row: Row) -> Spelled:
    completions = [spell_completion(answer) for answer in row.completions]
    digest = prompt_digest(row.prompt_json)
    mark = fingerprint(row, digest, completions)
    return Spelled(
        row=row,
        mark=mark,
        digest=digest,
        traits=group_keys(row.prompt, row.texts.get("source_user", "")),
        prompt=json_cell(row.prompt_json),
        task=spell_task(row, mark),
        completions=completions,
    )


def spell_task(row: Row, mark: bytes) -> bytes:
    text = row.texts.get
    return b"%d\t%b\t%b\t%d\t%b\t%b\t%b\n" % (
        row.line,
        cell(row.id),
        bytes_cell(mark),
        row.priority,
        NULL if row.overlap is None else b"%d" % row.overlap,
        b"\t".join([cell(text(name, "")) for name in STORED_TEXTS]) if row.texts else NO_TEXTS,
        json_cell(dumps(row.metadata)) if row.metadata else b"{}",
    )


def spell_completion(answer: Answer) -> bytes:
    """The cells of one completion, without the ids that only the database knows."""
    return b'[{"content":%b,"role":"assistant"}]\t%b\t%b\t%b\t%b\n' % (
        json_cell(dumps(answer.text)),
        cell(answer.reasoning),
        cell(answer.id),
        json_cell(dumps(answer.sampling)) if answer.sampling else b"{}",
        json_cell(dumps(answer.metadata)) if answer.metadata else b"{}",
    )
