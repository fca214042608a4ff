"""Work behind the builder's back, in two threads: the first prepares what is written, the second writes it.

What the second does (zstd, SHA-256, files) takes long steps without the interpreter's lock, so it runs beside the
others. Preparing takes many short ones; each has to wait for the lock, which would hold up the writing.
"""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Self

# Pieces of work that wait for each thread. More would only cost memory.
MOST_WAITING = 1
# For so long a thread that wants the lock waits for one that has it. The interpreter's own 5 ms are longer than most
# of our steps, and each of them ends with asking for it.
SWITCH_SECONDS = 0.001


class Behind:
    """Does what it is given, one after the other. An error in it is raised at one of the next calls, or `finish`."""

    def __init__(self) -> None:
        self._preparer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-preparer")
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-writer")
        self._preparing: deque[Future[None]] = deque()
        # Handed on by the preparer.
        self._writing: Future[None] | None = None
        # Files that are still written.
        self._open: list[Any] = []
        self._switch_seconds = sys.getswitchinterval()

    def __enter__(self) -> Self:
        sys.setswitchinterval(SWITCH_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._preparer.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True, cancel_futures=True)
        sys.setswitchinterval(self._switch_seconds)
        # A build that failed: files that stay open would hold on to the space of a full disk. Why it failed is known
        # already; what goes wrong here must neither hide that nor keep the other files open.
        for file in self._open:
            with suppress(Exception):
                file.close()
            # pyarrow's writer, when it cannot write its footer, leaves its file open.
            if handle := getattr(file, "file_handle", None):
                with suppress(Exception):
                    handle.close()

    def do(self, prepare: Callable[[], Any], write: Callable[[Any], None]) -> None:
        """Prepare, then write what was prepared."""
        while len(self._preparing) >= MOST_WAITING:
            self._preparing.popleft().result()
        self._preparing.append(self._preparer.submit(self._hand_on, prepare, write))

    def _hand_on(self, prepare: Callable[[], Any], write: Callable[[Any], None]) -> None:
        prepared = prepare()
        if self._writing:
            self._writing.result()
        self._writing = self._writer.submit(write, prepared)

    def opened(self, file: Any) -> None:
        """Close the file in the end, whatever happens."""
        self._open.append(file)

    def close(self, file: Any) -> None:
        """Close the file when everything before is done."""
        self.do(lambda: file, self._close)

    def _close(self, file: Any) -> None:
        file.close()
        self._open.remove(file)

    def finish(self) -> None:
        """Wait until everything is done."""
        while self._preparing:
            self._preparing.popleft().result()
        if self._writing:
            self._writing.result()
