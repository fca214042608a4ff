"""./run test, check and bench."""

import os
import shutil
import subprocess
import sys

from annotator.supervisor.site import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Latin, Chinese and emoji: the demo has all of them, and a box is not a letter.
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-cjk", "fonts-noto-color-emoji")


def test(words: list[str]) -> int:
    """Install Chromium where that is possible, and run pytest."""
    if not _has_browser() and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_browser()
    if not _has_browser():
        print(
            "No Chromium here, and no way to install it: the browser tests will fail. Install chromium.",
            file=sys.stderr,
        )
    return subprocess.call([sys.executable, "-m", "pytest", *words], cwd=ROOT)


def check(words: list[str]) -> int:
    from annotator.supervisor.checks import check_all

    return check_all(words)


def bench(words: list[str]) -> int:
    return subprocess.call([sys.executable, "-m", "bench", *words], cwd=ROOT)


def _has_browser() -> bool:
    return "CHROMIUM" in os.environ or any(map(shutil.which, BROWSERS))


def _install_browser() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *PACKAGES]):
        subprocess.call(["apt-get", *command], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr)
