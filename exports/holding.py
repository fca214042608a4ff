"""Which exports hold a labeler's work: they stay as they are, whatever is ruled on the work from now on."""

from datetime import datetime

from exports.models import Export
from exports.superseded import first_number
from labeling.models import JobState, Project, Submission


def holding(project: Project, labeler_id: int, *, since: datetime | None = None) -> list[Export]:
    """Those that were built after the labeler said something (since that moment), newest first; two or three queries.

    An export whose recipe leaves this labeler out is named all the same: better one too many to look at.
    """
    first = first_number(project, labeler_id) if since is None else first_since(project, labeler_id, since)
    if first is None:
        return []
    built = project.exports.filter(state=JobState.DONE, boundary__gte=first)
    return list(built.select_related("created_by").order_by("-id"))


def first_since(project: Project, labeler_id: int, since: datetime) -> int | None:
    said = Submission.objects.filter(
        assignment__project=project, assignment__labeler_id=labeler_id, submitted_at__gte=since
    )
    return said.order_by("number").values_list("number", flat=True).first()
