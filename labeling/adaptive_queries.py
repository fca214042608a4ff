"""How far the overlap that grows has grown."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from labeling.models import Opening, Project


@dataclass(frozen=True)
class Reach:
    """Tasks whose overlap may grow, those of them that have grown, and by how many labels in all."""

    chosen: int
    grown: int
    labels: int


def reach_of(project: Project) -> Reach:
    grown = Q(allowed__gt=F("least"))
    found = Opening.objects.filter(project=project, most__isnull=False).aggregate(
        chosen=Count("task_id"), grown=Count("task_id", filter=grown),
        labels=Sum(F("allowed") - F("least"), filter=grown, default=0),
    )  # fmt: skip
    return Reach(**found)
