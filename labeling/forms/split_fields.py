"""How prompts are dealt into train, validation and test, in percent as people say it."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.forms.pages import PageForm
from labeling.models import Split
from labeling.models.projects import default_splits

WHOLE = re.compile(r"-?\d{1,18}\Z")


def share_field(split: str) -> forms.DecimalField:
    return forms.DecimalField(
        min_value=0, max_value=100, max_digits=7, decimal_places=4, required=False, localize=False,
        label=gettext_lazy(split), initial=as_percent(default_splits()[split]),
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


def as_percent(share: float) -> Decimal:
    return (Decimal(str(share)) * 100).normalize() + 0


class SplitFields(PageForm):
    """Shares of the prompts that are yet to come."""

    split_train = share_field(Split.TRAIN)
    split_validation = share_field(Split.VALIDATION)
    split_test = share_field(Split.TEST)
    split_seed = forms.CharField(
        required=False, max_length=64, initial="0", label=gettext_lazy("Seed"),
        help_text=gettext_lazy("With a prompt's group it decides the split. Fixed once the project is made."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        shares = [given.get(f"split_{split}") for split in Split.values]
        if any(share is not None for share in shares) and not self.errors:
            total = sum(share or 0 for share in shares)
            if total != 100:
                self.add_error("split_train", _("The three shares add up to %(total)s, not to 100.") % {"total": total})
        return given

    def splits(self) -> dict[str, Any]:
        """As actions take them; nothing where nothing was said."""
        shares = {split: self.cleaned_data.get(f"split_{split}") for split in Split.values}
        if all(share is None for share in shares.values()):
            return {}
        return {"splits": {split: float((share or 0) / 100) for split, share in shares.items()}}

    def seed(self) -> int | str:
        typed = self.cleaned_data.get("split_seed") or "0"
        return int(typed) if WHOLE.match(typed) else str(typed)
