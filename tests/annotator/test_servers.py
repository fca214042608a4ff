"""The tests' own servers: the real ones, under the settings of the product."""

import psycopg2
import pytest
from celery import current_app
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_postgresql_through_psycopg2() -> None:
    assert connection.vendor == "postgresql"
    assert psycopg2.__name__ == type(connection.connection or connection.cursor().connection).__module__.split(".")[0]
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        assert int(cursor.fetchone()[0]) >= 150000


@pytest.mark.django_db
def test_upper_case_knows_more_than_ascii() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select upper('é')")
        assert cursor.fetchone() == ("É",)


def test_the_broker_answers() -> None:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1)
        assert broker.connected
