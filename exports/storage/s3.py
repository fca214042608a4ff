"""S3-compatible storage of finished exports: django-storages' client, behind our guard of outbound connections."""

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.util.connection import create_connection

from exports.storage import outbound
from exports.storage.errors import StorageFailed

# What S3 says of itself in these words tells an operator what to mend. Anything else may be the answer of some
# other server, and is told by its status alone.
KNOWN_CODES = frozenset(
    """
    AccessDenied BadDigest ExpiredToken InvalidAccessKeyId InvalidBucketName NoSuchBucket NoSuchKey QuotaExceeded
    RequestTimeTooSkewed SignatureDoesNotMatch SlowDown XAmzContentChecksumMismatch XAmzContentSHA256Mismatch
    """.split()  # noqa: SIM905 (a list would be a screenful)
)
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 60, 3
# Most that one request deletes (S3's limit).
MOST_DELETED = 1_000


class ExportStorage(S3Storage):  # type: ignore[misc]
    """One bucket; everything of ours in it stands under `location`."""

    allowed_hosts: tuple[str, ...]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.endpoint_url:
            try:
                outbound.check_endpoint(self.endpoint_url, self.allowed_hosts)
            except outbound.Refused as refusal:
                raise ImproperlyConfigured(
                    f"EXPORT_S3_ENDPOINT: {refusal}. If the host is yours, name it in EXPORT_S3_ALLOWED_HOSTS."
                ) from None
        self.client_config = Config(
            s3={"addressing_style": self.addressing_style or ("path" if self.endpoint_url else "auto")},
            signature_version="s3v4",
            # A proxy would resolve the name for us, a second time.
            proxies={},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "max_attempts": ATTEMPTS},
            # Not every server that speaks S3 knows the checksums that the SDK adds by itself. We give our own.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "allowed_hosts": ()}

    @property
    def client(self) -> Any:
        """The thread's client, guarded."""
        is_new = getattr(self._connections, "connection", None) is None
        client = self.connection.meta.client
        if is_new:
            # botocore has no open door for it; should this one close, nothing is sent at all.
            client._endpoint.http_session._manager.pool_classes_by_scheme = guarded_pools(client, self.allowed_hosts)
        return client

    def key(self, name: str) -> str:
        return str(self._normalize_name(name))

    def put(self, name: str, file: Any, *, size: int, sha256: str) -> None:
        """Store what `file` reads as one object: there with this hash, or not at all. Raises StorageFailed."""
        place = {"Bucket": self.bucket_name, "Key": self.key(name)}
        checksum = base64.b64encode(bytes.fromhex(sha256)).decode()
        with told():
            self.client.put_object(
                **place, Body=file, ContentLength=size, ChecksumSHA256=checksum, ContentType=self.default_content_type
            )
            found = self.client.head_object(**place, ChecksumMode="ENABLED")
        # Servers that do not keep checksums have none to tell.
        if found["ContentLength"] != size or found.get("ChecksumSHA256", checksum) != checksum:
            raise StorageFailed(_("What the storage of datasets keeps is not what was sent."))

    def get(self, name: str, first: int, last: int) -> Any:
        """The body of these bytes, both included: iter_chunks() and close(). Raises StorageFailed."""
        with told():
            found = self.client.get_object(Bucket=self.bucket_name, Key=self.key(name), Range=f"bytes={first}-{last}")
        if found["ContentLength"] != last - first + 1:
            found["Body"].close()
            raise StorageFailed(_("What the storage of datasets keeps is not what was sent."))
        return found["Body"]

    def sizes(self, folder: str) -> dict[str, int]:
        """{name within the folder: bytes} of all that stands in it."""
        start = f"{self.key(folder)}/"
        with told():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=start)
            return {one["Key"][len(start) :]: one["Size"] for page in pages for one in page.get("Contents", ())}

    def folders(self, folder: str) -> list[str]:
        start = f"{self.key(folder)}/"
        with told():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=start, Delimiter="/"
            )
            return [one["Prefix"][len(start) : -1] for page in pages for one in page.get("CommonPrefixes", ())]

    def remove(self, folder: str) -> None:
        """Delete all that stands in the folder. Killed on the way, the rest goes the next time."""
        keys = [self.key(f"{folder}/{name}") for name in self.sizes(folder)]
        for start in range(0, len(keys), MOST_DELETED):
            objects = [{"Key": key} for key in keys[start : start + MOST_DELETED]]
            with told():
                self.client.delete_objects(Bucket=self.bucket_name, Delete={"Objects": objects, "Quiet": True})


@contextmanager
def told() -> Iterator[None]:
    """Turn what the SDK raises into our own words: no body of an answer ever leaves this place."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
        why = code if code in KNOWN_CODES else f"HTTP {status}"
        raise StorageFailed(_("The storage of datasets refused it (%(why)s).") % {"why": why}) from None
    except HTTPClientError as error:
        if isinstance(error.kwargs.get("error"), outbound.Refused):
            raise StorageFailed(
                _("The address of the storage of datasets is refused. See docs/operations.md.")
            ) from None
        raise StorageFailed(_("The storage of datasets does not answer.")) from None
    except (BotoCoreError, HTTPError, OSError):
        raise StorageFailed(_("The storage of datasets does not answer.")) from None


def guarded_pools(client: Any, allowed: tuple[str, ...]) -> dict[str, type]:
    """urllib3's pools, whose connections go to the address that was judged."""
    made = {}
    for scheme, pool in client._endpoint.http_session._manager.pool_classes_by_scheme.items():
        guarded = type("Guarded", (Guarded, pool.ConnectionCls), {"allowed": allowed, "is_secure": scheme == "https"})
        made[scheme] = type("GuardedPool", (pool,), {"ConnectionCls": guarded})
    return made


class Guarded(HTTPConnection):
    """TLS still checks the certificate for the host's name."""

    allowed: tuple[str, ...] = ()
    is_secure = True

    def _new_conn(self) -> socket.socket:
        try:
            address = outbound.address_of(self.host, self.port, self.allowed, is_secure=self.is_secure)
            return create_connection((address, self.port), self.timeout, self.source_address, self.socket_options)
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
