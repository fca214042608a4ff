"""What pages cost at 1,000,000 tasks and 3,000,000 judgments, and what claims cost there beside 10,000 tasks.

Pages are asked for one after the other, over HTTP, by somebody signed in; each list page under each filter, also
far from the beginning. The rest is `bench.labeling`'s way of measuring, on this project.
"""

import http.client
import json
import statistics
import time
from typing import Any
from urllib.parse import quote

import psutil

from bench import Figure, labeling
from bench.servers import Running, product

TASKS = 1_000_000
FEW_TASKS = 10_000
ROUNDS = 30
# Requests before any is counted: each process of the web server makes its templates, the worker starts beside them.
WARM = 20
SECONDS = 15.0
# These tasks have two completions.
OF_TWO = b'{"judgment": {"tiers": [["A"], ["B"]]}, "active_seconds": 12.0}'
SLUG, FEW = "bench-million", "bench-few"
FILL = """
from bench import million
million.fill({slug!r}, {tasks}, is_judged={is_judged})
"""
# What is asked for: a session, tokens, the veteran first, and what the pages are about.
SETUP = """
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts.actions.create_token import create_token
from accounts.models import User
from labeling.models import Task
client = Client()
client.force_login(User.objects.get(username="{slug}-manager"))
tasks = Task.objects.filter(project__slug="{slug}").order_by("id")
words = tasks[7].words.words
print("TOLD", json.dumps({{
    "cookie": settings.SESSION_COOKIE_NAME + "=" + client.cookies[settings.SESSION_COOKIE_NAME].value,
    "tokens": [create_token(user=User.objects.get(username=f"{slug}-{{n}}"), by=None, now=timezone.now())
               for n in range({labelers})],
    "far": tasks.values_list("id", flat=True)[{far}],
    "task": tasks.values_list("id", flat=True)[17],
    "word": max((w.strip("'") for w in words.split() if w.strip("'").isalpha()), key=len),
}}))
"""
BARE = """
import json, threading, time, uuid
from django.db import connection
cursor = connection.cursor()
cursor.execute("DROP TABLE IF EXISTS bench_slot; DROP TABLE IF EXISTS bench_said")
cursor.execute("CREATE TABLE bench_slot AS SELECT n AS id, false AS taken FROM generate_series(1, 200000) n")
cursor.execute("CREATE INDEX ON bench_slot (id) WHERE NOT taken; CREATE TABLE bench_said (id bigint, said jsonb)")
pairs = []
def work(until):
    with connection.cursor() as cursor:
        while time.perf_counter() < until:
            cursor.execute("UPDATE bench_slot SET taken = true WHERE id = (SELECT id FROM bench_slot WHERE NOT taken"
                           " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id")
            (slot,) = cursor.fetchone()
            cursor.execute("INSERT INTO bench_said VALUES (%s, %s)", [slot, json.dumps({{"tiers": [["A"], ["B"]]}})])
            pairs.append(slot)
    connection.close()
threads = [threading.Thread(target=work, args=(time.perf_counter() + {seconds},)) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("TOLD", json.dumps({{"rate": len(pairs) / {seconds}}}))
"""
FILTERS = {
    "every task": "", "words": "q={word}", "words that all have": "q=question", "Chinese": "q=的一",
    "waiting": "state=waiting",
    "done": "state=done", "parked": "state=parked", "use case": "use_case=extract", "language": "language=sw",
    "model": "policy=policy-3", "labeler": "labeler=bench-million-7", "gold": "gold=yes", "flag": "flag=unsafe",
    "skip reason": "skipped=personal_data", "skipped by": "skipped_by=bench-million-7", "compared": "compared=any",
    "decisive": "compared=decisive",
    "compared by": "compared_by=bench-million-7", "disagreement": "disagreement=0.5", "batch": "batch=batch-19",
    "split": "split=test", "look: skipped": "look=skipped", "look: hasty": "look=hasty",
    "look: rejected": "look=rejected", "look: disputed": "look=disputed",
}  # fmt: skip


def measure(scale: float) -> list[Figure]:
    tasks, few = max(int(TASKS * scale), 2000), max(int(FEW_TASKS * scale), 1000)
    with product() as running:
        running.start("--no-demo")
        for slug, count, is_judged in ((FEW, few, False), (SLUG, tasks, True)):
            labeling.run_code(running, FILL.format(slug=slug, tasks=count, is_judged=is_judged))
        told = ask(running, SLUG, far=int(tasks * 0.8))
        fresh = ask(running, FEW, far=0)
        figures = pages(running, told, max(3, round(ROUNDS * min(1.0, scale * 10))))
        figures += claims(running, fresh["tokens"], told["tokens"], min(1.0, scale * 4))
        return figures + memory(running)


