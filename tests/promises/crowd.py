"""A crowd that labels over the API of a running product, and remembers what was acknowledged."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from annotator.supervisor.running import Running

PROJECT = "promise"
# Through the real actions, in the product's own environment.
PEOPLE_AND_TASKS = """
import json
from django.utils import timezone
from accounts.actions.create_token import create_token
from tests import make
project = make.project(slug="promise", kind="demonstration", overlap=3)
people = [make.member(project, "manager" if number == 0 else "labeler") for number in range({people} + 1)]
make.tasks(project, {tasks})
print("TOKENS", json.dumps([create_token(user=person, by=None, now=timezone.now()) for person in people]))
"""

# Assignment and UUID of every submission; the number of counted ones of the task that has most.
STORED = "[[str(a), str(c)] for a, c in Submission.objects.values_list('assignment', 'client_id')]"
FULLEST = "max(Opening.objects.values_list('counted', flat=True), default=0)"


@dataclass
class Acknowledged:
    """What the crowd was told: assignment and UUID of every submission that was answered by 200 or 201."""

    submissions: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)


class Client:
    """One person's program: one request after the other, each tried until it is answered."""

    def __init__(self, running: Running, token: str) -> None:
        self.port, self.token = running.port, token

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            connection.request(method, f"/api/{path}", json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text) if text and answer.status < 500 else text

    def insist(self, method: str, path: str, body: Any = None, *, until: threading.Event) -> tuple[int, Any]:
        """Repeat while there is no answer, or a 5xx one, as the browser's outbox does."""
        while True:
            try:
                status, answer = self.ask(method, path, body)
                if status < 500:
                    return status, answer
            except (OSError, http.client.HTTPException, ValueError):
                pass
            if until.is_set():
                return 0, None
            time.sleep(0.05)


class Crowd:
    """Labels in threads until told to stop."""

    def __init__(self, running: Running, tokens: list[str]) -> None:
        self.heard = Acknowledged()
        self.over = threading.Event()
        clients = [Client(running, token) for token in tokens]
        self.threads = [threading.Thread(target=self._label, args=[client], daemon=True) for client in clients]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Wait until that many more submissions are acknowledged."""
        wanted, end = len(self.heard.submissions) + count, time.monotonic() + seconds
        while len(self.heard.submissions) < wanted:
            assert time.monotonic() < end, f"{len(self.heard.submissions)} of {wanted}; {self.heard.unexpected[:3]}"
            time.sleep(0.02)

    def _label(self, client: Client) -> None:
        while not self.over.is_set():
            status, assignment = client.insist("POST", f"projects/{PROJECT}/assignments/", {}, until=self.over)
            if status in (0, 204):
                return
            if status not in (200, 201):
                self.heard.unexpected.append(f"claim {status} {assignment}")
                return
            self._submit(client, assignment["id"])

    def _submit(self, client: Client, assignment: str) -> None:
        client_id, begun = str(uuid4()), time.monotonic()
        body = {"judgment": {"text": f"Answer {client_id}", "answers": {}}, "active_seconds": 1.5}
        path = f"assignments/{assignment}/submissions/{client_id}/"
        status, answer = client.insist("PUT", path, body, until=self.over)
        if status in (200, 201):
            self.heard.submissions.append((assignment, client_id))
            self.heard.seconds.append(time.monotonic() - begun)
        elif status:
            self.heard.unexpected.append(f"submit {status} {answer}")


def gather(running: Running, *, people: int, tasks: int) -> list[str]:
    """Make the project with its tasks; return the tokens of its people, the manager's first."""
    script = PEOPLE_AND_TASKS.format(people=people, tasks=tasks)
    ran = running.manage("shell", "--no-imports", "--command", script)
    assert ran.returncode == 0, ran.stderr
    line = next(line for line in ran.stdout.splitlines() if line.startswith("TOKENS "))
    tokens: list[str] = json.loads(line.removeprefix("TOKENS "))
    return tokens


def ask_database(running: Running, expression: str) -> Any:
    """Evaluate a Python expression over the models in the product's environment."""
    script = f"import json\nfrom labeling.models import *\nprint('VALUE', json.dumps({expression}))"
    ran = running.manage("shell", "--no-imports", "--command", script)
    assert ran.returncode == 0, ran.stderr
    return json.loads(next(line for line in ran.stdout.splitlines() if line.startswith("VALUE "))[6:])


def stored(running: Running) -> list[tuple[str, str]]:
    """Return assignment and UUID of every submission in the database."""
    return [(assignment, client_id) for assignment, client_id in ask_database(running, STORED)]


def check_nothing_lost(running: Running, heard: Acknowledged) -> None:
    """P1 and P2: every acknowledged submission is there, once; P3: no task has more counted ones than its overlap."""
    rows, fullest = ask_database(running, f"[{STORED}, {FULLEST}]")
    rows = [(assignment, client_id) for assignment, client_id in rows]
    assert heard.unexpected == []
    assert set(heard.submissions) - set(rows) == set()
    assert len(rows) == len(set(rows))
    assert fullest <= 3
