"""docker-compose.yml and .env.example, checked by structure: there is no Docker where the tests run."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

OURS = ("web", "worker", "beat", "migrate")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD")


@pytest.fixture(scope="module")
def compose(checkout: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((checkout / "docker-compose.yml").read_text())
    return loaded


def test_all_parts_of_production_are_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "valkey", *OURS}
    assert {compose["services"][name]["image"] for name in OURS} == {"annotator"}


@pytest.mark.parametrize("name", ["postgres", "valkey", "web", "worker", "beat"])
def test_everything_that_stays_up_has_a_health_check_and_restarts(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert service["restart"] == "unless-stopped"


def test_web_and_worker_share_one_media_volume(compose: dict[str, Any]) -> None:
    web, worker = (compose["services"][name]["volumes"] for name in ("web", "worker"))
    assert web == worker == ["media:/var/lib/annotator/media"]
    assert "media" in compose["volumes"]


def test_no_secret_has_a_default(checkout: Path) -> None:
    text = (checkout / "docker-compose.yml").read_text()
    for name in SECRETS:
        uses = re.findall(r"\$\{" + name + r"[^}]*\}", text)
        assert uses
        assert all(use.startswith(f"${{{name}:?") for use in uses)
        assert re.search(rf"^{name}=$", (checkout / ".env.example").read_text(), re.MULTILINE)


def test_our_services_wait_for_migrations(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "migrate" not in compose["services"]["migrate"]["depends_on"]
    assert compose["services"]["migrate"]["restart"] == "no"


def test_every_setting_is_in_the_example(checkout: Path) -> None:
    settings = (checkout / "annotator" / "settings.py").read_text()
    names = set(re.findall(r"(?:env\.\w+|read_secret)\(\s*\"([A-Z0-9_]+)\"", settings)) | {"SECRET_KEY"}
    listed = set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", (checkout / ".env.example").read_text(), re.MULTILINE))
    assert names - listed == set()


def test_worker_lets_jobs_end_within_its_grace(compose: dict[str, Any]) -> None:
    from django.conf import settings

    worker = compose["services"]["worker"]
    assert worker["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
    assert int(worker["stop_grace_period"].removesuffix("s")) > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT


def test_image_runs_without_root_and_without_secrets(checkout: Path) -> None:
    lines = (checkout / "Dockerfile").read_text().splitlines()
    assert lines.index("USER annotator") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    assert not [line for line in lines if line.startswith(("ENV", "ARG")) and "SECRET" in line]
    assert ".env" in (checkout / ".dockerignore").read_text().splitlines()
