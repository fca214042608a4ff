"""How far labelers agree: the project among itself, and each labeler with the majority of the others.

Three published figures, and which is which: strict (ties are an answer like others), half-credit (half where one of
the two alone ties), decisive (only where neither ties, with the coverage that this leaves). Each task counts once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Count, F, FloatField, Model, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Mod

from labeling.models import JudgmentFinding, Project, TaskFinding
from labeling.statistics.rates import BUCKETS, Rate, mean_of_buckets

MEASURES = ("strict", "half_credit", "decisive", "decisive_coverage")
Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True)
class Agreement:
    strict: Rate
    half_credit: Rate
    decisive: Rate
    decisive_coverage: Rate

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name).as_json() for name in MEASURES}

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Agreement":
        return cls(*(Rate.of_json(told[name]) for name in MEASURES))


NOTHING = Agreement(*(Rate(0) for _ in MEASURES))


def of_fixed_overlap(findings: "QuerySet[Rows]") -> "QuerySet[Rows]":
    """Only tasks whose overlap was fixed beforehand: where judgments were added because labelers disagreed,
    agreement would be pulled down by the adding itself."""
    return findings.exclude(task__is_adaptive=True)


def share(part: Combinable, whole: str) -> Case:
    """part / whole of a row as a number; null for nothing of nothing."""
    number = Cast(part, FloatField()) / Cast(whole, FloatField())
    return Case(When(**{whole: 0}, then=Value(None)), default=number, output_field=FloatField())


OF_TASKS = {
    "strict": share(F("equal") + F("decisive_equal"), "common"),
    "half_credit": share((F("equal") + F("decisive_equal")) * 2 + F("half"), "common"),
    "decisive": share(F("decisive_equal"), "decisive"),
    "decisive_coverage": share(F("decisive"), "common"),
}
OF_JUDGMENTS = {
    "strict": share(F("strict_equal"), "compared"),
    "half_credit": share(F("agreed_twice"), "compared"),
    "decisive": share(F("decisive_equal"), "decisive"),
    "decisive_coverage": share(F("decisive"), "compared"),
}
# Half credits are counted twice over, to be whole numbers.
DOUBLED = "half_credit"


def of_project(project: Project) -> Agreement:
    """Every two labelers on every two texts of a task, then the mean over tasks."""
    findings = of_fixed_overlap(TaskFinding.objects.filter(project=project, common__gt=0))
    return rates_of(summed(findings.annotate(bucket=Mod("task_id", BUCKETS)), "bucket", OF_TASKS))


def of_labelers(project: Project) -> dict[int, Agreement]:
    """Each labeler's judgments beside the majority of the others', then the mean over tasks."""
    findings = of_fixed_overlap(JudgmentFinding.objects.filter(project=project, counts=True, compared__gt=0))
    rows = summed(findings.annotate(bucket=Mod("task_id", BUCKETS)), "labeler_id", OF_JUDGMENTS, "bucket")
    by_labeler: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_labeler[row["labeler_id"]].append(row)
    return {labeler_id: rates_of(theirs) for labeler_id, theirs in by_labeler.items()}


def summed(findings: "QuerySet[Rows]", key: str, shares: dict[str, Case], *more_keys: str) -> list[dict[str, Any]]:
    """Per key: how many tasks have the share, and its sum."""
    sums: dict[str, Any] = {}
    for name, of_row in shares.items():
        sums[f"{name}_sum"] = Sum(of_row)
        sums[f"{name}_n"] = Count("task_id", filter=Q(decisive__gt=0) if name == "decisive" else None)
    return list(findings.values(key, *more_keys).annotate(**sums).order_by())


def rates_of(rows: Iterable[dict[str, Any]]) -> Agreement:
    rows = list(rows)
    return Agreement(*(mean_of_buckets({row["bucket"]: pair_of(row, name) for row in rows}) for name in MEASURES))


def pair_of(row: dict[str, Any], name: str) -> tuple[int, float]:
    total = row[f"{name}_sum"] or 0.0
    return row[f"{name}_n"], total / 2 if name == DOUBLED else total
