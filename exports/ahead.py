"""Reading ahead of the builder: while it makes rows of one page, PostgreSQL is asked for the next."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

Asked = TypeVar("Asked")
Got = TypeVar("Got")


@contextmanager
def reading_ahead(read: Callable[[Asked], Got], asked: Iterable[Asked]) -> Iterator[Iterator[Got]]:
    """What `read` gives for each that is asked for, in their order. An error in it is raised where its turn is."""
    if connection.in_atomic_block:
        # Another connection would not see what this one has not committed.
        yield map(read, asked)
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-reader") as thread:
        try:
            yield one_ahead(thread, read, asked)
        finally:
            thread.submit(close_own_connection).result()


def one_ahead(thread: ThreadPoolExecutor, read: Callable[[Asked], Got], asked: Iterable[Asked]) -> Iterator[Got]:
    waiting: Future[Got] | None = None
    for one in asked:
        coming = thread.submit(read, one)
        if waiting:
            yield waiting.result()
        waiting = coming
    if waiting:
        yield waiting.result()


def close_own_connection() -> None:
    """Asked for in the thread: `connection` is another one in each."""
    connection.close()
