"""P8, P9: a broker that is dead or frozen costs latency of jobs, never a request."""

import os
import signal

from annotator.supervisor import processes
from annotator.supervisor.running import Running
from tests.promises import crowd

ROWS = [{"id": f"late-{number}", "prompt": f"Question {number}?"} for number in range(20)]


def test_frozen_broker_delays_no_submission_and_jobs_come_after(product: Running) -> None:
    product.start()
    manager, *labelers = crowd.gather(product, people=6, tasks=600)
    frozen = product.numbers("Valkey")
    for number in frozen:
        os.kill(number, signal.SIGSTOP)
    try:
        with crowd.Crowd(product, labelers) as working:
            working.wait_for(200)
        seconds = sorted(working.heard.seconds)
        # Who waited for the broker would wait for seconds, each of them; that others use this machine delays a few.
        assert seconds[len(seconds) // 2] < 1
        status, job = crowd.Client(product, manager).ask("POST", "projects/promise/imports/", ROWS)
        assert status == 202, job
    finally:
        for number in frozen:
            os.kill(number, signal.SIGCONT)
    assert processes.wait_until(lambda: _import_state(product, manager, job["id"]) == "done", seconds=60, pause=0.3)
    crowd.check_nothing_lost(product, working.heard)


def test_dead_broker_is_not_needed_for_labeling(product: Running) -> None:
    product.start()
    _, *labelers = crowd.gather(product, people=6, tasks=600)
    with crowd.Crowd(product, labelers) as working:
        for _ in range(3):
            product.kill("Valkey")
            working.wait_for(50)
    crowd.check_nothing_lost(product, working.heard)


def _import_state(product: Running, token: str, number: str) -> str:
    status, job = crowd.Client(product, token).ask("GET", f"imports/{number}/")
    assert status == 200, job
    return str(job["state"])
