"""What the codes of a comparison mean, for people. The API keeps the codes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.card.leftovers import REASONS

# What became of a prompt's judgments between two exports (`difference.causes`), beside being left out.
CAUSES = {
    "judged": gettext_lazy("judged since"),
    "skipped": gettext_lazy("skipped since"),
    "amended": gettext_lazy("amended since"),
    "not yet given": gettext_lazy("not given yet at that moment"),
    "licensed": gettext_lazy("another license was stated of a model"),
    "recipe": gettext_lazy("another recipe"),
}
NO_LONGER = "no longer "


def causes_in_words(causes: str) -> str:
    """Of all that came together, as `exports.differences.difference` joins them."""
    # Translators: between several causes that came together.
    return _("; ").join(cause_in_words(cause) for cause in causes.split(", "))


def cause_in_words(cause: str) -> str:
    if cause in CAUSES:
        return str(CAUSES[cause])
    if cause.startswith(NO_LONGER):
        return _("holds no longer: %(reason)s") % {"reason": reason_in_words(cause.removeprefix(NO_LONGER))}
    return reason_in_words(cause)


def reason_in_words(reason: str) -> str:
    """Why something is no row; a code that nobody knows stays one."""
    return _(REASONS[reason]) if reason in REASONS else reason
