"""A start that would leave the site open is refused (P19)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "k" * 50
PRODUCTION = {"HTTPS": "1", "ALLOWED_HOSTS": "label.example.org", "SECRET_KEY": SECRET, "DEBUG": "0"}


def start(checkout: Path, **variables: str | None) -> subprocess.CompletedProcess[str]:
    """Load the settings in another process, with these variables alone; None leaves one out."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    chosen = {name: value for name, value in (PRODUCTION | variables).items() if value is not None}
    code = "from django.conf import settings; print(settings.SECRET_KEY, settings.DEBUG, settings.SESSION_COOKIE_NAME)"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **chosen, "DJANGO_SETTINGS_MODULE": "annotator.settings"},
        cwd=checkout, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_proper_start_works_with_locked_cookies(checkout: Path) -> None:
    done = start(checkout)
    assert done.stdout.split() == [SECRET, "False", "__Host-session"], done.stderr


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "changeme"}, "too short"),
        ({"ALLOWED_HOSTS": "*"}, "must name the hosts"),
        ({"ALLOWED_HOSTS": "label.example.org,*"}, "must name the hosts"),
        ({"DEBUG": "1"}, "one's own machine only"),
        ({"DEBUG": "1", "HTTPS": "0"}, "one's own machine only"),
    ],
)
def test_an_unsafe_start_is_refused_with_its_reason(
    checkout: Path, variables: dict[str, str | None], reason: str
) -> None:
    done = start(checkout, **variables)
    assert done.returncode != 0
    assert reason in done.stderr
    assert done.stdout == ""


def test_the_secret_can_come_from_a_file(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    done = start(checkout, SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key"))
    assert done.stdout.split()[0] == SECRET, done.stderr


def test_no_file_of_the_repository_holds_a_secret_key(checkout: Path) -> None:
    for name in ("annotator/settings.py", "docker-compose.yml", ".env.example", "Dockerfile"):
        if (path := checkout / name).exists():
            assert "django-insecure" not in path.read_text()
