"""Copying a finished dataset to S3-compatible storage, where an operator set it up. Nobody sees it there yet.

Each attempt writes into a folder of its own, named by id and fence: a worker that was overtaken cannot touch what
its successor published. What attempts leave behind, the sweeper takes away.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from exports.dataset import Dataset
from exports.failpoints import reach
from exports.models import Export
from exports.storage import stored
from exports.storage.errors import StorageFailed

# The rows are most of the work (exports.actions.write_dataset).
SHARE_BEFORE = 0.95


def store_dataset(*, export: Export, dataset: Dataset, folder: Path, heartbeat: Callable[[float], None]) -> str:
    """Copy all files; return where they lie now, "" for the folder. heartbeat may raise to stop us."""
    if stored.wanted() != stored.S3:
        return ""
    storage, attempt = stored.bucket(), stored.attempt_of(export)
    for number, file in enumerate(dataset.files):
        progress = SHARE_BEFORE + (1 - SHARE_BEFORE) * number / len(dataset.files)
        heartbeat(progress)
        reach("uploading")
        with (folder / file["path"]).open("rb") as content:
            beating = Beating(content, partial(heartbeat, progress))
            try:
                storage.put(f"{attempt}/{file['path']}", beating, size=file["bytes"], sha256=file["sha256"])
            except StorageFailed as failure:
                raise beating.stopped or failure from None
        reach("uploaded")
    if storage.sizes(attempt) != {file["path"]: file["bytes"] for file in dataset.files}:
        raise StorageFailed(_("What the storage of datasets keeps is not what was sent."))
    reach("stored")
    return stored.S3


class Beating:
    """A file that beats while it is read, and keeps what stopped it: the SDK tells of its own errors only."""

    def __init__(self, file: IO[bytes], beat: Callable[[], None]) -> None:
        self._file = file
        self._beat = beat
        self.stopped: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            self._beat()
        except Exception as error:
            self.stopped = error
            raise
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
