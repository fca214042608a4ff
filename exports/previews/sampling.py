"""Which prompts a preview looks at: all that were judged where they are few, else a sample of the project.

A prompt's digest is the SHA-256 of its messages: prompts in the order of their digests come in no order at all, and
those below a threshold are each of the project's with the same chance. One range of an index finds them, however
large the project, and the same ones again, so that two previews differ by their recipes and not by their luck.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from exports.reading.snapshots import Snapshot
from labeling.models import Assignment, Membership, Prompt

# Assignments up to which all judged prompts are looked up; beyond, the project is walked along.
FEW_ASSIGNMENTS = 6_000
# Prompts read together, and looked at between two glances at the clock.
PAGE = 100
# Prompts of the project looked at together, judged or not.
STRIDE = 1_000
ALL_DIGESTS = 2**256
WALK = """
SELECT id, digest, EXISTS (
    SELECT FROM labeling_task task JOIN labeling_assignment held ON held.task_id = task.id
    WHERE task.prompt_id = prompt.id AND held.state IN ('submitted', 'skipped')
)
FROM labeling_prompt prompt WHERE project_id = %s AND digest > %s ORDER BY digest LIMIT %s
"""


@dataclass(frozen=True)
class Page:
    """Prompts to look at, and the share of all that was looked at when these are done."""

    prompts: list[int]
    share: float


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Pages of judged prompts in the order of their digests; a project is over when the share is 1."""
    found = few_judged(snapshot)
    if found is None:
        yield from walk(snapshot)
        return
    for start in range(0, len(found), PAGE):
        page = found[start : start + PAGE]
        yield Page(page, (start + len(page)) / len(found))


def few_judged(snapshot: Snapshot) -> list[int] | None:
    """The ids of all judged prompts in the order of their digests, or None where there are many.

    Assignments have no index by project alone, and whoever holds one is or was a member.
    """
    labelers = list(Membership.objects.filter(project=snapshot.project).values_list("user_id", flat=True))
    judged = Assignment.objects.filter(
        project=snapshot.project, labeler_id__in=labelers, state__in=["submitted", "skipped"]
    )
    tasks = list(judged.values_list("task_id", flat=True)[: FEW_ASSIGNMENTS + 1])
    if len(tasks) > FEW_ASSIGNMENTS:
        return None
    prompts = Prompt.objects.filter(tasks__id__in=set(tasks)).order_by("digest").distinct()
    return [key for key, _digest in prompts.values_list("id", "digest")]


def walk(snapshot: Snapshot) -> Iterator[Page]:
    last = b""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(WALK, [snapshot.project.pk, last, STRIDE])
            rows = cursor.fetchall()
        judged = [(key, bytes(digest)) for key, digest, is_judged in rows if is_judged]
        is_over = len(rows) < STRIDE
        for start in range(0, len(judged), PAGE):
            page = judged[start : start + PAGE]
            yield Page([key for key, _digest in page], share_below(page[-1][1]))
        if is_over:
            yield Page([], 1.0)
            return
        last = bytes(rows[-1][1])
        yield Page([], share_below(last))


def share_below(digest: bytes) -> float:
    """The share of all possible digests up to this one."""
    return (int.from_bytes(digest) + 1) / ALL_DIGESTS
