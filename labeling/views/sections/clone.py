"""A new project that asks the same."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from labeling import permissions
from labeling.actions.clone_project import clone_project
from labeling.models import Project
from labeling.views.sections.base import Section, Text


class Clone(Section):
    slug = "clone"
    title = gettext_lazy("Clone")
    intro = gettext_lazy(
        "Makes a new project, a draft, with the guidelines, questions, options, overlap and splits of this one. "
        "Tasks and judgments never come along."
    )
    template = "labeling/settings/_clone.html"
    verb = gettext_lazy("Make the clone")

    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    # Not `slug`: that is the section's own.
    short_name = forms.SlugField(
        max_length=100, label=gettext_lazy("Short name"),
        help_text=gettext_lazy("For addresses and commands: letters, digits, - and _. Fixed once the project is made."),
    )  # fmt: skip
    with_members = forms.BooleanField(
        required=False, label=gettext_lazy("Members too"),
        help_text=gettext_lazy("With their roles and groups. You manage the clone in any case."),
    )  # fmt: skip

    made: Project | None = None

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        return {"name": _("%(name)s, again") % {"name": project.name[:180]}, "short_name": f"{project.slug[:96]}-2"}

    def save(self, *, by: User, now: datetime) -> Text:
        permissions.check_can_create_projects(by)
        given = self.cleaned_data
        self.made = clone_project(
            project=self.project, by=by, now=now, name=given["name"], slug=given["short_name"],
            with_members=given["with_members"],
        )  # fmt: skip
        return _("The clone is ready. It is a draft: open it when its prompts are in.")

    def take_errors(self, fields: dict[str, list[str]], detail: str) -> None:
        super().take_errors({"short_name" if name == "slug" else name: why for name, why in fields.items()}, detail)

    @property
    def next_url(self) -> str:
        return reverse("labeling:imports", args=[self.made.slug]) if self.made else ""
