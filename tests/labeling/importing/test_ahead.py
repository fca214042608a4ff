"""Things made ahead come in order, with their errors, and no more than one waits."""

import threading

import pytest

from labeling.importing.ahead import ahead


def test_all_things_come_in_order():
    assert list(ahead(number for number in range(500))) == list(range(500))


def test_an_error_comes_where_the_thing_would_have():
    def things():
        yield 1
        raise ValueError("broken")

    run = ahead(things())
    assert next(run) == 1
    with pytest.raises(ValueError, match="broken"):
        next(run)


def test_one_waits_at_most_and_a_reader_may_stop_early():
    made, closed = [], threading.Event()

    def things():
        try:
            for number in range(1000):
                made.append(number)
                yield number
        finally:
            closed.set()

    run = ahead(things())
    assert next(run) == 0
    run.close()
    assert closed.is_set()
    assert len(made) <= 4
    assert not any(thread.name == "ahead" for thread in threading.enumerate())
