"""What is better, and why, in the words of the project."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from labeling.forms.pages import LongText
from labeling.models import Project
from labeling.texts.rendering import render
from labeling.views.sections.base import Section
from labeling.views.sections.versions import effect, newest


class Guidelines(Section):
    slug = "guidelines"
    title = _("Guidelines")
    intro = _(
        "A change makes a new version. Labelers are shown what is new before their next task; "
        "every judgment remembers the version it was made under."
    )
    template = "labeling/settings/_guidelines.html"

    guidelines = LongText(
        widget=forms.Textarea(attrs={"rows": 16}), required=False, strip=False, label=_("Guidelines"),
        help_text=_("What is better, and why. Labelers open them with one key. Markdown works."),
    )  # fmt: skip

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {"guidelines": newest(project).guidelines}

    def context(self) -> dict[str, Any]:
        return {
            "effect": effect(self.project, newest(self.project)),
            "text_preview_url": reverse("labeling:label_preview", args=[self.project.slug]),
            "guidelines_html": render(self["guidelines"].value() or ""),
        }
