"""A kept page for a request as it came from the network, without a WSGI request being made of it.

Only requests of the plainest form are answered here, as browsers and nginx send them; whatever is
unusual in any way is nobody's business but gunicorn's parser's, which gets it untouched. The answer
is byte for byte what that way gives, because both are made by `handing.answer`.
"""

import re
import time
from email.utils import formatdate
from urllib.parse import unquote_to_bytes

from django.conf import settings

from news.pagestore.entry import Entry
from news.pagestore.generations import HIT
from news.pagestore.handing import answer, encodings
from news.pagestore.wsgi import PageStore

# A request line and headers of visible ASCII, whole, and nothing after them (RFC 9112).
_REQUEST = re.compile(
    rb"GET (/[!$-~]*) HTTP/1\.1\r\n((?:[A-Za-z][A-Za-z0-9-]*: ?[\x20-\x7e]*\r\n)+)\r\n"
)
LONGEST = 4096
# gunicorn refuses more header lines than this (its limit_request_fields).
_MOST_LINES = 100
# Headers that change what is answered; each at most once.
_HEEDED = {
    b"host": "HTTP_HOST",
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"x-forwarded-proto": "HTTP_X_FORWARDED_PROTO",
}
# With one of these the request is none of the plainest form.
_UNUSUAL = {b"authorization", b"content-length", b"expect", b"forwarded", b"http2-settings"}
_UNUSUAL |= {b"proxy-connection", b"range", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
_UNUSUAL |= {b"x-forwarded-protocol", b"x-forwarded-ssl"}
_KEPT_ALIVE = {b"keep-alive", b"Keep-Alive"}
_MOST_READY = 2048


class Quick:
    """Answers from the memory of one process."""

    def __init__(self, store: PageStore):
        self._store = store
        self._session = settings.SESSION_COOKIE_NAME.encode()
        # (entry, headers before the date, headers after it, body).
        self._ready: dict[tuple, tuple[Entry, bytes, bytes, bytes]] = {}
        # The same by the whole request, as one browser asks again and again.
        self._same: dict[bytes, tuple[Entry, bytes, bytes, bytes]] = {}
        self._date = (0, b"")

    def answer(self, data: bytes) -> tuple[bytes, bytes] | None:
        """The answer to the bytes of a request, headers and body; None where another gives it."""
        ready = self._same.get(data)
        if ready is None or not self._store.is_good(ready[0]):
            ready = self._look(data)
            if ready is None:
                return None
        self._store.count(HIT)
        _, before, after, body = ready
        return before + self._now() + after, body

    def _look(self, data: bytes):
        """What is ready for a request, or is made ready for it."""
        self._same.pop(data, None)
        found = _REQUEST.fullmatch(data) if len(data) < LONGEST else None
        heeded = found and self._heeded(found[2])
        if not heeded:
            return None
        key = (found[1], *heeded.values(), *heeded)
        ready = self._ready.get(key)
        if ready is None or not self._store.is_good(ready[0]):
            ready = self._prepare(key, found[1], heeded)
        if ready is not None:
            _keep(self._same, data, ready)
        return ready

    def _heeded(self, lines: bytes) -> dict[str, str] | None:
        """The headers that matter; None for a request that is not plain."""
        heeded = {}
        if lines.count(b"\r\n") > _MOST_LINES:
            return None
        for line in lines[:-2].split(b"\r\n"):
            name, _, value = line.partition(b":")
            name, value = name.lower(), value.strip()
            if name in heeded or self._is_unusual(name, value):
                return None
            if name in _HEEDED:
                heeded[name] = value.decode("ascii")
        if b"host" not in heeded:
            return None
        return {_HEEDED[name]: value for name, value in heeded.items()}

    def _is_unusual(self, name: bytes, value: bytes) -> bool:
        if name == b"cookie":
            return self._session in value
        return name in _UNUSUAL or (name == b"connection" and value not in _KEPT_ALIVE)

    def _prepare(self, key, target: bytes, heeded: dict):
        path, _, query = target.partition(b"?")
        environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": query.decode("ascii"), **heeded}
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
        entry = self._store.at_hand(environ)
        # The first who takes brotli has it made, which takes longer.
        if entry is None or ("br" in encodings(environ) and not entry.brotli):
            self._ready.pop(key, None)
            return None
        return _keep(self._ready, key, (entry, *_written(entry, environ)))

    def _now(self) -> bytes:
        now = int(time.time())
        if self._date[0] != now:
            self._date = now, formatdate(now, usegmt=True).encode("ascii")
        return self._date[1]


def _keep(ready: dict, key, answer: tuple) -> tuple:
    if len(ready) >= _MOST_READY:
        ready.clear()
    ready[key] = answer
    return answer


def _written(entry: Entry, environ) -> tuple[bytes, bytes, bytes]:
    """The answer as gunicorn writes it: headers up to the date, and from there on, and the body."""
    told = []
    body = b"".join(answer(entry, environ, lambda *said: told.append(said), "hit"))
    status, headers = told[0]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    before = f"HTTP/1.1 {status}\r\nServer: gunicorn\r\nDate: "
    after = f"\r\nConnection: keep-alive\r\n{lines}\r\n"
    return before.encode("latin-1"), after.encode("latin-1"), body
