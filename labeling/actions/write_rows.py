"""The second phase of an import: write prompts, completions and tasks, invisible until they are published."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from labeling.actions import hold_job
from labeling.actions.check_rows import SHARE, warn
from labeling.actions.copy_rows import NULL, bytes_cell, cell, commit_lazily, copy, json_cell, reserve_ids
from labeling.actions.import_file import asked_of, read_chunks
from labeling.importing.fingerprints import fingerprint, prompt_digest
from labeling.importing.rows import Row
from labeling.importing.splits import Group, Places, group_keys
from labeling.importing.values import dumps
from labeling.models import Batch, GroupKey, Import, Policy, Project, Prompt, PromptGroup, Task

PROMPT_COLUMNS = "id, project_id, group_id, messages, digest, split, is_quarantined"
TASK_COLUMNS = (
    "id, project_id, prompt_id, batch_id, imported_by_id, external_id, fingerprint, state, priority, overlap,"
    " prompt_type, use_case, language, source, source_user, metadata, created_at"
)
COMPLETION_COLUMNS = (
    "id, task_id, index, same_as_id, policy_id, writer_id, messages, reasoning, external_id, sampling, metadata"
)
QUARANTINED = "These prompts link groups of different splits: they are kept out of train."
SPLIT_KEPT = "These rows name a split, but their prompt is already in another: a prompt never changes its split."


@dataclass(slots=True)
class Names:
    """Ids of the project's batches and policies by name, asked for once."""

    project: Project
    policies: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)

    def learn(self, rows: list[Row], default_batch: str) -> None:
        """Make sure that every batch and policy of these rows is there."""
        batches = {row.texts.get("batch") or default_batch for row in rows} - self.batches.keys()
        policies = {answer.model for row in rows for answer in row.completions if answer.model} - self.policies.keys()
        now, project = timezone.now(), self.project
        if batches:
            made = [Batch(project=project, name=name, created_at=now) for name in sorted(batches)]
            Batch.objects.bulk_create(made, ignore_conflicts=True)
            found = Batch.objects.filter(project=project, name__in=batches)
            self.batches |= dict(found.values_list("name", "id"))
        if policies:
            Policy.objects.bulk_create(
                [Policy(project=project, name=name) for name in sorted(policies)], ignore_conflicts=True
            )
            self.policies |= dict(Policy.objects.filter(project=project, name__in=policies).values_list("name", "id"))


def write(job: Import) -> None:
    """Write the good rows chunk by chunk from where the last worker came to.

    Each chunk is one transaction that also moves `written_rows` under the fence, so a killed worker
    leaves whole chunks and nothing else. Raises LostHold.
    """
    names = Names(job.project)
    asks_texts = asked_of(job.project).texts is not None
    for chunk in read_chunks(job, after=job.written_rows):
        with transaction.atomic():
            commit_lazily()
            # First the job's row: who wants to take over or cancel waits for this commit.
            hold_job.keep(job)
            rows = _new_rows(chunk.rows, job.project_id)
            if asks_texts:
                rows = [row for row in rows if row.distinct_texts > 1]
            if rows:
                _write_rows(job, rows, names)
            hold_job.keep(
                job,
                written_rows=chunk.last,
                created=job.created + len(rows),
                warnings=job.warnings,
                progress=SHARE + (0.97 - SHARE) * chunk.share_read,
            )


def _new_rows(rows: list[Row], project_id: int) -> list[Row]:
    """Leave out rows whose id is taken: what was to be said of them, the check has said."""
    by_id: dict[str, Row] = {}
    for row in rows:
        by_id.setdefault(row.id, row)
    taken = Task.objects.filter(project_id=project_id, external_id__in=list(by_id))
    for external_id in taken.values_list("external_id", flat=True):
        del by_id[external_id]
    return list(by_id.values())


def _write_rows(job: Import, rows: list[Row], names: Names) -> None:
    default_batch = f"import-{job.pk}"
    names.learn(rows, default_batch)
    prompt_ids = _write_prompts(job, rows)
    task_ids = reserve_ids("labeling_task", len(rows))
    now = timezone.now().isoformat().encode()
    copy(
        "labeling_task",
        TASK_COLUMNS,
        (
            _task_line(job, row, task_id, prompt_id, names.batches[row.texts.get("batch") or default_batch], now)
            for row, task_id, prompt_id in zip(rows, task_ids, prompt_ids, strict=True)
        ),
    )
    _write_completions(rows, task_ids, names)


