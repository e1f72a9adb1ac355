"""A page store of a test's own, and a reader who asks it."""

import gzip
import io
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock
from urllib.parse import quote, unquote_to_bytes

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from config import pages
from news import chrome
from news.pagestore import generations, moments, places
from news.pagestore.asked import Rules
from news.pagestore.entry import OWN
from news.pagestore.generations import Generations
from news.pagestore.listener import Listener
from news.pagestore.remembering import Remembered
from news.pagestore.shelf import Shelf
from news.pagestore.wsgi import PageStore


@dataclass(frozen=True)
class Answer:
    """What a reader got, its body without any encoding."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def state(self) -> str:
        """Where the store had it from."""
        return self.headers["x-page-store"]

    @property
    def content(self) -> tuple:
        """All of it but what belongs to the way it was handed out."""
        return self.status, {k: v for k, v in self.headers.items() if k not in OWN}, self.body


def environ(address: str, method="GET", **headers) -> dict:
    """A WSGI request for an address, as a reader's browser sends it."""
    path, _, query = address.partition("?")
    path = unquote_to_bytes(quote(path, safe="/%")).decode("latin-1")
    found = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path}
    found |= {"QUERY_STRING": quote(query, safe="=&%+"), "SERVER_NAME": "testserver"}
    found |= {"SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1"}
    found |= {"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO()}
    found |= {"wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True}
    return {**found, "wsgi.run_once": False, "HTTP_HOST": "testserver", **headers}


def ask(application, given: dict) -> Answer:
    """What an application answers to a request."""
    told = []
    body = application(given, lambda status, headers, *error: told.append((status, headers)))
    read = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    (status, headers), *_ = told
    headers = {name.lower(): value for name, value in headers}
    return Answer(int(status[:3]), headers, _plain(headers.get("content-encoding"), read))


def _plain(encoding: str | None, body: bytes) -> bytes:
    ways = {"gzip": gzip.decompress, "br": brotli.decompress}
    return ways[encoding](body) if encoding and body else body


def trusted(folder, monkeypatch) -> Generations:
    """Counters that are believed however long a test takes, without a listener or a database."""
    monkeypatch.setattr(generations, "LEASE", 1000)
    monkeypatch.setattr(moments, "until", lambda clock, now: now + 1000)
    found = Generations(folder)
    found.beat(seen=1)
    return found


def small(application, folder, counters: Generations, rules: Rules) -> PageStore:
    """A store of a few pages before any application."""
    lasting = Shelf(folder / "pages", 100_000, 50_000)
    brief = Shelf(folder / "brief", 20_000, 9_000)
    return PageStore(application, rules, counters, (lasting, brief), lambda: None)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Site:
    """Django with a store before it."""

    def __init__(self, folder, counters: Generations):
        self.generations, self.folder = counters, folder
        self.django = WSGIHandler()
        self.store = PageStore(
            self.django, pages.rules(), counters, places.shelves(counters), lambda: None
        )

    def get(self, address: str, **headers) -> Answer:
        """The answer of the store."""
        return ask(self.store, environ(address, **headers))

    def fresh(self, address: str) -> Answer:
        """Django's own answer."""
        return ask(self.django, environ(address))


class Process(Site):
    """Another process of the machine of a site, with a header and footer of its own."""

    def __init__(self, other: Site):
        super().__init__(other.folder, other.generations)
        self._remembered = Remembered(chrome.load)

    def get(self, address: str, **headers) -> Answer:
        """The answer of the store."""
        with mock.patch.object(chrome, "_remembered", self._remembered):
            return super().get(address, **headers)


@contextmanager
def site(folder, settings, listening=True):
    """A site whose connections count what they change, and which hears what others change."""
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(folder)
    _afresh()
    found = Site(folder, places.begin())
    found.listener = Listener(found.generations, folder)
    # A busy machine lets the listener wait longer than any server would.
    with mock.patch.object(generations, "LEASE", 20):
        try:
            if listening:
                found.listener.start()
                wait(lambda: found.generations.trusted)
            yield found
        finally:
            if listening:
                found.listener.stop()
            settings.PAGE_STORE = False
            _afresh()


def _afresh() -> None:
    places.generations.cache_clear()
    moments.forget()
    connection.close()


def wait(true, seconds=10.0) -> None:
    """Wait until it is so. Raises AssertionError when it takes too long."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.01)
