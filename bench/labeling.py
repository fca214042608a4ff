"""Claims and submissions over HTTP: eight labelers as fast as they can, on fresh and on well-worn queues.

Items as Label Studio was measured with: a prompt of 600 characters, four completions of 900.
"""

import http.client
import json
import random
import statistics
import string
import subprocess
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench import Figure
from bench.servers import Running, product

LABELERS = 8
SECONDS = 20.0
# Claims behind the queue's head before the worn queue is measured.
WORN_BY = 50_000
SETUP = """
import json, sys
from django.utils import timezone
from accounts.actions.create_token import create_token
from tests import make
project = make.project(slug={slug!r}, overlap=3, by=make.user({slug!r} + "-manager"))
people = [make.member(project, name=f"{slug}-{{number}}") for number in range({people})]
print("TOKENS", json.dumps([create_token(user=person, by=None, now=timezone.now()) for person in people]))
"""
# The first labeler judges the first tasks, each in a transaction of its own, as claims and submits leave them.
WEAR = """
from django.db import connection
connection.cursor().execute('''
DO $$
DECLARE t record; a bigint;
BEGIN
    FOR t IN SELECT o.*, m.user_id, v.id AS version_id FROM labeling_opening o
        JOIN labeling_project p ON p.id = o.project_id AND p.slug = '{slug}'
        JOIN LATERAL (SELECT user_id FROM labeling_membership WHERE project_id = p.id AND role = 'labeler'
                      ORDER BY id LIMIT 1) m ON true
        JOIN labeling_guidelineversion v ON v.project_id = p.id
        WHERE o.filled = 0 ORDER BY o.position LIMIT {count}
    LOOP
        UPDATE labeling_opening SET filled = filled + 1, base_order = '{{0,1,2,3}}' WHERE task_id = t.task_id;
        INSERT INTO labeling_assignment (task_id, project_id, labeler_id, version_id, purpose, state, role, slot, "row",
            "order", seats, lane, position, leased_until, claimed_at)
        VALUES (t.task_id, t.project_id, t.user_id, t.version_id, 'work', 'claimed', 'labeler', 0, 0,
            '{{0,1,2,3}}', '{{1,2,3,4}}', t.lane, t.position, now(), now()) RETURNING id INTO a;
        COMMIT;
        UPDATE labeling_opening SET counted = counted + 1 WHERE task_id = t.task_id;
        UPDATE labeling_assignment SET state = 'submitted' WHERE id = a;
        COMMIT;
    END LOOP;
END $$''')
"""
JUDGMENT = b'{"judgment": {"tiers": [["A"], ["B", "C"], ["D"]]}, "active_seconds": 12.0}'


@dataclass
class Timings:
    """Seconds of each claim and each submission, and how long all took together."""

    claims: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return len(self.submits) / self.elapsed

    def bound_by(self) -> str:
        """CPU milliseconds of a pair, by who spends them: two cores give 2,000 a second."""
        shares = {name: 1000 * seconds / len(self.submits) for name, seconds in self.cpu.items()}
        told = ", ".join(f"{name} {share:.1f}" for name, share in shares.items())
        return f"CPU: {told} ms a pair"


def measure(scale: float) -> list[Figure]:
    figures = []
    with product() as running:
        running.start()
        for tasks in (10_000, 100_000):
            slug = f"bench-{tasks}"
            tokens = set_up(running, slug, max(int(tasks * scale), 500))
            timings = drive(running, slug, tokens, SECONDS * min(scale * 4, 1))
            figures += told(f"{tasks:,} tasks", timings, rate_aim=">= 290")
        worn = int(WORN_BY * scale)
        run_code(running, WEAR.format(slug=slug, count=worn))
        timings = drive(running, slug, tokens[1:] + tokens[:1], SECONDS * min(scale * 4, 1))
        figures += told(f"100,000 tasks after {worn:,} more claims", timings, rate_aim=">= 290")
        timings = drive(running, slug, tokens[:1], SECONDS / 2 * min(scale * 4, 1))
        figures.append(Figure(f"claim p95 of who has judged {worn:,} at the head", p95(timings.claims), "ms", "< 60"))
    return figures


