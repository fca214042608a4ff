"""How long from a bare clone to the first page, how long later, how long after kill -9 of everything."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from annotator.supervisor import processes, site
from annotator.supervisor.running import free_port
from bench import Figure
from bench.servers import Running, product

ROUNDS = 3


def measure(scale: float) -> list[Figure]:
    figures = [_from_bare_clone()] if scale >= 1 else []
    with product() as running:
        running.start()
        later, recovery = [], []
        for _ in range(ROUNDS):
            running.stop()
            later.append(running.start())
            _wait_for_all(running)
            running.kill()
            recovery.append(running.start())
            _wait_for_all(running)
    bound = "importing Django in two web workers, then PostgreSQL's start"
    figures.append(Figure("later start to the first page, slowest of 3", max(later), "s", "< 4", bound))
    figures.append(Figure("kill -9 of everything to the first page, slowest of 3", max(recovery), "s", "< 4", bound))
    return figures


def _wait_for_all(running: Running) -> None:
    if not processes.wait_until(lambda: all(map(running.numbers, ("worker", "beat"))), seconds=30):
        raise AssertionError("Worker and beat did not start.")


def _from_bare_clone() -> Figure:
    """Clone what is committed into an empty folder, with an empty home, and type ./run."""
    with tempfile.TemporaryDirectory(prefix="annotator-clone-") as folder:
        clone, home, port = Path(folder, "clone"), Path(folder, "home"), free_port()
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", site.ROOT, clone], check=True)
        env = {**os.environ, "HOME": str(home), "PIP_NO_CACHE_DIR": "1"}
        env.pop("PYTHONPATH", None)
        begun = time.monotonic()
        # The interpreter behind .venv: what is measured makes an environment of its own.
        python = os.path.realpath(sys.executable)
        process = subprocess.Popen(
            [python, clone / "run", "--port", str(port)], env=env, cwd=clone, stdout=subprocess.DEVNULL
        )
        try:
            if not processes.wait_until(lambda: site.answers("127.0.0.1", port), seconds=600):
                raise AssertionError("No page from a bare clone within ten minutes.")
            return Figure(
                "bare clone to the first page", time.monotonic() - begun, "s", "< 60", "installing the wheels"
            )
        finally:
            process.terminate()
            process.wait()
