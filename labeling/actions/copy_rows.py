"""COPY: the fastest way into a table, for rows by the thousand."""

from collections.abc import Iterable

from django.db import connection

PIECE = 128 * 1024


class Lines:
    """Lines as a file that is made while it is read: PostgreSQL takes in one piece while we make the next."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)

    def read(self, size: int) -> bytes:
        """About `size` bytes, in whole lines."""
        piece: list[bytes] = []
        length = 0
        for line in self._lines:
            piece.append(line)
            length += len(line)
            if length >= size:
                break
        return b"".join(piece)


def copy(table: str, columns: str, lines: Iterable[bytes]) -> None:
    """Append lines of PostgreSQL's COPY text format, each with its tabs and its newline."""
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", Lines(lines), PIECE)


def commit_lazily() -> None:
    """Do not wait for the disk at this transaction's end.

    A crash of PostgreSQL may undo it, as a whole and with the count that tells where to go on; and the
    end of the job, which does wait, brings everything before it to disk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def reserve_ids(table: str, count: int) -> list[int]:
    """Draw ids from the table's sequence: COPY cannot tell which ones it gave."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"{table}_id_seq", count])
        return [row[0] for row in cursor.fetchall()]


def bytes_array(digests: list[bytes]) -> str:
    """Digests as one parameter of type bytea[]: a driver's list of a thousand costs a parser's work for each."""
    return "{" + ",".join(['"\\\\x' + digest.hex() + '"' for digest in digests]) + "}"
