"""Pages are read one ahead, in their order, by a connection that is closed in the end."""

import threading

import pytest
from django.db import connection

from annotator.supervisor import processes
from exports.ahead import reading_ahead
from tests import make


@pytest.mark.django_db(transaction=True)
def test_each_is_read_while_the_one_before_is_worked_on():
    begun = [threading.Event() for _ in range(4)]

    def read(number: int) -> int:
        begun[number].set()
        return 10 * number

    with reading_ahead(read, range(4)) as found:
        for number, value in enumerate(found):
            assert value == 10 * number
            # Nobody has asked for it yet.
            assert number == 3 or begun[number + 1].wait(60)


@pytest.mark.django_db(transaction=True)
def test_its_connection_is_closed_whatever_happens():
    opened = []

    def read(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            opened.append(cursor.fetchone()[0])
        return number // (number - 1)

    with pytest.raises(ZeroDivisionError), reading_ahead(read, [0, 1, 2]) as found:
        list(found)
    assert len(opened) > 1

    def are_gone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)", [opened])
            return bool(cursor.fetchone() == (0,))

    assert processes.wait_until(are_gone, seconds=60)


@pytest.mark.django_db
def test_in_a_transaction_what_is_not_committed_is_seen():
    project = make.project()

    def read(_: int) -> bool:
        return type(project).objects.filter(pk=project.pk).exists()

    with reading_ahead(read, range(3)) as found:
        assert list(found) == [True, True, True]
