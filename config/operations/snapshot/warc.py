"""Writes WARC/1.1 (ISO 28500): what was asked and answered, each record compressed by itself."""

import gzip
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO

PIECE = 1024 * 1024
SOFTWARE = "software: cong-thong-tin snapshot\r\nformat: WARC File Format 1.1\r\n"


class Warc:
    """An archive file in the making; `now` is told in every record."""

    def __init__(self, file: BinaryIO, site: str):
        self.file, self.site = file, site
        self._record("warcinfo", "application/warc-fields", SOFTWARE.encode())

    def add(self, path: str, status: str, headers: Iterable[tuple[str, str]], body: bytes | Path):
        """What was asked at an address of the site, and what was answered."""
        uri, host = self.site + path, self.site.partition("://")[2]
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        response = self._response(uri, _head(status, headers, _size(body)), body)
        named = {"WARC-Target-URI": uri, "WARC-Concurrent-To": response}
        self._record("request", "application/http; msgtype=request", asked, named)

    def _response(self, uri: str, head: bytes, body: bytes | Path) -> str:
        payload, block = hashlib.sha256(), hashlib.sha256(head)
        for piece in _pieces(body):
            payload.update(piece)
            block.update(piece)
        named = {
            "WARC-Target-URI": uri,
            "WARC-Payload-Digest": f"sha256:{payload.hexdigest()}",
            "WARC-Block-Digest": f"sha256:{block.hexdigest()}",
        }
        return self._record("response", "application/http; msgtype=response", head, named, body)

    def _record(self, kind: str, content: str, head: bytes, named=None, body: bytes | Path = b""):
        identity = f"<urn:uuid:{uuid.uuid4()}>"
        told = {
            "WARC-Type": kind,
            "WARC-Record-ID": identity,
            "WARC-Date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Content-Type": content,
            "Content-Length": str(len(head) + _size(body)),
            **(named or {}),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        with gzip.GzipFile(fileobj=self.file, mode="wb") as record:
            record.write(f"WARC/1.1\r\n{lines}\r\n".encode() + head)
            for piece in _pieces(body):
                record.write(piece)
            record.write(b"\r\n\r\n")
        return identity


def _head(status: str, headers: Iterable[tuple[str, str]], size: int) -> bytes:
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    kept += [("Content-Length", str(size)), ("Date", formatdate(usegmt=True))]
    lines = "".join(f"{name}: {value}\r\n" for name, value in kept)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1", "replace")


def _size(body: bytes | Path) -> int:
    return body.stat().st_size if isinstance(body, Path) else len(body)


def _pieces(body: bytes | Path) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    with body.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
