"""The words of which the database knows how many prompts have them, as it last looked."""

from collections.abc import Sequence

from django.db import connection

COMMON = """
SELECT NOT EXISTS (SELECT FROM unnest(%s::text[]) AS asked (word) WHERE NOT EXISTS (
    SELECT FROM pg_stats s, unnest(s.most_common_elems::text::text[]) AS known (word)
    WHERE s.schemaname = current_schema() AND s.tablename = 'labeling_taskwords' AND s.attname = 'words'
      AND starts_with(known.word, asked.word)))
"""


def are_common(words: Sequence[str]) -> bool:
    """Whether the planner knows how common they all are, and so chooses well without being led."""
    with connection.cursor() as cursor:
        cursor.execute(COMMON, [list(words)])
        return bool(cursor.fetchone()[0])
