"""What a project is called, and how long its tasks are held."""

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.actions.check_project import LONGEST_LEASE
from labeling.views.sections.base import Section


class General(Section):
    slug = "general"
    title = _("General")

    name = forms.CharField(
        max_length=200, label=_("Name"), help_text=_("Labelers see the new name at once. Addresses stay.")
    )
    lease_minutes = forms.IntegerField(
        min_value=1, max_value=LONGEST_LEASE, label=_("Lease in minutes"),
        help_text=_(
            "How long an untouched task is held for its labeler. Drafts renew it, and survive it. "
            "A change acts on tasks claimed or drafted from now on."
        ),
    )  # fmt: skip
