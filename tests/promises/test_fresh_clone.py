"""The README's commands, from a clone in an empty folder with an empty home; as an ordinary user where that can be."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.supervisor import processes, site
from annotator.supervisor.running import NOT_HANDED_ON, free_port

FIRST_PAGE_SECONDS = 60
# The machine may be busy with the other tests: bench/startup.py measures the promise, here it must only work.
GENEROUS_SECONDS = FIRST_PAGE_SECONDS * 5

pytestmark = pytest.mark.fresh_clone


class Clone:
    """A clone of what is committed, and whose it is."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "clone"
        python, self.prefix = os.path.realpath(sys.executable), list[str]()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            prefix = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--"]
            if found := python_for(prefix, python, "/usr/bin/python3"):
                python, self.prefix = found, prefix
        subprocess.run(["git", "clone", "--quiet", site.ROOT, self.path], check=True)
        self.python = python
        kept = {key: value for key, value in os.environ.items() if key not in NOT_HANDED_ON and "PYTEST" not in key}
        path = f"{Path(python).parent}{os.pathsep}{os.defpath}"
        self.env = {**kept, "HOME": str(folder), "TMPDIR": str(folder), "PATH": path}
        if self.prefix:
            for entry in [folder, *folder.rglob("*")]:
                shutil.chown(entry, "nobody")

    def command(self, *words: str) -> list[str]:
        return [*self.prefix, self.python, str(self.path / "run"), *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.env, cwd=self.path, capture_output=True, text=True, check=False
        )


def python_for(prefix: list[str], *candidates: str) -> str | None:
    """Return the first interpreter that is new enough and can make virtual environments for this user."""
    test = "import os, sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11) or not os.access(sys.executable, 1))"
    for python in candidates:
        command = [*prefix, python, "-c", test]
        if not subprocess.run(command, cwd="/", capture_output=True, check=False).returncode:
            return python
    return None


@pytest.fixture(scope="module")
def clone() -> Iterator[Clone]:
    with tempfile.TemporaryDirectory(prefix="annotator-clone-", ignore_cleanup_errors=True) as name:
        yield Clone(Path(name))


def test_the_commands_of_the_readme_work(clone: Clone) -> None:
    port, printed = free_port(), clone.folder / "printed"
    begun = time.monotonic()
    with printed.open("wb") as output:
        up = subprocess.Popen(
            clone.command("--port", str(port)),
            env=clone.env,
            cwd=clone.path,
            stdout=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        page = lambda: site.answers("127.0.0.1", port) or up.poll() is not None  # noqa: E731
        assert processes.wait_until(page, seconds=GENEROUS_SECONDS, pause=0.2)
        assert up.poll() is None
        print(f"First page after {time.monotonic() - begun:.1f} s")
        assert processes.wait_until(lambda: printed.read_text().count("/sign-in/") >= 2, seconds=60)
        made = clone.run("manage", "create_user", "ada", "--manager")
        assert made.stdout.startswith(f"http://127.0.0.1:{port}/"), made.stderr
    finally:
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
    # Standard output carries the sign-in links and nothing else.
    assert all("http://" in line for line in printed.read_text().splitlines())
    assert processes.marked(clone.path / ".state") == []
    git = ["git", "-c", "safe.directory=*", "status", "--porcelain"]
    assert subprocess.run(git, cwd=clone.path, capture_output=True, text=True, check=True).stdout == ""
