"""Celery wakes workers; what there is to do stands in the job rows of PostgreSQL."""

import os
from contextlib import suppress
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")

app = Celery("annotator")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["labeling", "exports"], related_name="jobs")

# Jobs can wait, people who label cannot: where both want the processor, the pages go first.
YIELDING = 10


@worker_process_init.connect(weak=False)
def yield_to_people(**_: object) -> None:
    os.nice(YIELDING)
    # Where Linux groups processes by their sessions, niceness counts within a session; this is the session's own.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(YIELDING))
