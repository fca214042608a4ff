"""COPY: the fastest way into a table, for rows by the thousand."""

import io
from collections.abc import Iterable

from django.db import connection

NULL = b"\\N"


def copy(table: str, columns: str, lines: Iterable[bytes]) -> None:
    """Append lines of PostgreSQL's COPY text format, each with its tabs and its newline."""
    body = b"".join(lines)
    if body:
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(body))


def cell(text: str) -> bytes:
    """Text as COPY wants it."""
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text.encode()


def json_cell(json: bytes) -> bytes:
    """JSON as orjson writes it, without control characters: only backslashes mean something to COPY."""
    return json.replace(b"\\", b"\\\\")


def bytes_cell(digest: bytes) -> bytes:
    return b"\\\\x" + digest.hex().encode()


def reserve_ids(table: str, count: int) -> list[int]:
    """Draw ids from the table's sequence: COPY cannot tell which ones it gave."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"{table}_id_seq", count])
        return [row[0] for row in cursor.fetchall()]
