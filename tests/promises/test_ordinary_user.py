"""./run as somebody who is not root, on packages that somebody else has installed."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import celery
import pytest

from annotator.supervisor import site
from annotator.supervisor.running import Running

NOBODY = pwd.getpwnam("nobody")
# It becomes the command, and so leaves the signals to it.
AS_NOBODY = ["setpriv", f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups", "--"]
# setpriv may start what the user itself may not; the product starts further processes.
TEST = "import os, sys, celery, psycopg2; os.access(sys.executable, os.X_OK) and print(sys.version_info[:2])"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".state", "__pycache__", ".*_cache")


@pytest.mark.new_state
@pytest.mark.skipif(os.geteuid() != 0, reason="we are an ordinary user already: every other test shows it")
def test_ordinary_user_can_run_it(product: Running) -> None:
    packages = Path(celery.__file__).parents[1]
    python = python_of_everybody(packages)
    if python is None:
        pytest.skip("Nobody but root may use this Python and its packages; test_fresh_clone.py installs its own.")
    folder = product.state.parent
    product.root = shutil.copytree(site.ROOT, folder / "checkout", ignore=LEFT_OUT)
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, "nobody")
    product.python, product.prefix = python, AS_NOBODY
    product.env |= {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": f"{product.root}:{packages}"}
    product.start()
    assert {Path("/proc", str(number)).stat().st_uid for number in product.everyone()} == {NOBODY.pw_uid}
    product.kill("PostgreSQL")
    product.wait_for_page()
    assert product.stop() == 0
    assert product.everyone() == []


def python_of_everybody(packages: Path) -> str | None:
    """Return an interpreter of our version that `nobody` can run with our packages."""
    for python in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        command = [*AS_NOBODY, python, "-c", TEST]
        env = {"PYTHONPATH": str(packages), "PATH": os.defpath}
        ran = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False)
        if ran.stdout.strip() == str(tuple(sys.version_info[:2])):
            return python
    return None
