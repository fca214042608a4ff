"""An S3 server on the loopback, and the settings that lead to it."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.server import ThreadedMotoServer

KEYS = {"access_key": "test", "secret_key": "test", "region_name": "eu-central-1", "location": "ours"}


class Bucket:
    """The bucket as its owner sees it."""

    def __init__(self, address: str, name: str, client: Any) -> None:
        self.address, self.name, self.client = address, name, client
        self.host = address.removeprefix("http://")

    @property
    def options(self) -> dict[str, Any]:
        return {**KEYS, "bucket_name": self.name, "endpoint_url": self.address, "allowed_hosts": (self.host,)}

    @property
    def env(self) -> dict[str, str]:
        """The same, for a process of its own."""
        return {
            "EXPORT_STORAGE": "s3", "EXPORT_S3_BUCKET": self.name, "EXPORT_S3_ENDPOINT": self.address,
            "EXPORT_S3_REGION": KEYS["region_name"], "EXPORT_S3_PREFIX": KEYS["location"],
            "EXPORT_S3_ALLOWED_HOSTS": self.host, "EXPORT_S3_ACCESS_KEY_ID": "test",
            "EXPORT_S3_SECRET_ACCESS_KEY": "test",
        }  # fmt: skip

    def held(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name)
        return [one["Key"] for one in found.get("Contents", ())]

    def put(self, key: str, body: bytes = b"x") -> None:
        self.client.put_object(Bucket=self.name, Key=key, Body=body)

    def read(self, key: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        return body


@contextmanager
def serving() -> Iterator[Bucket]:
    import boto3

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id="test", aws_secret_access_key="test",
            region_name=KEYS["region_name"],
        )  # fmt: skip
        # The server keeps its buckets from one start to the next.
        name = f"datasets-{uuid.uuid4().hex[:8]}"
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
        yield Bucket(address, name, client)
    finally:
        server.stop()
