"""What follows a test of real transactions: all tables are emptied, with the trail, which nothing else may empty.

TRUNCATE makes every table and every index anew, and after it Django writes content types and permissions again: that
takes longer than many tests. A superuser, as in the server that the tests start, may delete the rows instead, and what
migrations alone write stays.
"""

from functools import cache
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

WRITTEN_BY_MIGRATIONS = {"auth_permission", "django_content_type"}


@cache
def may_delete() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        [is_superuser] = cursor.fetchone()
    return bool(is_superuser)


def empty_by_deleting(patch: pytest.MonkeyPatch) -> None:
    truncating, emit = DatabaseOperations.sql_flush, flush.emit_post_migrate_signal

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        if not may_delete():
            return ["SET LOCAL annotator.may_truncate = 'yes'", *truncating(self, style, tables, **options)]
        emptied = [self.quote_name(table) for table in sorted({*tables} - WRITTEN_BY_MIGRATIONS)]
        return [
            # As TRUNCATE does: whoever is not finished yet is waited for.
            f"LOCK TABLE {', '.join(emptied)} IN ACCESS EXCLUSIVE MODE",
            # Without triggers and foreign keys: in the end there is nothing that could refer to anything.
            "SET LOCAL session_replication_role = replica",
            "; ".join(f"DELETE FROM {table}" for table in emptied),
        ]

    def emit_unless_kept(*args: Any, **options: Any) -> None:
        if not may_delete():
            emit(*args, **options)

    patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
    patch.setattr(flush, "emit_post_migrate_signal", emit_unless_kept)
