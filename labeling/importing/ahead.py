"""Preparing what comes next while the database is busy with what is there."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")


def ahead(things: Generator[T]) -> Iterator[T]:
    """The same things, each made in a thread of its own while the one before it is in use.

    One waits at most, so memory stays bounded. Errors come out where the thing would have; the generator
    is closed in its thread when the reader stops early. It must not touch the database.
    """
    ready: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(maxsize=1)
    is_over = threading.Event()

    def offer(thing: T | None, error: BaseException | None) -> bool:
        while not is_over.is_set():
            try:
                ready.put((thing, error), timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def make() -> None:
        try:
            for thing in things:
                if not offer(thing, None):
                    break
            else:
                offer(None, None)
        except BaseException as error:  # raised again by the reader
            offer(None, error)
        finally:
            things.close()

    maker = threading.Thread(target=make, name="ahead", daemon=True)
    maker.start()
    try:
        while True:
            thing, error = ready.get()
            if error is not None:
                raise error
            if thing is None:
                return
            yield thing
    finally:
        is_over.set()
        maker.join()
