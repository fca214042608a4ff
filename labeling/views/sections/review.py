"""Which judgments reviewers check."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.actions.change_review_policy import MOST_FIRST, change_review_policy
from labeling.models import Project
from labeling.views.sections.base import Section, Text


class Review(Section):
    slug = "review"
    title = _("Review")
    intro = _(
        "Which judgments wait for a reviewer. The queue follows a change within a minute; what has a verdict keeps it, "
        "and what was sent back comes again when it is amended."
    )

    first = forms.IntegerField(
        min_value=0, max_value=MOST_FIRST, label=_("First judgments of each labeler"),
        help_text=_("So many of everybody's first judgments are checked. 0: none."),
    )  # fmt: skip
    share = forms.FloatField(
        min_value=0, max_value=100, label=_("Random share, in percent"),
        help_text=_("Drawn so that nobody can tell which judgments are in it."),
    )  # fmt: skip
    disputed = forms.FloatField(
        min_value=1, max_value=100, required=False, label=_("Disputed from a disagreement of, in percent"),
        help_text=_(
            "Of tasks that several have judged: the share of pairs of answers on which they disagree, a tie on one "
            "side counting half. The most disputed come first. Empty: none."
        ),
    )  # fmt: skip

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        policy = project.review
        disputed = policy["disputed"]
        return {
            "first": policy["first"],
            "share": percent(policy["share"]),
            "disputed": None if disputed is None else percent(disputed),
        }

    def changes(self) -> dict[str, Any]:
        changed = super().changes()
        shares = {name: value / 100 for name, value in changed.items() if name != "first" and value is not None}
        return changed | shares

    def save(self, *, by: User, now: datetime) -> Text:
        if not self.changes():
            return _now("Nothing was changed.")
        change_review_policy(project=self.project, by=by, now=now, **self.changes())
        return _now("Saved.")


def percent(share: float) -> float:
    """Without the tail that hundredths have in binary, and whole where it is whole."""
    rounded = round(100 * share, 6)
    return int(rounded) if rounded == int(rounded) else rounded
