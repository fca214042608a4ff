"""Reading the next page while this one is worked on, so that nobody waits for PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

from django.db import connection

Given = TypeVar("Given")
Got = TypeVar("Got")


class Ahead(Generic[Given, Got]):
    """One page ahead, in a thread.

    It reads through the connection of whoever made us, so that it sees what they see: between `begin` and `end`
    nobody else may use that.
    """

    def __init__(self, read: Callable[[Given], Got]) -> None:
        self._read = read
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-reader")
        self._reading: Future[Got] | None = None

    def __enter__(self) -> Self:
        connection.inc_thread_sharing()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        connection.dec_thread_sharing()

    def begin(self, given: Given) -> None:
        self._reading = self._thread.submit(self._read, given)

    def end(self) -> Got:
        """What was begun, once it is there."""
        assert self._reading
        return self._reading.result()
