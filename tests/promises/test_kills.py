"""P1, P2: kill -9 of any process, or of all, under load: what was acknowledged is there, once."""

import os
import signal

import pytest

from annotator.supervisor.running import Running
from tests.promises import crowd

PEOPLE, TASKS = 12, 4000
SOME = 40  # submissions between two kills


def test_kill_9_of_any_process_loses_nothing(product: Running) -> None:
    product.start()
    tokens = crowd.gather(product, people=PEOPLE, tasks=TASKS)
    with crowd.Crowd(product, tokens[1:]) as labelers:
        for roles in (
            ["web"],
            ["worker", "beat"],
            ["Valkey"],
            ["PostgreSQL"],
            ["web", "worker", "Valkey", "PostgreSQL"],
        ):
            labelers.wait_for(SOME)
            product.kill(*roles)
        labelers.wait_for(SOME)
    crowd.check_nothing_lost(product, labelers.heard)
    assert product.stop() == 0


def test_kill_9_of_everything_loses_nothing(product: Running) -> None:
    product.start()
    tokens = crowd.gather(product, people=PEOPLE, tasks=TASKS)
    with crowd.Crowd(product, tokens[1:]) as labelers:
        for _ in range(2):
            labelers.wait_for(SOME)
            product.kill()
            product.start()
        labelers.wait_for(SOME)
        # The supervisor alone: its children end by themselves, the next start waits for them.
        assert product.supervisor is not None
        os.kill(product.supervisor.pid, signal.SIGKILL)
        product.supervisor.wait()
        product.start()
        labelers.wait_for(SOME)
    crowd.check_nothing_lost(product, labelers.heard)


def test_killed_web_worker_of_granian_is_replaced(product: Running) -> None:
    product.start()
    main, *workers = product.numbers("web")
    assert workers
    for number in workers:
        os.kill(number, signal.SIGKILL)
    product.wait_for_page()
    assert product.numbers("web")[0] == main


@pytest.mark.parametrize("times", [5])
def test_replayed_submission_counts_once(product: Running, times: int) -> None:
    product.start()
    tokens = crowd.gather(product, people=1, tasks=2)
    client = crowd.Client(product, tokens[1])
    _, assignment = client.ask("POST", "projects/promise/assignments/", {})
    path = f"assignments/{assignment['id']}/submissions/6f1c3a52-8f0e-4a8e-9a43-0a2f6a3b7c11/"
    body = {"judgment": {"text": "Once.", "answers": {}}}
    assert client.ask("PUT", path, body)[0] == 201
    product.kill()
    product.start()
    assert {client.ask("PUT", path, body)[0] for _ in range(times)} == {200}
    assert client.ask("PUT", path, {"judgment": {"text": "Twice.", "answers": {}}})[0] == 409
    assert len(crowd.stored(product)) == 1
