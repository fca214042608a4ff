"""What a section of the settings is: one form with an address of its own, saved by one action."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.actions.change_project import change_project
from labeling.forms.pages import PageForm
from labeling.models import Project

Text = str | Promise


class Section(PageForm):
    """Subclass it with fields, a fragment if they are not to be drawn one below the other, and `save`.

    Beside each field stands, as its help, what a change does to work that has begun.
    """

    # Templates meet the classes themselves, in the list of sections.
    do_not_call_in_templates: ClassVar[bool] = True
    # Its address below …/settings/, and the id of its place on the page.
    slug: ClassVar[str]
    title: ClassVar[Text]
    intro: ClassVar[Text] = ""
    # Drawn inside of the <form>; buttons and errors stand around it already.
    template: ClassVar[str] = "labeling/settings/_fields.html"
    # The button; and a form whose fields a live preview follows.
    verb: ClassVar[Text] = _("Save")
    is_previewed: ClassVar[bool] = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, project: Project) -> None:
        self.project = project
        super().__init__(data, initial=self.values_of(project))

    @classmethod
    def fits(cls, project: Project) -> bool:
        """Whether a project of this kind has the section at all."""
        return True

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        """What the fields show before anybody changes them."""
        return {name: getattr(project, name) for name in cls.base_fields}

    def kept(self) -> Mapping[str, Any]:
        """What saving writes over."""
        return self.initial

    def changes(self) -> dict[str, Any]:
        """What differs from before, by the names that the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if value != self.initial.get(name)}

    def consequences(self) -> list[Text]:
        """What the change will do, where that is hard to take back: it is then asked for once more."""
        return []

    def save(self, *, by: User, now: datetime) -> Text:
        """Do it, by one action that writes the trail; what it says is shown. May raise any DomainError."""
        changes = self.changes()
        if not changes:
            return gettext("Nothing was changed.")
        change_project(project=self.project, by=by, now=now, **changes)
        return gettext("Saved.")

    def edited(self, command: str) -> "Section":
        """The form again, after a button named `edit`: nothing is saved."""
        return self

    @property
    def next_url(self) -> str:
        """Where one goes on after it was saved; empty: the section again."""
        return ""

    def context(self) -> dict[str, Any]:
        """What its fragment needs besides the form."""
        return {}

    # What the view asks.

    @property
    def seal(self) -> str:
        """The mark of exactly these values: a yes to one summary is no yes to another."""
        return mark_of(self.changes())

    @property
    def shown(self) -> str:
        """The mark of what stands there now; the page sends it back, so that it is known what its reader has seen."""
        return mark_of(self.kept())

    @property
    def is_overtaken(self) -> bool:
        """Race: another manager saved other values while this page stood open; saving it would undo theirs unseen."""
        return bool(self.data.get("shown", self.shown) != self.shown and self.changes())

    @property
    def is_agreed(self) -> bool:
        """Nothing to agree to, or agreed to already, by the button below the summary."""
        return not self.consequences() or self.data.get("agreed") == self.seal


def mark_of(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]
