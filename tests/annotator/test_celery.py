"""Jobs give way to pages, also where the kernel groups processes by their sessions (sched_autogroup)."""

import os
import subprocess
import sys
from pathlib import Path

from annotator.celery import YIELDING
from annotator.supervisor import site

GROUP = Path("/proc/self/autogroup")
SHOWN = """
import os, pathlib
from annotator.celery import yield_to_people
yield_to_people()
group = pathlib.Path("/proc/self/autogroup")
print(os.nice(0), group.read_text().split()[-1] if group.exists() else "none")
"""


def test_a_process_of_the_worker_yields_and_so_does_its_session() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SHOWN],
        env={**os.environ, "PYTHONPATH": str(site.ROOT)},
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )
    niceness, of_group = told.stdout.split()
    assert int(niceness) == os.nice(0) + YIELDING
    assert of_group == (str(YIELDING) if GROUP.exists() else "none")
