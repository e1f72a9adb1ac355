"""Asks the portal for its pages as a citizen would, without a network."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from news.media import storing

PIECE = 1024 * 1024


@dataclass
class Answer:
    """What the portal answered; the body is read once, in pieces."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterator[bytes]

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    def header(self, name: str) -> str:
        """The header of that name, "" without one."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_html(self) -> bool:
        """Whether it is a page."""
        return self.header("content-type").startswith("text/html")

    @property
    def is_sitemap(self) -> bool:
        """Whether it may be a list of addresses for search engines."""
        return "xml" in self.header("content-type")


class Portal:
    """The portal itself, under the host name of SITE_URL."""

    def __init__(self):
        self.application = WSGIHandler()
        self.site = urlsplit(settings.SITE_URL)

    def ask(self, path: str) -> Answer:
        """GET an address of the portal (percent-encoded, without a query)."""
        told = []
        body = self.application(self._environ(path), lambda *head: told.append(head))
        answer = Answer(told[0][0], told[0][1], _pieces(body))
        hidden = answer.header("x-accel-redirect")
        if hidden:
            # nginx would hand out the file in place of this answer.
            answer.body.close()
            answer.body = _stored(unquote(hidden.removeprefix(settings.ATTACHMENTS_ACCEL)))
        return answer

    def _environ(self, path: str) -> dict:
        port = self.site.port or (443 if self.site.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": self.site.hostname,
            "SERVER_PORT": str(port),
            "HTTP_HOST": self.site.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "SCRIPT_NAME": "",
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def _pieces(body) -> Iterator[bytes]:
    try:
        yield from body
    finally:
        body.close()


def _stored(name: str) -> Iterator[bytes]:
    with storing.attachments().open(name) as file:
        yield from file.chunks(PIECE)
