"""How the prompts that are yet to come are dealt into train, validation and test."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from labeling.forms.split_fields import SplitFields, as_percent
from labeling.models import Project, Split
from labeling.views.sections.base import Section


class Splits(Section, SplitFields):
    slug = "splits"
    title = _("Splits")
    intro = _(
        "A change concerns prompts that are yet to come. What is in keeps its split for ever, and later prompts of a "
        "group that is there already join it."
    )
    template = "labeling/settings/_splits.html"

    split_seed = None  # type: ignore[assignment]  # so that Django leaves the field out: it is fixed

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {f"split_{split}": as_percent(project.splits[split]) for split in Split.values}

    def changes(self) -> dict[str, Any]:
        splits = self.splits()
        return splits if splits and splits["splits"] != self.project.splits else {}

    def context(self) -> dict[str, Any]:
        return {"seed": self.project.split_seed}
