"""Names under which people appear in a dataset: stable within a project, unlinkable across projects.

HMAC-SHA256 under the project's secret, which never leaves the database; 64 bits of it, so that two of a
million labelers share a name with a chance of one in thirty million.
"""

import hmac
from functools import lru_cache

LENGTH = 16


@lru_cache(maxsize=65_536)
def pseudonym(secret: str, user_id: int) -> str:
    return hmac.digest(secret.encode(), str(user_id).encode(), "sha256").hex()[:LENGTH]


@lru_cache(maxsize=65_536)
def source_user_hash(secret: str, source_user: str) -> str:
    """The same for the person a prompt came from; empty stays empty."""
    if not source_user:
        return ""
    return hmac.digest(secret.encode(), f"source_user:{source_user}".encode(), "sha256").hex()[:LENGTH]