def told(what: str, timings: Timings, *, rate_aim: str) -> list[Figure]:
    return [
        Figure(f"claim + submit, {what}", timings.rate, "pairs/s", rate_aim, timings.bound_by()),
        Figure(f"claim p95, {what}", p95(timings.claims), "ms", "< 60"),
        Figure(f"submit p95, {what}", p95(timings.submits), "ms", "< 60"),
    ]


def p95(seconds: Sequence[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


def set_up(running: Running, slug: str, tasks: int) -> list[str]:
    """Make project and people, import the tasks, and return the labelers' tokens."""
    said = run_code(running, SETUP.format(slug=slug, people=LABELERS))
    tokens: list[str] = json.loads(next(line for line in said.splitlines() if line.startswith("TOKENS"))[7:])
    file = running.state.parent / f"{slug}.jsonl"
    write_rows(file, tasks)
    imported = running.manage("import_prompts", slug, str(file))
    if imported.returncode:
        raise AssertionError(imported.stderr)
    return tokens


def run_code(running: Running, code: str) -> str:
    ran: subprocess.CompletedProcess[str] = running.manage("shell", "--no-imports", "-c", code)
    if ran.returncode:
        raise AssertionError(ran.stderr)
    return ran.stdout


def write_rows(file: Path, count: int, *, prompt_length: int = 600, completion_length: int = 900) -> None:
    """Rows of words at random, in the import layout."""
    chance = random.Random(1)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(3000)]
    pool = " ".join(chance.choices(words, k=200_000))

    def text(length: int) -> str:
        start = chance.randrange(len(pool) - length)
        return pool[start : start + length]

    with file.open("w") as out:
        for number in range(count):
            completions = [{"text": text(completion_length), "model": f"policy-{place}"} for place in range(4)]
            row = {"id": f"bench-{number}", "prompt": text(prompt_length), "completions": completions}
            out.write(json.dumps(row) + "\n")


def drive(running: Running, slug: str, tokens: list[str], seconds: float, *, judgment: bytes = JUDGMENT) -> Timings:
    """Let each labeler claim and submit in turn for so long."""
    timings = Timings()
    label(running.port, slug, tokens[0], time.perf_counter() + 1, Timings(), judgment)
    before = {role: cpu_seconds(running, role) for role in ("web", "PostgreSQL")}
    own = time.process_time()
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=label, args=(running.port, slug, token, begun + seconds, timings, judgment))
        for token in tokens
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timings.elapsed = time.perf_counter() - begun
    for role, spent in before.items():
        now = cpu_seconds(running, role)
        # A backend that has ended since takes its account with it.
        timings.cpu[role] = sum(seconds - spent.get(number, 0.0) for number, seconds in now.items())
    timings.cpu["clients"] = time.process_time() - own
    return timings


def cpu_seconds(running: Running, role: str) -> dict[int, float]:
    """CPU seconds spent so far by each process of the role."""
    spent = {}
    for number in running.numbers(role):
        try:
            times = psutil.Process(number).cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent[number] = float(times.user + times.system)
    return spent


def label(port: int, slug: str, token: str, until: float, timings: Timings, judgment: bytes = JUDGMENT) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(method: str, path: str, body: bytes, expected: tuple[int, ...]) -> tuple[float, bytes]:
        begun = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status not in expected:
            raise AssertionError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return time.perf_counter() - begun, content

    while time.perf_counter() < until:
        seconds, content = ask("POST", f"/api/projects/{slug}/assignments/", b"{}", (200, 201))
        timings.claims.append(seconds)
        path = f"/api/assignments/{json.loads(content)['id']}/submissions/{uuid.uuid4()}/"
        seconds, _ = ask("PUT", path, judgment, (201,))
        timings.submits.append(seconds)
