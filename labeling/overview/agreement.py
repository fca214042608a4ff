"""Agreement as rows of a chart: the project's three figures, and everybody beside them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import User
from labeling.charts.dots import Dot, dot
from labeling.figures.counted import Figures

# More people than this are a page of their own: the rest is behind the link.
MOST_SHOWN = 12


@dataclass(frozen=True)
class MeasureDot:
    key: str
    name: str
    about: str
    dot: Dot

    @property
    def leads(self) -> str:
        """The filter of the tasks that it is the mean of."""
        return urlencode({"compared": "decisive" if self.key == "decisive" else "any"})


@dataclass(frozen=True)
class LabelerDot:
    username: str
    name: str
    judged: int
    dot: Dot

    @property
    def leads(self) -> str:
        return urlencode({"compared_by": self.username})


def measures(figures: Figures) -> list[MeasureDot]:
    found = figures.agreement
    coverage = found.decisive_coverage.value
    decisive = _("pairs that neither ties")
    if coverage is not None:
        decisive = _("pairs that neither ties: %(percent)s %% of all") % {"percent": round(100 * coverage)}
    return [
        MeasureDot("half_credit", _("Half-credit"), _("one tie counts half"), dot(found.half_credit)),
        MeasureDot("strict", _("Strict"), _("a tie is an answer like others"), dot(found.strict)),
        MeasureDot("decisive", _("Decisive"), decisive, dot(found.decisive)),
    ]


def labelers(figures: Figures) -> list[LabelerDot]:
    """Half-credit agreement of everybody with the majority of the others, the lowest first; unknown ones last."""
    names = {user.pk: user for user in User.objects.filter(pk__in=[one.labeler_id for one in figures.labelers])}
    rows = [
        LabelerDot(
            names[one.labeler_id].username,
            names[one.labeler_id].get_short_name(),
            one.counted,
            dot(one.agreement.half_credit, beside=figures.agreement.half_credit),
        )
        for one in figures.labelers
        if one.labeler_id in names
    ]
    return sorted(rows, key=lambda row: (row.dot.rate.value is None, row.dot.rate.value, row.username))
