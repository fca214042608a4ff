"""Where the files of finished exports lie, and reading them: a folder of MEDIA_ROOT, or S3-compatible storage."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.files.storage import InvalidStorageError, storages
from django.utils.translation import gettext as _

from exports.models import Export
from exports.storage import folders
from exports.storage.errors import StorageFailed

if TYPE_CHECKING:
    from exports.storage.s3 import ExportStorage

S3 = "s3"
# All that we keep in the bucket stands under its prefix and this name.
ROOT = "exports"
CHUNK = 256 * 1024


class Files(Protocol):
    """The files of one export."""

    def read(self, path: str, first: int, last: int) -> "Chunks":
        """The bytes from `first` to `last`, both included. What cannot be opened is said before the first chunk."""
        ...


class Chunks(Protocol):
    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class FolderFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str, first: int, last: int) -> Chunks:
        return Part(self.folder / path, first, last)


class Part:
    """Part of a file, which is open while it is read."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        path.stat()
        self._path, self._first, self._last = path, first, last

    def __iter__(self) -> Iterator[bytes]:
        left = self._last - self._first + 1
        with self._path.open("rb") as file:
            file.seek(self._first)
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def close(self) -> None:
        """Whoever stops in the middle lets go of the iterator, and that closes the file."""


class S3Files:
    def __init__(self, folder: str) -> None:
        self.storage = bucket()
        self.folder = folder

    def read(self, path: str, first: int, last: int) -> Chunks:
        # There is no range of nothing.
        return S3Part(self.storage.get(f"{self.folder}/{path}", first, last)) if last >= first else Nothing()


class S3Part:
    def __init__(self, body: Any) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body.iter_chunks(CHUNK))

    def close(self) -> None:
        self._body.close()


class Nothing:
    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """There is nothing to close."""


def files_of(export: Export) -> Files:
    """Raises StorageFailed where they lie in storage that is not set up any more."""
    return S3Files(attempt_of(export)) if export.storage == S3 else FolderFiles(folders.folder_of(export.pk))


def attempt_of(export: Export) -> str:
    """The folder of this attempt in the bucket; nobody but its own worker writes there."""
    return f"{ROOT}/{export.pk}-{export.fence}"


def wanted() -> str:
    """Where new exports go: "" for the folder."""
    return str(settings.EXPORT_STORAGE)


def is_set_up() -> bool:
    return "exports" in settings.STORAGES


def bucket() -> "ExportStorage":
    try:
        return storages["exports"]  # type: ignore[return-value]
    except InvalidStorageError:
        raise StorageFailed(
            _("The files lie in a storage that is not set up any more; an operator can mend it.")
        ) from None
