"""What a license may read like: an SPDX id or a few words on one line."""

from django.utils.translation import gettext as _

LONGEST = 200


def why_unfit(license_: str) -> str:
    """Why this cannot be stated as a license; empty when it can. An empty text takes back what was stated."""
    if len(license_) > LONGEST:
        return _("It is longer than %(most)s characters.") % {"most": LONGEST}
    if license_ != license_.strip() or not license_.isprintable():
        return _("It is one line, without white space around it.")
    # Rows tell the licenses of a text that several policies gave with this sign between them.
    return _("It cannot hold the sign |.") if "|" in license_ else ""