def ask(running: Running, slug: str, *, far: int) -> dict[str, Any]:
    said = labeling.run_code(running, SETUP.format(slug=slug, labelers=labeling.LABELERS + 1, far=far))
    return read(said)


def read(said: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(next(line for line in said.splitlines() if line.startswith("TOLD"))[5:])
    return told


def pages(running: Running, told: dict[str, Any], rounds: int) -> list[Figure]:
    root = f"/projects/{SLUG}"
    asked = {
        "dashboard": [f"{root}/"],
        "task page": [f"{root}/tasks/{told['task']}/"],
        "labeler page": [f"{root}/members/{SLUG}-7/"],
        "judgments of a labeler": [f"{root}/judgments/?by={SLUG}-7"],
        "judgments of a labeler, with ties": [f"{root}/judgments/?by={SLUG}-7&sign=tied"],
        "judgments of a labeler, hasty": [f"{root}/judgments/?by={SLUG}-7&sign=hasty"],
        "judgments in the progress": [f"{root}/judgments/?sign=progress"],
    }
    for name, query in FILTERS.items():
        address = f"{root}/tasks/?{query.format(word=told['word'])}"
        asked[f"tasks, {name}"] = [address, f"{address}&after={told['far']}"]
    figures = []
    for _ in range(WARM):
        fetch(running, told["cookie"], f"{root}/")
    for name, addresses in asked.items():
        seconds = [fetch(running, told["cookie"], address) for _ in range(rounds) for address in addresses]
        figures.append(Figure(f"{name}, p50", 1000 * statistics.median(seconds), "ms"))
        figures.append(Figure(f"{name}, p95", labeling.p95(seconds), "ms", "< 150"))
    return figures


def fetch(running: Running, cookie: str, address: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    begun = time.perf_counter()
    connection.request(
        "GET", quote(address, safe="/?=&:"), headers={"Cookie": cookie, "Host": f"127.0.0.1:{running.port}"}
    )
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - begun
    connection.close()
    if answer.status != 200:
        raise AssertionError(f"{address}: {answer.status} {content[:300]!r}")
    return took


def claims(running: Running, few: list[str], many: list[str], share: float) -> list[Figure]:
    """The veteran is the first of `many`: all that they judged ahead of the others stands at the queue's head."""
    veteran, *others = many
    seconds = SECONDS * share
    small = labeling.drive(running, FEW, few[1:], seconds, judgment=OF_TWO)
    big = labeling.drive(running, SLUG, others, seconds, judgment=OF_TWO)
    ahead = labeling.drive(running, SLUG, [veteran], seconds / 2, judgment=OF_TWO)
    alone = labeling.drive(running, FEW, few[:1], seconds / 2, judgment=OF_TWO)
    bare = read(labeling.run_code(running, BARE.format(seconds=max(3.0, seconds / 2))))["rate"]
    return [
        Figure("claim p95, 10,000 tasks", labeling.p95(small.claims), "ms"),
        Figure("claim p95, 1,000,000 tasks", labeling.p95(big.claims), "ms"),
        Figure("of that with 10,000 tasks", labeling.p95(big.claims) / labeling.p95(small.claims), "times", "< 1.5"),
        Figure("claim p95 of the veteran, alone", labeling.p95(ahead.claims), "ms"),
        Figure(
            "of a newcomer's with 10,000 tasks, alone", labeling.p95(ahead.claims) / labeling.p95(alone.claims),
            "times", "< 1.5",
        ),
        Figure("claim + submit, 1,000,000 tasks, 8 labelers", big.rate, "pairs/s", ">= 290", big.bound_by()),
        Figure("bare SKIP LOCKED + INSERT, 8 threads of one process", bare, "pairs/s"),
    ]  # fmt: skip


def memory(running: Running) -> list[Figure]:
    def megabytes(role: str) -> float:
        return float(sum(psutil.Process(number).memory_info().rss for number in running.numbers(role))) / 1e6

    return [Figure(f"memory of {role}, all its processes", megabytes(role), "MB") for role in ("web", "worker")]
