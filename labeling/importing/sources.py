"""From a file on disk to a stream of plain bytes: compression, limits, format."""

import gzip
import io
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

import zstandard

from labeling.importing.problems import BrokenFile, UnreadableFormat

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# So many compressed bytes at a time: 128 KiB can come out of 4 of them, so 64 MiB at the very most.
ZSTD_FEED = 2048
# As `zstd -d` without --memory; frames that need more are refused.
ZSTD_WINDOW = 2**27

JSONL, ARRAY, CSV, PARQUET = "jsonl", "json", "csv", "parquet"
BY_TYPE = {
    "application/jsonl": JSONL,
    "application/x-jsonl": JSONL,
    "application/jsonlines": JSONL,
    "application/x-jsonlines": JSONL,
    "application/ndjson": JSONL,
    "application/x-ndjson": JSONL,
    "application/json-lines": JSONL,
    "application/json": ARRAY,
    "text/csv": CSV,
    "application/csv": CSV,
    "application/vnd.apache.parquet": PARQUET,
    "application/x-parquet": PARQUET,
    "application/parquet": PARQUET,
}
BY_ENDING = {".jsonl": JSONL, ".ndjson": JSONL, ".json": ARRAY, ".csv": CSV, ".parquet": PARQUET, ".pq": PARQUET}
# Types that say nothing of the format: what a form, curl or a compressed body sends.
VAGUE_TYPES = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/gzip",
    "application/x-gzip",
    "application/zstd",
    "application/x-zstd",
    "multipart/form-data",
}
OTHER_ENCODINGS = [
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
]
ZIP = b"PK\x03\x04"
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Source:
    """A file, open for reading; `text` gives its bytes after decompression, without a byte order mark."""

    path: str
    format: str
    file: IO[bytes]
    text: "io.BufferedReader[Unpacked]"
    size: int
    # The header of a CSV file as it stands there, once it has been read.
    header: bytes = b""

    @property
    def share_read(self) -> float:
        """How far the file has been read, 0 to 1."""
        return min(self.file.tell() / self.size, 1.0) if self.size else 1.0

    def close(self) -> None:
        self.text.close()
        self.file.close()


class Unpacked(io.RawIOBase):
    """What `read` gives, up to `limit` bytes; damage of the compression comes out as BrokenFile."""

    def __init__(self, read: Callable[[int], bytes], limit: int) -> None:
        self._read = read
        self._left = limit
        self._limit = limit
        self._newlines = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._read(len(buffer))
        except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
            raise BrokenFile(self._newlines + 1, f"The compressed file is damaged or incomplete: {error}") from error
        self._left -= len(chunk)
        if self._left < 0:
            raise BrokenFile(self._newlines + 1, f"The file is larger than {self._limit} bytes")
        self._newlines += chunk.count(b"\n")
        buffer[: len(chunk)] = chunk
        return len(chunk)


class ZstdStream:
    """Frames of Zstandard, one after the other, with bounded memory; a frame that breaks off is an error."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._ready = memoryview(b"")
        self._packed = b""

    def read(self, size: int) -> bytes:
        while not self._ready:
            self._packed = self._packed or self._file.read(ZSTD_FEED)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("it ends in the middle of a Zstandard frame")
                return b""
            self._frame = self._frame or self._unpacker.decompressobj()
            self._ready = memoryview(self._frame.decompress(self._packed))
            self._packed = b""
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        chunk = bytes(self._ready[:size])
        self._ready = self._ready[size:]
        return chunk


def open_source(path: str, *, content_type: str = "", file_name: str = "", limit: int) -> Source:
    """Open a file; raises UnreadableFormat, or BrokenFile when its first bytes cannot be unpacked."""
    file = Path(path).open("rb")  # noqa: SIM115 - the Source closes it
    try:
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(GZIP):
            raw = Unpacked(gzip.GzipFile(fileobj=file).read1, limit)
        elif magic == ZSTD:
            raw = Unpacked(ZstdStream(file).read, limit)
        else:
            raw = Unpacked(file.read, limit)
        text = io.BufferedReader(raw, 256 * 1024)
        head = text.peek(4096)
        refuse_other_encodings(head)
        found = format_of(head, content_type, file_name, is_packed=magic.startswith(GZIP) or magic == ZSTD)
        if head.startswith(BOM):
            text.read(len(BOM))
        return Source(path, found, file, text, os.fstat(file.fileno()).st_size)
    except BaseException:
        file.close()
        raise


def refuse_other_encodings(head: bytes) -> None:
    for mark, name in OTHER_ENCODINGS:
        if head.startswith(mark):
            raise BrokenFile(1, f"The file is {name}; only UTF-8 is read")
    if len(head) >= 2 and (head[0] == 0) != (head[1] == 0):
        raise BrokenFile(1, "The file looks like UTF-16; only UTF-8 is read")


def format_of(head: bytes, content_type: str, file_name: str, *, is_packed: bool = False) -> str:
    """Tell the format from the type, else from the name, else from the first bytes."""
    kind = content_type.partition(";")[0].strip().lower()
    named = BY_TYPE.get(kind) or by_name(file_name)
    if named is None and kind not in VAGUE_TYPES:
        raise UnreadableFormat(f"{PurePath(file_name).name or kind} is of no format that is read here")
    if head.startswith(ZIP):
        raise UnreadableFormat("A zip archive or a workbook is not read here: unpack it, or save it as CSV")
    start = head.removeprefix(BOM).lstrip()[:1]
    if head.startswith(b"PAR1"):
        named = PARQUET
    elif named == PARQUET:
        raise BrokenFile(1, "The file is not Parquet: its first bytes are not PAR1")
    if named == PARQUET and is_packed:
        raise UnreadableFormat("Parquet compresses by itself; it is not read inside gzip or Zstandard")
    if named in (JSONL, ARRAY) and start in (b"{", b"["):
        # Many a .json holds one object a line, and the other way round: the first sign is never wrong.
        return JSONL if start == b"{" else ARRAY
    return named or by_first_bytes(start)


def by_name(file_name: str) -> str | None:
    name = file_name.lower()
    for packing in (".gz", ".zst"):
        name = name.removesuffix(packing)
    return BY_ENDING.get(PurePath(name).suffix)


def by_first_bytes(start: bytes) -> str:
    if start == b"{":
        return JSONL
    if start == b"[":
        return ARRAY
    if start.isalpha() or start in (b'"', b"_"):
        return CSV
    raise UnreadableFormat("Neither the type nor the first bytes tell what the file is")
