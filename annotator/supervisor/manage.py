"""./run manage: Django's commands on a state, whether or not it is running."""

import os
import shutil
import signal
import subprocess
import sys
import time

from annotator.supervisor import folders, processes, servers, site
from annotator.supervisor.postgres import Postgres
from annotator.supervisor.state import InUse, State

START_SECONDS = 120


def manage(state: State, words: list[str]) -> int:
    """Run `manage.py WORDS` and return its exit code."""
    command = [*site.MANAGE, *words]
    if {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        return subprocess.call(command, env=servers.environment(state, {}))
    if addresses := _of_running(state):
        return _call(command, servers.environment(state, addresses))
    return _with_own_servers(state, command)


def _of_running(state: State) -> dict[str, str] | None:
    """Return the addresses of the servers that ./run up has started; None: nobody has, and we hold the state now."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            state.hold("manage")
        except InUse:
            if addresses := state.published():
                return addresses
            time.sleep(0.1)  # it is starting, or another ./run manage is at work
        else:
            return None
    raise SystemExit(f"{state.path} is in use by another ./run manage for {START_SECONDS} seconds already.")


def _with_own_servers(state: State, command: list[str]) -> int:
    embedded = servers.embedded(state)
    running: list[subprocess.Popen[bytes]] = []
    try:
        for server in embedded:
            running.append(server.start())  # noqa: PERF401 (one that fails leaves the others to be stopped)
        for server in embedded:
            if not processes.wait_until(server.is_ready, seconds=60):
                raise SystemExit(f"{server.name} did not start; see {server.log}.")
            if isinstance(server, Postgres):
                server.make_database()
        env = servers.environment(state, servers.addresses(embedded))
        if not (state.path / "remembered" / "prepared").exists():
            subprocess.check_call([*site.MANAGE, "migrate", "--noinput", "--verbosity=0"], env=env, stdout=sys.stderr)
        return _call(command, env)
    finally:
        for server, process in reversed(list(zip(embedded, running, strict=False))):
            processes.stop(process, by=server.parting, patience=30)
        shutil.rmtree(folders.socket_path(state.path), ignore_errors=True)


def _call(command: list[str], env: dict[str, str]) -> int:
    """Ctrl-C is the command's own affair: it gets it from the terminal, we wait for its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(
        command, env=env, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler)
    )
