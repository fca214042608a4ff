"""Work behind the builder's back: one thread for what runs without the interpreter's lock (zstd, SHA-256, files)."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

# Pieces of work not yet done. The thread is quicker than the builder: more than one would only cost memory.
MOST_WAITING = 1


class Behind:
    """Does what it is given, one after the other. An error in it is raised at the next `do` or `finish`."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-writer")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def do(self, work: Callable[..., None], *given: Any) -> None:
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(work, *given))

    def finish(self) -> None:
        """Wait until everything is done."""
        while self._waiting:
            self._waiting.popleft().result()
