"""What labelers are asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from labeling.forms import JsonText, in_reading_order, plain_field
from labeling.kinds import KINDS
from labeling.models import Project
from labeling.views.sections.base import Section
from labeling.views.sections.versions import newest


class Questions(Section):
    slug = "questions"
    title = _("Questions")
    intro = _(
        "A change here makes a new version. Tasks in hand keep the version they were claimed under; "
        "every judgment remembers its own."
    )

    plain = plain_field()
    ranking = JsonText(required=False, label=_("Ranking settings"))
    form = JsonText(required=False, label=_("Questions"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, project: Project) -> None:
        super().__init__(data, project=project)
        if KINDS[project.kind].most_cards == 0:
            del self.fields["ranking"], self.fields["plain"]

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        version = newest(project)
        ranking = {name: value for name, value in version.ranking.items() if name != "plain"}
        plain = version.ranking.get("plain", False)
        return {"plain": plain, "ranking": ranking, "form": in_reading_order(version.form)}

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        if "plain" in changes:
            changes["ranking"] = {**changes.get("ranking", {}), "plain": changes.pop("plain")}
        return changes
