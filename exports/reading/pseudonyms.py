"""Names under which people appear in a dataset: stable within a project, unlinkable across projects.

HMAC-SHA256 under the project's secret, which never leaves the database; 64 bits of it, so that two of a
million labelers share a name with a chance of one in thirty million.
"""

import hmac
from functools import lru_cache

LENGTH = 16


@lru_cache(maxsize=4_096)
def pseudonym(secret: str, user_id: int) -> str:
    return keyed(secret, str(user_id))


@lru_cache(maxsize=4_096)
def source_user_hash(secret: str, source_user: str) -> str:
    """The same for the person a prompt came from; empty stays empty."""
    return keyed(secret, f"source_user:{source_user}") if source_user else ""


def keyed(secret: str, text: str) -> str:
    # OpenSSL looks up its algorithm for each new key, but not for a copy: each prompt has its own source_user.
    mac = keyed_start(secret).copy()
    mac.update(text.encode())
    return mac.hexdigest()[:LENGTH]


@lru_cache(maxsize=64)
def keyed_start(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode(), digestmod="sha256")
