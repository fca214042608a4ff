"""The name to sign in with, made of the name that somebody goes by."""

import re
import unicodedata

# Django's own rule for user names.
UNFIT = re.compile(r"[^\w.@+-]+")
# Leaves room for a number behind it.
LONGEST = 140


def sign_in_name(name: str) -> str:
    """ "Ada  Lovelace" becomes "Ada-Lovelace"; empty when nothing fit is left."""
    joined = "-".join(unicodedata.normalize("NFKC", name).split())
    return UNFIT.sub("", joined).strip("-")[:LONGEST]
