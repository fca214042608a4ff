"""./run up: start everything in order, restart what dies, stop everything in reverse."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from annotator.supervisor import folders, processes, servers, site
from annotator.supervisor.postgres import Postgres
from annotator.supervisor.processes import MARK, wait_until
from annotator.supervisor.state import InUse, State, hold_patiently

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
# Who lived this long has recovered: its next death is a new one.
HEALTHY_SECONDS = 20
# How long requests and jobs in hand may take to end; jobs go on at the next start.
DRAIN_SECONDS = 10
SERVER_PATIENCE = 30
SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}


class Stopped(Exception):
    """We were asked to stop."""


@dataclass
class Child:
    """One process that is to run, and is started again when it dies."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    parting: signal.Signals = signal.SIGTERM
    patience: float = 0
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    started_at: float = field(default=0.0)

    def start(self) -> None:
        self.process, self.started_at = self.launch(), time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it died: at once, then after longer and longer pauses."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            say(f"{self.name} ended ({self.process.returncode}); starting it again.")
            processes.kill_session(self.process)
            self.pause = FIRST_PAUSE if now - self.started_at > HEALTHY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
            self.process, self.started_at = None, now
        if self.process is None and now - self.started_at >= self.pause:
            self.start()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process and self.is_alive():
            self.process.send_signal(self.parting)

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process, by=self.parting, patience=self.patience)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def up(state: State, *, host: str, port: int, with_demo: bool) -> int:
    try:
        hold_patiently(state, "up", wait_for="manage")
    except InUse as error:
        raise SystemExit(
            f"{state.path} is in use by process {error.process} (./run {error.purpose}). "
            "Stop that one first, or give this one a state of its own with --state DIR."
        ) from None
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    processes.end_all(lambda: processes.marked(state.path), by=signal.SIGTERM, patience=2)
    site.check_port(host, port)
    supervisor = Supervisor(state, host, port)
    try:
        supervisor.start()
        supervisor.watch(supervisor.load_demo() if with_demo else None)
    except Stopped:
        say("Stopping.")
        return 0
    finally:
        supervisor.stop()


class Supervisor:
    """Everything that runs for one state."""

    def __init__(self, state: State, host: str, port: int) -> None:
        self.state, self.host, self.port = state, host, port
        self.embedded = servers.embedded(state)
        os.environ.setdefault("ALLOWED_HOSTS", site.allowed_hosts(host))
        os.environ.setdefault("SITE_URL", site.address(host, port))
        self.addresses = servers.addresses(self.embedded)
        self.env = {**servers.environment(state, self.addresses), MARK: str(state.path)}
        self.children: list[Child] = []

    def start(self) -> None:
        """PostgreSQL, Valkey, migrations and static files, web, then worker and beat."""
        fingerprint = site.fingerprint()
        is_prepared = self.state.remembers("prepared", fingerprint) and "DATABASE_URL" in self.addresses
        collecting = None if is_prepared else self.run([*site.MANAGE, "collectstatic", "--noinput", "--verbosity=0"])
        for server in self.embedded:
            self.add(Child(server.name, server.start, server.parting, SERVER_PATIENCE))
        for server in self.embedded:
            self.wait_for(server.is_ready, f"{server.name} did not start; see {server.log}.", seconds=60)
            if isinstance(server, Postgres):
                server.make_database()
        if collecting:
            self.finish(self.run([*site.MANAGE, "migrate", "--noinput", "--verbosity=0"]), "The migrations failed.")
            self.finish(collecting, "The static files could not be collected.")
            self.state.remember("prepared", fingerprint)
        self.add(Child("web", lambda: self.run(site.web(self.host, self.port))))
        self.state.publish(self.addresses | {"SITE_URL": self.env["SITE_URL"]})
        self.wait_for(lambda: site.answers(self.host, self.port), "The web server does not answer.", seconds=60)
        # Only now: they would take the processor from the first page.
        # When we are killed they are too: a worker that has lost its broker does not listen to SIGTERM. Jobs resume.
        self.add(Child("worker", lambda: self.run(site.worker(), parting=signal.SIGKILL)))
        self.add(Child("beat", lambda: self.run(site.beat(self.state), parting=signal.SIGKILL)))
        say(f"Annotator is at {self.env['SITE_URL']} (Ctrl-C stops it)")

    def run(
        self, command: list[str], *, stdout: int | None = None, parting: signal.Signals = signal.SIGTERM
    ) -> subprocess.Popen[bytes]:
        return processes.start(command, env=self.env, cwd=site.ROOT, stdout=stdout, parting=parting)

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def load_demo(self) -> subprocess.Popen[bytes] | None:
        """The first start alone brings the demo; its sign-in links are what `up` prints."""
        if self.state.remembers("demo", "loaded"):
            return None
        return self.run([*site.MANAGE, "load_demo"], stdout=sys.stdout.fileno())

    def watch(self, demo: subprocess.Popen[bytes] | None) -> NoReturn:
        """Keep all children alive until a signal says stop."""
        try:
            while True:
                self.doze(0.2)
                for child in self.children:
                    child.keep_alive()
                if demo and demo.poll() is not None:
                    if demo.returncode == 0:
                        self.state.remember("demo", "loaded")
                    demo = None
        finally:
            if demo:
                processes.stop(demo, by=signal.SIGTERM, patience=2)

    def doze(self, seconds: float) -> None:
        """Sleep until something happens; raise Stopped when it is a wish to stop."""
        if (got := signal.sigtimedwait(SIGNALS, seconds)) and got.si_signo != signal.SIGCHLD:
            raise Stopped

    def wait_for(self, condition: Callable[[], bool], otherwise: str, *, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not condition():
            self.doze(0.05)
            for child in self.children:
                child.keep_alive()
            if time.monotonic() > end:
                raise SystemExit(otherwise)

    def finish(self, process: subprocess.Popen[bytes], otherwise: str) -> None:
        try:
            self.wait_for(lambda: process.poll() is not None, otherwise, seconds=3600)
        finally:
            processes.kill_session(process)
        if process.returncode:
            raise SystemExit(otherwise)

    def stop(self) -> None:
        """Our own processes together, then the servers, last started first."""
        names = {server.name for server in self.embedded}
        ours = [child for child in self.children if child.name not in names]
        theirs = [child for child in self.children if child.name in names]
        for child in ours:
            child.ask_to_stop()
        wait_until(lambda: not any(child.is_alive() for child in ours), seconds=DRAIN_SECONDS)
        for child in [*ours, *reversed(theirs)]:
            child.stop()
        if self.embedded:
            shutil.rmtree(folders.socket_path(self.state.path), ignore_errors=True)