def _task_line(job: Import, row: Row, task_id: int, prompt_id: int, batch_id: int, now: bytes) -> bytes:
    text = row.texts.get
    return b"\t".join(
        (
            b"%d\t%d\t%d\t%d\t%d" % (task_id, job.project_id, prompt_id, batch_id, job.pk),
            cell(row.id),
            bytes_cell(fingerprint(row)),
            b"open\t%d" % row.priority,
            NULL if row.overlap is None else b"%d" % row.overlap,
            *(cell(text(name, "")) for name in ("prompt_type", "use_case", "language", "source", "source_user")),
            json_cell(dumps(row.metadata)),
            now + b"\n",
        )
    )


def _write_completions(rows: list[Row], task_ids: list[int], names: Names) -> None:
    ids = iter(reserve_ids("labeling_completion", sum(len(row.completions) for row in rows)))
    lines = (
        line
        for row, task_id in zip(rows, task_ids, strict=True)
        for line in _completion_lines(row, task_id, [next(ids) for _ in row.completions], names)
    )
    copy("labeling_completion", COMPLETION_COLUMNS, lines)


def _completion_lines(row: Row, task_id: int, ids: list[int], names: Names) -> Iterator[bytes]:
    for index, answer in enumerate(row.completions):
        messages = dumps([{"role": "assistant", "content": answer.text}])
        yield b"\t".join(
            (
                b"%d\t%d\t%d" % (ids[index], task_id, index),
                NULL if answer.first == index else b"%d" % ids[answer.first],
                b"%d" % names.policies[answer.model] if answer.model else NULL,
                NULL,
                json_cell(messages),
                cell(answer.reasoning),
                cell(answer.id),
                json_cell(dumps(answer.sampling)) if answer.sampling else b"{}",
                json_cell(dumps(answer.metadata)) + b"\n" if answer.metadata else b"{}\n",
            )
        )


def _write_prompts(job: Import, rows: list[Row]) -> list[int]:
    """The prompt of each row, new ones placed in their groups and splits."""
    project = job.project
    digests = [prompt_digest(row.prompt_json) for row in rows]
    keys = [group_keys(row.prompt, row.texts.get("source_user", "")) for row in rows]
    known = _known_prompts(project.pk, digests)
    places = _places(project, keys)
    new_group_ids = iter(reserve_ids("labeling_promptgroup", len({d for d in digests if d not in known})))
    new_ids = iter(reserve_ids("labeling_prompt", len({d for d in digests if d not in known})))
    groups, group_lines, prompt_lines, prompt_ids = [], [], [], []
    for row, digest, traits in zip(rows, digests, keys, strict=True):
        if (prompt := known.get(digest)) is not None:
            prompt_id, group, split = prompt
            if row.split and row.split != split:
                warn(job.warnings, "split_kept", SPLIT_KEPT)
            new_keys = places.adopt(traits, group)
        else:
            place = places.place(traits, row.split, new_group_ids.__next__)
            prompt_id, group, new_keys = next(new_ids), place.group, place.new_keys
            known[digest] = (prompt_id, group, place.split)
            if place.is_new_group:
                groups.append(b"%d\t%d\t%b\n" % (group.id, project.pk, group.split.encode()))
            if place.is_quarantined:
                warn(job.warnings, "quarantined", QUARANTINED)
            prompt_lines.append(
                b"%d\t%d\t%d\t%b\t%b\t%b\t%b\n"
                % (
                    prompt_id, project.pk, group.id, json_cell(row.prompt_json), bytes_cell(digest),
                    place.split.encode(), b"t" if place.is_quarantined else b"f",
                )
            )  # fmt: skip
        group_lines += [b"%d\t%b\t%d\n" % (project.pk, bytes_cell(key), group.id) for key in new_keys]
        prompt_ids.append(prompt_id)
    copy("labeling_promptgroup", "id, project_id, split", groups)
    copy("labeling_groupkey", "project_id, digest, group_id", group_lines)
    copy("labeling_prompt", PROMPT_COLUMNS, prompt_lines)
    return prompt_ids


def _known_prompts(project_id: int, digests: list[bytes]) -> dict[bytes, tuple[int, Group, str]]:
    found = Prompt.objects.filter(project_id=project_id, digest__in=digests).values_list(
        "digest", "id", "group_id", "group__split", "split"
    )
    return {bytes(digest): (id_, Group(group, of_group), split) for digest, id_, group, of_group, split in found}


def _places(project: Project, keys: list[list[bytes]]) -> Places:
    """The groups to which any of these traits lead."""
    found = GroupKey.objects.filter(project=project, digest__in={key for traits in keys for key in traits})
    groups = found.annotate(split=F("group__split")).values_list("digest", "group_id", "split")
    return Places(
        seed=str(project.split_seed),
        shares=project.splits,
        has_train=PromptGroup.objects.filter(project=project, split="train").exists(),
        known={bytes(digest): Group(group, split) for digest, group, split in groups},
    )
