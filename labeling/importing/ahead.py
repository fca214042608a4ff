"""Preparing what comes next while the database is busy with what is there."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")
# How often the thread looks whether anybody still wants what it has made.
GLANCE_SECONDS = 0.1


class Maker(threading.Thread):
    """Makes things one ahead of its reader. What ends it, an error or nothing (None), is the last thing offered."""

    def __init__(self, things: Generator[T]) -> None:
        super().__init__(name="ahead", daemon=True)
        self.things = things
        self.ready: queue.Queue[object] = queue.Queue(maxsize=1)
        self.is_over = threading.Event()

    def run(self) -> None:
        end: BaseException | None = None
        try:
            for thing in self.things:
                if not self.offer(thing):
                    break
        except BaseException as error:  # raised again by the reader
            end = error
        self.things.close()
        self.offer(end)

    def offer(self, thing: object) -> bool:
        while not self.is_over.is_set():
            try:
                self.ready.put(thing, timeout=GLANCE_SECONDS)
            except queue.Full:
                continue
            return True
        return False


def ahead(things: Generator[T]) -> Iterator[T]:
    """The same things, each made in a thread of its own while the one before it is in use.

    One waits at most, so memory stays bounded. Errors come out where the thing would have; the generator
    is closed in its thread, also when the reader stops early. It must not touch the database.
    """
    maker = Maker(things)
    maker.start()
    try:
        while (thing := maker.ready.get()) is not None:
            if isinstance(thing, BaseException):
                raise thing
            yield thing  # type: ignore[misc]
    finally:
        maker.is_over.set()
        maker.join()
