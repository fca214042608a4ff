"""./run check: everything CI checks besides the tests. Each check is one command and says what it is about."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from annotator.supervisor.site import MANAGE, ROOT

BIN = Path(sys.executable).parent
PYTHON = ["annotator", "accounts", "labeling", "exports", "tests", "bench", "manage.py", "run"]
TYPED = ["annotator", "accounts", "labeling", "exports", "tests", "bench"]
SCHEMA = "docs/openapi.yaml"
# As production is set up; nothing is connected to.
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DEBUG": "0",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "annotator.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "LOG_LEVEL": "ERROR",
}


def commands() -> dict[str, list[str]]:
    templates = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("*/templates/**/*.html"))]
    return {
        "format": [str(BIN / "ruff"), "format", "--check", *PYTHON],
        "lint": [str(BIN / "ruff"), "check", *PYTHON],
        "templates": [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
        "sizes": [sys.executable, "-P", "-m", "annotator.supervisor.sizes"],
        "messages": [sys.executable, "-P", "-m", "annotator.supervisor.messages"],
        "imports": [str(BIN / "lint-imports"), "--no-cache"],
        "types": [str(BIN / "mypy"), *TYPED],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        "schema": [sys.executable, "-P", "-m", "annotator.supervisor.checks"],
    }


def check_all(only: list[str]) -> int:
    """Run all checks, or those named; print the output of those that fail."""
    failed = []
    known = commands()
    if unknown := set(only) - known.keys():
        raise SystemExit(f"No check is called {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    env = {key: value for key, value in os.environ.items() if key != "SECRET_KEY_FILE"} | PRODUCTION
    for name in only or known:
        begun = time.monotonic()
        ended = subprocess.run(known[name], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        print(f"{'FAILED' if ended.returncode else 'ok':7}{name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if ended.returncode:
            failed.append(name)
            print(ended.stdout + ended.stderr, file=sys.stderr, flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}. One alone: ./run check {failed[0]}", file=sys.stderr)
    return 1 if failed else 0


def check_schema() -> int:
    """Compare the committed OpenAPI schema with the one the code gives."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "openapi.yaml")
        command = [*MANAGE, "spectacular", "--file", str(fresh), "--validate", "--fail-on-warn"]
        # The cookies' names depend on it; the committed schema speaks of one's own machine.
        if code := subprocess.call(command, env={**os.environ, "HTTPS": "0"}):
            return code
        committed = ROOT / SCHEMA
        if committed.exists() and committed.read_text() == fresh.read_text():
            return 0
        subprocess.call(["diff", "-u", str(committed), str(fresh)])
    print(f"The API changed. If that is meant: ./run manage spectacular --file {SCHEMA}")
    return 1


if __name__ == "__main__":
    sys.exit(check_schema())
