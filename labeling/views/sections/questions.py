"""What labelers are asked: the settings of the ranking, and the questions of the form."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from labeling.forms.asked_fields import RANKING, RankingFields, as_settings, as_typed, rows_of, typed_in, were_sent
from labeling.kinds import KINDS
from labeling.models import Project
from labeling.views.sections.base import Section
from labeling.views.sections.versions import effect, newest


class Questions(Section, RankingFields):
    slug = "questions"
    title = _("Questions")
    intro = _(
        "A change makes a new version; every judgment remembers its own. Answers to a question that is removed here "
        "stay with the judgments that have them."
    )
    template = "labeling/settings/_questions.html"
    is_previewed = True

    def __init__(self, data: Mapping[str, Any] | None = None, *, project: Project) -> None:
        super().__init__(data, project=project)
        self.version = newest(project)
        self.is_ranking = KINDS[project.kind].most_cards > 0
        if not self.is_ranking:
            for name in RANKING:
                del self.fields[name]
        self.rows = rows_of(data, project.kind, self.version.form)

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return as_typed(newest(project).ranking)

    def kept(self) -> Mapping[str, Any]:
        return {"ranking": self.version.ranking, "form": self.version.form}

    def edited(self, command: str) -> "Questions":
        form = Questions(project=self.project)
        form.initial = typed_in(self)
        form.rows = self.rows.edited(command)
        return form

    def is_valid(self) -> bool:
        return super().is_valid() & (not were_sent(self.data) or self.rows.is_valid())

    def changes(self) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if self.is_ranking and (ranking := as_settings(self.cleaned_data)) != self.version.ranking:
            changes["ranking"] = ranking
        if were_sent(self.data) and (form := self.rows.form()) != asked_in(self.version.form, self.rows.sections):
            changes["form"] = form
        return changes

    def context(self) -> dict[str, Any]:
        return {
            "effect": effect(self.project, self.version),
            "is_ranking": self.is_ranking,
            "card_counts": range(2, 10),
            "preview_url": reverse("labeling:settings_preview", args=[self.project.slug]),
        }


def asked_in(form: Mapping[str, Any], sections: tuple[str, ...]) -> dict[str, Any]:
    return {section: form.get(section, []) for section in sections}
