"""What each labeler's judgments show: how many, how fast, how careful, how far in agreement with the others."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, FloatField, Max, Q, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Cast

from labeling.figures import agreement
from labeling.figures.agreement import Agreement
from labeling.models import JudgmentFinding, Project
from labeling.statistics.rates import Rate, ratio, wilson


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class LabelerFigures:
    """Of standing judgments; `counted` of them count. Rates are over judgments; `ties` over pairs of texts."""

    labeler_id: int
    judged: int
    counted: int
    active_seconds: float
    # Median of a judgment; null where no client told its seconds.
    median_seconds: float | None
    hasty: Rate
    straight: Rate
    ties: Rate
    last_at: str | None
    agreement: Agreement

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        for name in ("hasty", "straight", "ties", "agreement"):
            told[name] = getattr(self, name).as_json()
        return told

    @classmethod
    def nothing(cls, labeler_id: int) -> "LabelerFigures":
        """Of somebody who has not judged."""
        return cls(labeler_id, 0, 0, 0.0, None, Rate(0), Rate(0), Rate(0), None, agreement.NOTHING)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "LabelerFigures":
        rates = {name: Rate.of_json(told[name]) for name in ("hasty", "straight", "ties")}
        return cls(**told | rates | {"agreement": Agreement.of_json(told["agreement"])})


def of_project(project: Project) -> list[LabelerFigures]:
    """One of everybody who has a standing judgment, by their ids; two queries over the project's findings."""
    agreements = agreement.of_labelers(project)
    ties, pairs = Cast("ties", FloatField()), Cast("pairs", FloatField())
    rows = (
        JudgmentFinding.objects.filter(project=project)
        .values("labeler_id")
        .annotate(
            judged=Count("assignment_id"),
            counted=Count("assignment_id", filter=Q(counts=True)),
            seconds=Sum("active_seconds", default=0.0),
            median_seconds=Median("active_seconds"),
            timed=Count("assignment_id", filter=Q(active_seconds__isnull=False, reading_seconds__isnull=False)),
            hasty=Count("assignment_id", filter=Q(is_hasty=True)),
            straight=Count("assignment_id", filter=Q(is_straight=True)),
            ranked=Count("assignment_id", filter=Q(pairs__gt=0)),
            tie_sum=Sum("ties"),
            pair_sum=Sum("pairs"),
            ties_squared=Sum(ties * ties),
            ties_by_pairs=Sum(ties * pairs),
            pairs_squared=Sum(pairs * pairs),
            last_at=Max("submitted_at"),
        )
        .order_by("labeler_id")
    )
    return [figures_of(row, agreements.get(row["labeler_id"], agreement.NOTHING)) for row in rows]


def figures_of(row: dict[str, Any], agreed: Agreement) -> LabelerFigures:
    return LabelerFigures(
        labeler_id=row["labeler_id"],
        judged=row["judged"],
        counted=row["counted"],
        active_seconds=round(row["seconds"], 1),
        median_seconds=row["median_seconds"],
        hasty=wilson(row["hasty"], row["timed"]),
        straight=wilson(row["straight"], row["judged"]),
        ties=ratio(
            n=row["ranked"],
            parts=row["tie_sum"],
            wholes=row["pair_sum"],
            squares=(row["ties_squared"], row["ties_by_pairs"], row["pairs_squared"]),
        ),
        last_at=row["last_at"].isoformat().replace("+00:00", "Z"),
        agreement=agreed,
    )
