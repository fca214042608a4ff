"""Writing the trail. Called inside the transaction of the change that it tells of."""

from datetime import datetime
from typing import Any

from accounts.models import Event, User


def record(
    verb: str, *, by: User | None, now: datetime, project_id: int | None = None, subject: str = "", **details: Any
) -> None:
    """Add one line: `by` (None: the system) did `verb` to `subject`, which reads "kind:id"."""
    Event.objects.create(actor=by, verb=verb, project_id=project_id, subject=subject, details=details, created_at=now)
