"""Secrets that we hand out once and keep only as digests: API tokens and sign-in links."""

import hashlib
import secrets

SECRET_BYTES = 32


def new_secret(prefix: str = "") -> str:
    """256 random bits as URL-safe text. So much chance needs no slow hash and no salt."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> bytes:
    """SHA-256 of the secret's UTF-8 bytes: what the database keeps of it."""
    return hashlib.sha256(secret.encode()).digest()
