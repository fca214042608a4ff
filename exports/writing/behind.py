"""Work behind the builder's back: one thread for what runs without the interpreter's lock (zstd, SHA-256, files)."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Self

# Pieces of work not yet done. The thread is quicker than the builder: more than one would only cost memory.
MOST_WAITING = 1


class Behind:
    """Does what it is given, one after the other. An error in it is raised at the next `do` or `finish`."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export-writer")
        self._waiting: deque[Future[None]] = deque()
        # Files that are still written.
        self._open: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        # A build that failed: files that stay open would hold on to the space of a full disk.
        for file in self._open:
            with suppress(OSError):
                file.close()
            # pyarrow's writer, when it cannot write its footer, leaves its file open.
            if handle := getattr(file, "file_handle", None):
                with suppress(OSError):
                    handle.close()

    def do(self, work: Callable[..., None], *given: Any) -> None:
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(work, *given))

    def opened(self, file: Any) -> None:
        """Close the file in the end, whatever happens."""
        self._open.append(file)

    def close(self, file: Any) -> None:
        """Close the file when everything before is done."""
        self.do(self._close, file)

    def _close(self, file: Any) -> None:
        file.close()
        self._open.remove(file)

    def finish(self) -> None:
        """Wait until everything is done."""
        while self._waiting:
            self._waiting.popleft().result()
