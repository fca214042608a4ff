"""What a license may read like: an SPDX id or a few words on one line."""

LONGEST = 200


def why_unfit(license_: str) -> str:
    """Why this cannot be stated as a license; empty when it can. An empty text takes back what was stated."""
    if len(license_) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if license_ != license_.strip() or not license_.isprintable():
        return "must be one line, without white space around it"
    # Rows tell the licenses of a text that several policies gave with this sign between them.
    return "cannot hold the sign |" if "|" in license_ else ""
