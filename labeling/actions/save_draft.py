"""Keeping an unfinished judgment.

Race: an older tab saves over a newer one. One conditional upsert lets only a higher revision through.
"""

from datetime import datetime
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict, Invalid
from labeling.actions import open_assignment
from labeling.models import Assignment, AssignmentState, Draft
from labeling.storable import check_storable

LONGEST_DRAFT = 4 * 1024 * 1024


class NewerDraft(Conflict):
    code = "newer_draft"
    detail = gettext_lazy("A newer draft is kept already.")

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.extra = {"draft": {"revision": draft.revision, "judgment": draft.judgment}}


@transaction.atomic
def save_draft(*, assignment: Assignment, revision: int, judgment: dict[str, Any], now: datetime) -> int:
    """Keep the draft and renew the lease; return the revision kept. The same again is fine.

    Raises NewerDraft when a higher revision, or another judgment under this one, is kept already.
    """
    # First: what is nested too deep cannot even be written as JSON.
    check_storable(judgment, "judgment")
    content = orjson.dumps(judgment)
    if len(content) > LONGEST_DRAFT:
        raise Invalid(fields={"judgment": [_("It is larger than 4 MiB.")]})
    if assignment.state in (AssignmentState.CLAIMED, AssignmentState.EXPIRED):
        open_assignment.renew_lease(assignment, now)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO labeling_draft AS d (assignment_id, revision, judgment, saved_at) VALUES (%s, %s, %s, %s)
            ON CONFLICT (assignment_id) DO UPDATE
            SET revision = EXCLUDED.revision, judgment = EXCLUDED.judgment, saved_at = EXCLUDED.saved_at
            WHERE d.revision < EXCLUDED.revision
            """,
            [assignment.pk, revision, content.decode(), now],
        )
        if cursor.rowcount:
            return revision
    kept = Draft.objects.get(assignment=assignment)
    if kept.revision == revision and kept.judgment == judgment:
        return revision
    raise NewerDraft(kept)
