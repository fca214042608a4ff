"""How many labelers judge each task."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from labeling.forms.pages import overlap_field
from labeling.models import Project, Split
from labeling.overlap_changes import effect_of
from labeling.views.sections.base import Section, Text


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

    def consequences(self) -> list[Text]:
        if not self.changes():
            return []
        effect = effect_of(self.project, {split: self.cleaned_data[split] for split in Split.values})
        said = [
            (effect.reopened, ngettext(
                "%(count)s task that is done opens again.",
                "%(count)s tasks that are done open again.", effect.reopened)),
            (effect.added, ngettext(
                "%(count)s more judgment is asked for.",
                "%(count)s more judgments are asked for.", effect.added)),
            (effect.closed, ngettext("%(count)s free slot closes.", "%(count)s free slots close.", effect.closed)),
            (effect.beyond, ngettext(
                "%(count)s judgment, in hand or submitted, stands beyond the new overlap: it is kept and counts.",
                "%(count)s judgments, in hand or submitted, stand beyond the new overlap: they are kept and count.",
                effect.beyond)),
        ]  # fmt: skip
        return [sentence % {"count": count} for count, sentence in said if count]
