"""A client that speaks the API as one person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.create_token import create_token
from accounts.models import User


@dataclass
class Api:
    """Requests with a person's token; answers are (status, JSON)."""

    client: Client

    def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        content = b"" if body is None else orjson.dumps(body)
        answer = self.client.generic(method, f"/api/{path}", content, content_type="application/json")
        return answer.status_code, orjson.loads(answer.content) if answer.content else None

    def get(self, path: str) -> tuple[int, Any]:
        return self("GET", path)

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self("POST", path, body)

    def put(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self("PATCH", path, body)

    def delete(self, path: str) -> tuple[int, Any]:
        return self("DELETE", path)


@pytest.fixture
def api_of(db: None) -> Callable[[User], Api]:
    def make_api(person: User) -> Api:
        token = create_token(user=person, by=person, now=timezone.now())
        return Api(Client(headers={"authorization": f"Bearer {token}"}))

    return make_api
