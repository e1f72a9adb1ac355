"""One finished answer, as it is kept and as it is handed out."""

import json
import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from http.client import responses

import brotli

from news.pagestore.again import Step

# Set by whoever hands the answer out, or true of one request only.
OWN = {"content-length", "content-encoding", "etag", "vary", "x-page-store", "x-request-id"}
_LENGTH = struct.Struct("!III")
# Good enough for text, and made within a reader's patience.
_GZIP, _BROTLI = 6, 5


@dataclass
class Entry:
    """Status, headers and body, and until when they hold.

    since: what the clock of the generations said before the first query.
    marks: the counters it depends on. made: when it was made, in seconds since 1970. until: the
    moment from which it is wrong. fresh: the moment from which it is to be made anew, though
    nothing is wrong with it. steps: what it was made of, known to the process that made it.
    """

    key: str
    status: int
    headers: list[tuple[str, str]]
    gzip: bytes
    since: int
    marks: tuple[int, ...]
    until: float
    fresh: float
    made: float
    etag: str
    length: int
    brotli: bytes = b""
    steps: list[Step] | None = None

    @classmethod
    def of(cls, key, status, headers, body, **holds) -> "Entry":
        """What becomes of an answer; the body is bytes without any encoding."""
        kept = [(name, value) for name, value in headers if name.lower() not in OWN]
        packer = zlib.compressobj(_GZIP, zlib.DEFLATED, 31)
        packed = packer.compress(body) + packer.flush()
        etag = sha256(body).hexdigest()[:32]
        return cls(key, status, kept, packed, etag=etag, length=len(body), **holds)

    @property
    def weight(self) -> int:
        """Its bytes, about."""
        own = len(self.gzip) + len(self.brotli) + 1024
        return own + sum(step.weight for step in self.steps or ())

    def body(self, encoding: str) -> bytes:
        """The body for "br", "gzip" or "" (none)."""
        if encoding == "br":
            if not self.brotli:
                self.brotli = brotli.compress(self._plain(), quality=_BROTLI)
            return self.brotli
        return self.gzip if encoding == "gzip" else self._plain()

    def learn_from(self, other: "Entry | None") -> None:
        """Take over what another was made of, if this is that page: a file does not say it. Two
        pages that look alike but depend on other things are not the same page."""
        if other is not None and self.steps is None and self._alike() == other._alike():
            self.steps = other.steps

    def _alike(self) -> tuple:
        shown = (self.status, self.etag, self.headers)
        return *shown, self.marks, round(self.fresh - self.made)

    def _plain(self) -> bytes:
        return zlib.decompress(self.gzip, 31)

    def tag(self, encoding: str) -> str:
        """The ETag of the body in an encoding (RFC 9110 §8.8.3: each its own)."""
        return f'"{self.etag}-{encoding}"' if encoding else f'"{self.etag}"'

    @property
    def line(self) -> str:
        """The status as WSGI wants it."""
        return f"{self.status} {responses.get(self.status, '')}"

    def packed(self) -> bytes:
        """As bytes for a file."""
        head = {name: getattr(self, name) for name in _HEAD}
        text = json.dumps(head).encode()
        sizes = _LENGTH.pack(len(text), len(self.gzip), len(self.brotli))
        return b"".join((sizes, text, self.gzip, self.brotli))

    @classmethod
    def unpacked(cls, data: bytes) -> "Entry":
        """From such bytes. Raises ValueError for anything else."""
        try:
            head, zipped, pressed = _LENGTH.unpack_from(data)
            start = _LENGTH.size
            if len(data) != start + head + zipped + pressed:
                raise ValueError("not a whole page")
            given = json.loads(data[start : start + head])
            given["headers"] = [tuple(pair) for pair in given["headers"]]
            given["marks"] = tuple(given["marks"])
            cut = start + head + zipped
            return cls(**given, gzip=data[start + head : cut], brotli=data[cut:])
        except (struct.error, KeyError, TypeError) as error:
            raise ValueError("not a page") from error


_HEAD = ("key", "status", "headers", "since", "marks", "until", "fresh", "made", "etag", "length")
