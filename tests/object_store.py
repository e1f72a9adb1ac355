"""An S3-compatible server beside the tests, and a client of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "thu", "AWS_SECRET_ACCESS_KEY": "thu", "AWS_DEFAULT_REGION": "hn"}


@contextmanager
def running(*buckets: str) -> Iterator[dict[str, str]]:
    """A server with these buckets: the settings that lead to it; the keys are set."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    where = {"S3_ENDPOINT_URL": f"http://{host}:{port}", "S3_REGION": "us-east-1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        for bucket in buckets:
            client(where).create_bucket(Bucket=bucket)
        yield where
    server.stop()


def client(where: dict[str, str]):
    """Who asks that server."""
    return boto3.client("s3", endpoint_url=where["S3_ENDPOINT_URL"], region_name="us-east-1")
