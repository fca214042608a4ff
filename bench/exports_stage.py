"""What `bench.exports` runs in processes of their own: filling a database; building one export as a worker does."""

import json
import os
import random
import resource
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django


class WithoutPandas:
    """pyarrow loads pandas where it can. Tools of development bring it, a worker has none: 60 MB, half a second."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError(name)


sys.meta_path.insert(0, WithoutPandas)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from exports.actions import build_export, request_export  # noqa: E402
from exports.jobs import build_export as wake  # noqa: E402
from exports.models import Export  # noqa: E402
from labeling import models  # noqa: E402
from labeling.actions.create_project import create_project  # noqa: E402

SLUG = "bench-exports"
CHUNK = 1000
WORDS = [f"word{number:04}" for number in range(4000)]
# The rows of the dataset as PostgreSQL itself would hand them out: each with the same columns and texts, two of them
# (which text won, pseudonyms) with others of the same length. What an export is measured against.
COPY = """
COPY (
    SELECT row_to_json(pair) FROM (
        SELECT p.messages AS prompt, c.messages AS chosen, r.messages AS rejected,
            'p' || p.id || '-' || c.id || '-' || r.id AS pair_id, c.id::text AS chosen_id, r.id::text AS rejected_id,
            p.id::text AS prompt_id, 'p' || p.id AS group_id, b.name AS batch, t.source AS prompt_source,
            left(md5(t.source_user), 16) AS source_user_hash, t.prompt_type, t.use_case, t.language, p.split,
            cp.name AS chosen_model, rp.name AS rejected_model, '' AS chosen_license, '' AS rejected_license,
            c.sampling::text AS chosen_sampling, r.sampling::text AS rejected_sampling,
            '' AS chosen_acceptable, '' AS rejected_acceptable, 'ranking' AS label_source,
            1 AS n_labels, 1 AS n_for, 0 AS n_against, 0 AS n_tie, 1.0 AS agreement, -1.0 AS strength,
            false AS strength_derived, ARRAY[left(md5(a.labeler_id::text), 16)] AS labeler_ids,
            v.number AS guideline_version, s.active_seconds AS seconds_active,
            to_char(s.submitted_at, 'YYYYMMDD') AS annotated_on
        FROM labeling_prompt p JOIN labeling_task t ON t.prompt_id = p.id
        JOIN labeling_batch b ON b.id = t.batch_id
        JOIN labeling_assignment a ON a.task_id = t.id
        JOIN labeling_submission s ON s.assignment_id = a.id
        JOIN labeling_guidelineversion v ON v.id = a.version_id
        JOIN labeling_completion c ON c.task_id = t.id
        JOIN labeling_completion r ON r.task_id = t.id AND r.index > c.index
        JOIN labeling_policy cp ON cp.id = c.policy_id
        JOIN labeling_policy rp ON rp.id = r.policy_id
        WHERE p.project_id = {project}
    ) pair
) TO STDOUT
"""
# The texts alone, and hardly more.
COPY_TEXTS = """
COPY (
    SELECT row_to_json(pair) FROM (
        SELECT p.messages AS prompt, c.messages AS chosen, r.messages AS rejected, p.id AS prompt_id,
            c.id AS chosen_id, r.id AS rejected_id, c.sampling AS chosen_sampling, r.sampling AS rejected_sampling,
            t.use_case, t.language, t.source AS prompt_source, p.split
        FROM labeling_prompt p JOIN labeling_task t ON t.prompt_id = p.id
        JOIN labeling_completion c ON c.task_id = t.id
        JOIN labeling_completion r ON r.task_id = t.id AND r.index > c.index
        WHERE p.project_id = {project}
    ) pair
) TO STDOUT
"""
ORDERS = ("ABCD", "BADC", "CDAB", "DCBA")


def text(draw: random.Random, length: int) -> str:
    return " ".join(draw.choices(WORDS, k=length // 9))


def fill(rankings: int) -> None:
    """One ranking of four by one labeler for each prompt of 600 characters: six comparisons each.

    Rows are made directly: what is measured is reading them.
    """
    now = timezone.now()
    owner = User.objects.create_user(f"bench-{uuid.uuid4().hex[:8]}")
    project = create_project(by=owner, now=now, slug=f"{SLUG}-{rankings}", name="Bench", kind="ranking")
    version = models.GuidelineVersion.objects.get(project=project)
    batch = models.Batch.objects.create(project=project, name="bench", created_at=now)
    policies = [models.Policy.objects.create(project=project, name=f"policy-{n}") for n in range(4)]
    draw = random.Random(1)
    for start in range(0, rankings, CHUNK):
        tasks = fill_tasks(project, batch, policies, range(start, min(start + CHUNK, rankings)), draw)
        assignments = models.Assignment.objects.bulk_create([
            models.Assignment(
                task=task, project=project, labeler=owner, version=version, state="submitted", role="labeler", slot=0,
                order=draw.sample(range(4), 4), lane=0, position=task.pk, leased_until=now, claimed_at=now,
            )
            for task in tasks
        ])  # fmt: skip
        models.Submission.objects.bulk_create([
            models.Submission(
                assignment=assignment, client_id=uuid.uuid4(), revision=1, digest=b"", role="labeler",
                judgment=judgment(draw), submitted_at=now, active_seconds=41.2, wall_seconds=55,
            )
            for assignment in assignments
        ])  # fmt: skip


def fill_tasks(
    project: models.Project, batch: models.Batch, policies: list[models.Policy], numbers: range, draw: random.Random
) -> list[models.Task]:
    groups = models.PromptGroup.objects.bulk_create([
        models.PromptGroup(project=project, split=draw.choices(["train", "validation", "test"], [90, 5, 5])[0])
        for _ in numbers
    ])  # fmt: skip
    prompts = models.Prompt.objects.bulk_create([
        models.Prompt(
            project=project, group=group, split=group.split, digest=uuid.uuid4().bytes,
            messages=[{"role": "user", "content": text(draw, 600)}],
        )
        for group in groups
    ])  # fmt: skip
    tasks = models.Task.objects.bulk_create([
        models.Task(
            project=project, prompt=prompt, batch=batch, external_id=str(number), fingerprint=b"",
            created_at=timezone.now(), use_case="open_qa", language="en", source="api", source_user=f"u-{number}",
        )
        for number, prompt in zip(numbers, prompts, strict=True)
    ])  # fmt: skip
    models.Completion.objects.bulk_create([
        models.Completion(
            task=task, index=index, policy=policy, messages=[{"role": "assistant", "content": text(draw, 900)}],
            sampling={"temperature": 0.7},
        )
        for task in tasks for index, policy in enumerate(policies)
    ])  # fmt: skip
    return tasks


def judgment(draw: random.Random) -> dict[str, Any]:
    return {
        "tiers": [[letter] for letter in draw.choice(ORDERS)], "unranked": [], "acceptable_tiers": None,
        "strengths": [], "ratings": {}, "answers": {}, "rewrite": None,
    }  # fmt: skip


class Counting:
    """A file that only counts."""

    length = 0

    def write(self, text: bytes) -> int:
        self.length += len(text)
        return len(text)


def copy(rankings: int, what: str) -> None:
    project = models.Project.objects.get(slug=f"{SLUG}-{rankings}")
    counting = Counting()
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.copy_expert({"rows": COPY, "texts": COPY_TEXTS}[what].format(project=project.pk), counting)
        seconds = time.perf_counter() - began
        print(json.dumps({"rows": cursor.rowcount, "bytes": counting.length, "seconds": seconds}))


def made(rankings: int, files: str, configs: list[str]) -> Export:
    """An export as it is asked for, without a wake-up: the product's worker would be faster than we."""
    project = models.Project.objects.get(slug=f"{SLUG}-{rankings}")
    now = timezone.now()
    recipe = request_export.read_recipe(project, {"configs": configs, "files": files}, now)
    return Export.objects.create(project=project, recipe=recipe.as_json(), created_at=now)


def request(rankings: int) -> None:
    """Let the product's worker build one, and come back when it has begun."""
    export = made(rankings, "parquet", ["preference"])
    wake.delay(export.pk)
    while Export.objects.get(pk=export.pk).state == models.JobState.QUEUED:
        time.sleep(0.05)


def build(rankings: int, files: str, configs: list[str]) -> None:
    """Build one export through the job's own code; print what it took."""
    export = made(rankings, files, configs)
    began, cpu = time.perf_counter(), time.process_time()
    build_export.build(export.pk)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    export = Export.objects.get(pk=export.pk)
    print(json.dumps({
        "state": export.state,
        "rows": sum(sum(splits.values()) for splits in export.counts.values()),
        "bytes": sum(file["bytes"] for file in export.files),
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))  # fmt: skip


def main() -> None:
    name, rankings, *rest = sys.argv[1:]
    if name == "build":
        build(int(rankings), rest[0], rest[1:])
    else:
        stages: dict[str, Callable[..., None]] = {"fill": fill, "copy": copy, "request": request}
        stages[name](int(rankings), *rest)


if __name__ == "__main__":
    main()
