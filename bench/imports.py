"""An import as people do it: the file goes up over HTTP, a worker of the running product brings it in.

Rows as Label Studio was measured with: a prompt of 600 characters, four completions of 900.
"""

import datetime
import http.client
import json
import time
from pathlib import Path
from typing import Any

import psutil

from bench import Figure
from bench.labeling import write_rows
from bench.servers import Running, product

ROWS = 100_000
SETUP = """
from django.utils import timezone
from accounts.actions.create_token import create_token
from tests import make
manager = make.user("bench-manager")
project = make.project(slug="bench-import", by=manager)
print("TOKEN", create_token(user=manager, by=None, now=timezone.now()))
"""


def measure(scale: float) -> list[Figure]:
    rows = max(int(ROWS * scale), 1000)
    with product() as running:
        running.start()
        said = running.manage("shell", "--no-imports", "-c", SETUP)
        token = next(line for line in said.stdout.splitlines() if line.startswith("TOKEN"))[6:]
        file = running.state.parent / "bench-import.jsonl"
        write_rows(file, rows)
        before = cpu_seconds(running)
        job = follow(running, token, send(running, token, file)["id"])
        spent = {name: seconds - before[name] for name, seconds in cpu_seconds(running).items()}
        if (job["state"], job["created"]) != ("done", rows):
            raise AssertionError(job)
        bound = ", ".join(f"{name} {1e6 * seconds / rows:.0f}" for name, seconds in spent.items())
        return [
            Figure(f"import of {rows:,} rows", rows / seconds_of(job), "rows/s", ">= 8000", f"CPU: {bound} µs a row"),
            Figure("worker's peak memory while importing", peak_megabytes(running), "MB", "< 200"),
        ]


def seconds_of(job: dict[str, Any]) -> float:
    """From the moment a worker took it to the moment its tasks could be claimed."""
    began, ended = (datetime.datetime.fromisoformat(job[key]) for key in ("started_at", "finished_at"))
    return (ended - began).total_seconds()


def send(running: Running, token: str, file: Path) -> dict[str, Any]:
    with file.open("rb") as body:
        return ask(running, token, "POST", "/api/projects/bench-import/imports/", body, file.stat().st_size)


def follow(running: Running, token: str, number: str) -> dict[str, Any]:
    while True:
        job = ask(running, token, "GET", f"/api/imports/{number}/")
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.5)


def ask(running: Running, token: str, method: str, path: str, body: Any = None, length: int = 0) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=300)
    headers = {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers |= {"Content-Type": "application/x-ndjson", "Content-Length": str(length)}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    connection.close()
    if answer.status >= 400:
        raise AssertionError(told)
    return told


def cpu_seconds(running: Running) -> dict[str, float]:
    """What worker and PostgreSQL have used so far, with their children."""
    spent = {}
    for name in ("worker", "PostgreSQL"):
        times = [psutil.Process(number).cpu_times() for number in running.numbers(name) if psutil.pid_exists(number)]
        # Servers for one connection each come and go: their time is with their parent.
        spent[name] = sum(t.user + t.system + t.children_user + t.children_system for t in times)
    return spent


def peak_megabytes(running: Running) -> float:
    """The highest resident size that one process of the worker has ever had."""
    peaks = []
    for number in running.numbers("worker"):
        status = Path(f"/proc/{number}/status").read_text()
        peaks.append(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
    return max(peaks) * 1024 / 1e6
