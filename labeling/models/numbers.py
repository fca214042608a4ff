"""The one sequence that orders everything a snapshot may see.

Submissions, skips, reviews, exclusions, task marks and licenses draw a number from it. A writer first takes the
shared advisory lock of its project (`labeling.actions.locks.share_project`); making a snapshot takes it
exclusively, so all numbers up to the snapshot's boundary are committed and none can appear later.
"""

from django.db.models import BigIntegerField
from django.db.models.expressions import Func, Value

SEQUENCE = "labeling_number"


class NextNumber(Func):
    """The sequence's next value, as a column default of the database."""

    function = "nextval"
    output_field = BigIntegerField()

    def __init__(self) -> None:
        super().__init__(Value(SEQUENCE))

    def deconstruct(self) -> tuple[str, tuple[object, ...], dict[str, object]]:
        return "labeling.models.numbers.NextNumber", (), {}


class NumberField(BigIntegerField):  # type: ignore[type-arg]
    """A place in the order of all recorded facts, drawn by the database."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("db_default", NextNumber())
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)  # type: ignore[arg-type]
