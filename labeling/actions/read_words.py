"""Reading the prompts of an import for the search, after its tasks can be claimed already.

Any worker may read, any number of times: words are written once per task, and how far it came stands on the import.
"""

import orjson
from django.db import connection, transaction

from labeling.actions import hold_job
from labeling.models import Import, JobState
from labeling.tasks.words import words_of

# The first half of the advisory lock's key; the second is the import's id.
NAMESPACE = 7202
JOB = "labeling.jobs.read_words"
# Prompts a transaction: some 50 ms.
CHUNK = 1000
# So few are read by the worker that imported them: they can be found at once.
AT_ONCE = 2 * CHUNK

NEXT = """
SELECT t.id, jsonb_path_query_array(p.messages, '$[*].content')::text
FROM labeling_task t JOIN labeling_prompt p ON p.id = t.prompt_id
WHERE t.project_id = %s AND t.id > %s AND t.imported_by_id = %s ORDER BY t.id LIMIT %s
"""
WRITE = """
INSERT INTO labeling_taskwords (task_id, project_id, words)
SELECT task_id, %s, array_to_tsvector(string_to_array(words, ' '))
FROM unnest(%s::bigint[], %s::text[]) AS read (task_id, words)
ON CONFLICT DO NOTHING
"""


def begin(job: Import) -> None:
    """After an import: few prompts are read at once, many by whoever is woken."""
    if job.created <= AT_ONCE:
        read(job)
    else:
        hold_job.wake(JOB, job.pk)


def read(job: Import) -> None:
    """Read to the end, or until somebody else reads it."""
    while read_chunk(job):
        pass


@transaction.atomic
def read_chunk(job: Import) -> bool:
    """Read the next prompts; false when there are none left, or they are being read.

    Race: two workers were woken for one import. The advisory lock lets one read; the other has nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [NAMESPACE, job.pk])
        if cursor.fetchone() == (False,):
            return False
        job.refresh_from_db(fields=["words_up_to"])
        cursor.execute(NEXT, [job.project_id, job.words_up_to, job.pk, CHUNK])
        rows = cursor.fetchall()
        if not rows:
            Import.objects.filter(pk=job.pk).update(is_searchable=True)
            return False
        words = [" ".join(words_of(texts_of(contents))) for _, contents in rows]
        cursor.execute(WRITE, [job.project_id, [task_id for task_id, _ in rows], words])
    Import.objects.filter(pk=job.pk).update(words_up_to=rows[-1][0])
    return True


def texts_of(contents: str) -> list[str]:
    return [text for text in orjson.loads(contents) if isinstance(text, str)]


def unread() -> list[int]:
    """Imports whose prompts the search has not read to the end."""
    waiting = Import.objects.filter(state=JobState.DONE, is_dry_run=False, is_searchable=False, created__gt=0)
    return list(waiting.order_by("id").values_list("pk", flat=True)[:100])
