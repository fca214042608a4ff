"""/livez and /readyz."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from annotator import health
from labeling.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


def test_livez_needs_nothing(client: Client, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ok_when_all_is_there(client: Client) -> None:
    health.check_migrated.cache_clear()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["reasons"] == []


def test_a_dead_broker_is_a_warning_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.health.current_app.connection_for_write", lambda **_: 1 / 0)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert any("broker" in warning for warning in response.json()["warnings"])


def test_leases_that_nobody_sweeps_are_a_warning(client: Client) -> None:
    assignment = make.assignment()
    Assignment.objects.filter(pk=assignment.pk).update(leased_until=timezone.now() - timedelta(minutes=2))
    response = client.get("/readyz")
    assert response.status_code == 200
    assert any("swept" in warning for warning in response.json()["warnings"])


def test_without_its_database_it_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at 10.0.0.5 failed for user annotator")

    monkeypatch.setattr("annotator.health.connection.cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reasons"] == ["The database does not answer."]


def test_missing_migrations_are_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health.check_migrated.cache_clear()
    monkeypatch.setattr("annotator.health.MigrationExecutor.migration_plan", lambda *_: ["0099_later"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "Migrations are missing" in response.json()["reasons"][0]
