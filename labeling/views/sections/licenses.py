"""The licenses of a project's policies, stated by managers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling import policies
from labeling.actions.state_licenses import state_licenses
from labeling.licenses import LONGEST
from labeling.models import Project
from labeling.views.sections.base import Section, Text


class Licenses(Section):
    """One field for each policy, called by its id: names of models can hold anything."""

    slug = "licenses"
    title = _("Licenses of models")
    intro = _(
        "Under which license the completions of a model stand: an SPDX id such as Apache-2.0, or a few words. "
        "Datasets tell it in each row, and a recipe can keep only some. A change acts on exports made from now on; "
        "earlier snapshots keep what held then."
    )
    template = "labeling/settings/_licenses.html"

    def __init__(self, data: Mapping[str, Any] | None = None, *, project: Project) -> None:
        super().__init__(data, project=project)
        self.rows = {f"license_{row.policy_id}": row for row in policies.licenses_of(project)}
        for name, row in self.rows.items():
            self.initial[name] = row.license
            self.fields[name] = forms.CharField(required=False, max_length=LONGEST, label=row.model)
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def stated(self) -> list[tuple[forms.BoundField, policies.LicenseRow]]:
        return [(self[name], row) for name, row in self.rows.items()]

    def save(self, *, by: User, now: datetime) -> Text:
        """A field that was not sent says nothing: its policy came while the page was open."""
        changed = {name: value for name, value in self.changes().items() if name in self.data}
        if not changed:
            return _now("Nothing was changed.")
        said = {self.rows[name].model: value for name, value in changed.items()}
        state_licenses(project=self.project, licenses=said, by=by, now=now)
        return _now("Saved.")

    def take_errors(self, fields: dict[str, list[str]], detail: str) -> None:
        named = {row.model: name for name, row in self.rows.items()}
        for model, reasons in fields.items():
            for reason in reasons:
                self.add_error(named.get(model), reason)
        if not fields:
            self.add_error(None, detail)
