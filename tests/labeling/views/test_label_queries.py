"""What the first task costs the database: the shell page, and the claim with its fragment."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tasks, completions", [(1, 2), (30, 9)])
@pytest.mark.parametrize("path, method, most", [("/label/cities/", "get", 3), ("/label/cities/next/", "post", 12)])
def test_the_first_task_costs_few_queries(tasks: int, completions: int, path: str, method: str, most: int) -> None:
    project = make.project(slug="cities", guidelines="# Be fair")
    make.tasks(project, tasks, completions=completions)
    client = Client()
    client.force_login(make.member(project))
    with CaptureQueriesContext(connection) as asked:
        assert getattr(client, method)(path, content_type="application/json").status_code in (200, 201)
    assert len(asked) <= most, "\n".join(query["sql"] for query in asked)
