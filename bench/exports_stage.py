"""What `bench.exports` runs in processes of their own: filling a database; building one export as a worker does."""

import json
import os
import random
import resource
import sys
import time
import uuid
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from exports.actions import build_export, request_export  # noqa: E402
from exports.models import Export  # noqa: E402
from labeling import models  # noqa: E402
from labeling.actions.create_project import create_project  # noqa: E402

SLUG = "bench-exports"
CHUNK = 1000
WORDS = [f"word{number:04}" for number in range(4000)]
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


def build(rankings: int, configs: list[str]) -> None:
    """Build one export through the job's own code; print what it took."""
    project = models.Project.objects.get(slug=f"{SLUG}-{rankings}")
    now = timezone.now()
    recipe = request_export.read_recipe(project, {"configs": configs}, now)
    # Without a wake-up: the product's worker would be faster than we.
    export = Export.objects.create(project=project, recipe=recipe.as_json(), created_at=now)
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
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        build(int(sys.argv[2]), sys.argv[3:])


if __name__ == "__main__":
    main()
