"""Which exports hold work of a labeler who was erased since: delete them, and build anew what you need of them."""

from collections.abc import Sequence

from exports.models import Export
from labeling.models import Exclusion, JobState, Project, Skip, Submission


def superseded(project: Project, exports: Sequence[Export]) -> set[int]:
    """The ids of those among the project's exports; a handful of short queries per erasure."""
    found: set[int] = set()
    for labeler_id, number in Exclusion.objects.filter(project=project, is_erasure=True).values_list(
        "labeler_id", "number"
    ):
        first = first_number(project, labeler_id)
        found.update(
            export.pk
            for export in exports
            if export.state == JobState.DONE
            and export.erased_up_to < number
            and first is not None
            and first <= (export.boundary or 0)
        )
    return found


def first_number(project: Project, labeler_id: int) -> int | None:
    """The number of the first thing this labeler said in the project."""
    firsts = [
        kind.objects.filter(assignment__project=project, assignment__labeler_id=labeler_id)
        .order_by("number")
        .values_list("number", flat=True)
        .first()
        for kind in (Submission, Skip)
    ]
    return min((first for first in firsts if first is not None), default=None)
