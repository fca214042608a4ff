"""What is better, and why, in the words of the project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.forms import LongText
from labeling.models import Project
from labeling.views.sections.base import Section
from labeling.views.sections.versions import newest


class Guidelines(Section):
    slug = "guidelines"
    title = _("Guidelines")

    guidelines = LongText(widget=forms.Textarea(attrs={"rows": 16}), required=False, strip=False, label=_("Guidelines"))

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {"guidelines": newest(project).guidelines}
