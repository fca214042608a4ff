"""How many labelers judge each task."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from labeling.forms import overlap_field
from labeling.models import Project, Split
from labeling.views.sections.base import Section


class Overlap(Section):
    slug = "overlap"
    title = _("Overlap")
    intro = _(
        "How many labelers judge each task. Higher for test makes it trustworthy, and the share from which agreement "
        "is computed. Tasks with an overlap of their own keep it."
    )
    template = "labeling/settings/_overlap.html"

    train = overlap_field(label=_("train"))
    validation = overlap_field(label=_("validation"))
    test = overlap_field(label=_("test"))

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {split: project.overlap_of(split) for split in Split.values}

    def changes(self) -> dict[str, Any]:
        if not super().changes():
            return {}
        overlaps = {split: self.cleaned_data[split] for split in Split.values}
        is_same = len(set(overlaps.values())) == 1
        return {"overlap": overlaps["train"] if is_same else overlaps}
