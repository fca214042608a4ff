"""Errors that are nobody's fault still have a status that programs understand."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from accounts.actions.create_token import create_token
from labeling import permissions
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_without_the_database_programs_are_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def fail(*_: Any) -> None:
        raise kind("connection to db.internal as annotator failed")

    person = make.user()
    client = Client(headers={"authorization": f"Bearer {create_token(user=person, by=person, now=timezone.now())}"})
    monkeypatch.setattr(permissions, "membership", fail)
    answer = client.get("/api/projects/moon/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.json()["error"] == "unavailable"
    assert b"db.internal" not in answer.content
