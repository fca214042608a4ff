"""Out of the lists, and back."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from labeling.actions.archive_project import archive_project, restore_project
from labeling.models import Project
from labeling.views.sections.base import Section, Text
from labeling.views.sections.state import seal_effects


class Archive(Section):
    slug = "archive"
    title = gettext_lazy("Archive")
    template = "labeling/settings/_archive.html"

    @property
    def verb(self) -> Text:  # type: ignore[override]  # it says what comes next
        return _("Bring it back") if self.project.archived_at else _("Archive the project")

    @classmethod
    def values_of(cls, project: Project) -> dict[str, object]:
        return {}

    def changes(self) -> dict[str, object]:
        return {"archived": self.project.archived_at is None}

    def consequences(self) -> list[Text]:
        if self.project.archived_at:
            return []
        return [
            _("It leaves the lists of projects, for everybody. Its pages, its trail and its exports stay."),
            _("It is sealed."),
            *seal_effects(self.project),
        ]

    def save(self, *, by: User, now: datetime) -> Text:
        if self.project.archived_at:
            restore_project(project=self.project, by=by, now=now)
            return _("It is back in the lists, and sealed still.")
        archive_project(project=self.project, by=by, now=now)
        return _("Archived.")
