"""Asks one address elsewhere whether anything is there, politely and within bounds.

The standard library's client is enough: no body is read, and the connection has to go to an
address that was checked (guard.py), which clients with a pool of their own make hard to see.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from threading import Timer
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from news.links import guard
from news.links.guard import Trouble
from news.links.models import Finding

# Seconds for one wait on the network, and for an address with all its redirects.
WAIT, PATIENCE = 10.0, 20.0
MOST_HOPS = 5
MOST_PLACES = 2
PORTS = frozenset({80, 443})
MOVED = frozenset({301, 302, 303, 307, 308})
TOO_OFTEN = 429
WRITTEN_WRONG = "Địa chỉ viết sai, không trình duyệt nào mở được."
OTHER_PORT = "Cổng kết nối khác 80 và 443 nên máy chủ không kiểm tra."
ROUND = "Trang đích chuyển hướng vòng quanh."
SLOW = "Trang đích không trả lời kịp."
NO_CONNECTION = "Không kết nối được với trang đích."
NO_TLS = "Không lập được kết nối an toàn với trang đích."
BABBLE = "Trang đích trả lời không đúng chuẩn."
EXPIRED = "Chứng chỉ của trang đích đã hết hạn."
OTHER_NAME = "Chứng chỉ của trang đích không phải của tên miền này."
SELF_SIGNED = "Chứng chỉ của trang đích tự ký, trình duyệt sẽ cảnh báo."
NO_CHAIN = "Không xác minh được nơi cấp chứng chỉ của trang đích."
# OpenSSL's numbers of what is wrong with a certificate.
CERTIFICATES = {10: EXPIRED, 62: OTHER_NAME, 64: OTHER_NAME, 18: SELF_SIGNED, 19: SELF_SIGNED}

Places = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Manner:
    """How one asks. The portal asks as the defaults say; only who calls can say otherwise."""

    places: Places = guard.public_places
    ports: frozenset[int] | None = PORTS
    wait: float = WAIT
    patience: float = PATIENCE
    context: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: the status, where it leads on, and when to come again (seconds, or "")."""

    status: int
    location: str = ""
    retry_after: str = ""


def ask(url: str, manner: Manner | None = None) -> Answer:
    """Ask for the head of an address, and where that is refused for the thing itself, of which
    nothing is read. Raises Trouble."""
    manner = manner or Manner()
    end = time.monotonic() + manner.patience
    answer = _followed("HEAD", url, manner, end)
    # Many servers know no HEAD, or answer it otherwise.
    doubtful = answer.status >= 400 and answer.status != TOO_OFTEN
    return _followed("GET", url, manner, end) if doubtful else answer


def _followed(method: str, url: str, manner: Manner, end: float) -> Answer:
    for _ in range(MOST_HOPS + 1):
        answer = _translated(method, url, manner, end)
        if answer.status not in MOVED or not answer.location:
            return answer
        url = _joined(url, answer.location)
    raise Trouble(Finding.SILENT, ROUND)


def _joined(url: str, location: str) -> str:
    try:
        # The client reads headers as Latin-1; servers that write more mean UTF-8.
        location = location.encode("latin-1", "replace").decode("utf-8", "replace")
        return iri_to_uri(urljoin(url, location))
    except ValueError as error:
        raise Trouble(Finding.SILENT, BABBLE) from error


def _translated(method: str, url: str, manner: Manner, end: float) -> Answer:
    """One question; what goes wrong becomes a Trouble in words."""
    try:
        return _asked(method, url, manner, end)
    except ssl.SSLCertVerificationError as error:
        words = CERTIFICATES.get(error.verify_code, NO_CHAIN)
        finding = Finding.UNTRUSTED if words == NO_CHAIN else Finding.CERTIFICATE
        raise Trouble(finding, words) from error
    except ssl.SSLError as error:
        raise Trouble(Finding.SILENT, NO_TLS) from error
    except TimeoutError as error:
        raise Trouble(Finding.SILENT, SLOW) from error
    except OSError as error:
        raise Trouble(Finding.SILENT, NO_CONNECTION) from error
    except http.client.InvalidURL as error:
        raise Trouble(Finding.ODD, WRITTEN_WRONG) from error
    except http.client.HTTPException as error:
        words = SLOW if time.monotonic() >= end else BABBLE
        raise Trouble(Finding.SILENT, words) from error
    except ValueError as error:
        raise Trouble(Finding.ODD, WRITTEN_WRONG) from error


def _asked(method: str, url: str, manner: Manner, end: float) -> Answer:
    place = urlsplit(url)
    host = (place.hostname or "").encode("idna").decode()
    port = place.port or {"http": 80, "https": 443}.get(place.scheme, 0)
    if not host or not port or place.scheme not in ("http", "https"):
        raise Trouble(Finding.ODD, WRITTEN_WRONG)
    if manner.ports is not None and port not in manner.ports:
        raise Trouble(Finding.UNKNOWN, OTHER_PORT)
    places = manner.places(host, port)[:MOST_PLACES]
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    lines = [_Line(host, port, address, manner, place.scheme) for address in places]
    return _first_answer(method, path, lines, end)


def _first_answer(method: str, path: str, lines: list["_Line"], end: float) -> Answer:
    """From the first of a host's machines that takes the call."""
    for number, line in enumerate(lines, 1):
        try:
            return line.answer(method, path, end)
        except (ConnectionError, TimeoutError):
            if number == len(lines):
                raise
    raise OSError("the name has no address")


class _Line(http.client.HTTPConnection):
    """A connection to one checked address, by the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, manner: Manner, scheme: str):
        super().__init__(host, port, timeout=manner.wait)
        self._address, self._manner, self._safe = address, manner, scheme == "https"
        # Says when the name alone is sent.
        self.default_port = 443 if self._safe else 80

    def connect(self) -> None:
        """To the address that was checked, not to what the name says now."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._safe:
            context = self._manner.context or ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def answer(self, method: str, path: str, end: float) -> Answer:
        """Ask, and hang up; whoever drips words is cut off at the end of our patience."""
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        timer = Timer(left, self._hang_up)
        timer.start()
        try:
            with closing(self):
                self.request(method, path, headers=_headers(method))
                found = _read(self.getresponse())
        finally:
            timer.cancel()
        # What was cut off looks like a short answer.
        if time.monotonic() >= end:
            raise TimeoutError
        return found

    def _hang_up(self) -> None:
        if self.sock is not None:
            # Not SSL's own shutdown, which belongs to the thread that reads.
            try:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
            except OSError:
                return


def _read(response: http.client.HTTPResponse) -> Answer:
    given = response.headers
    return Answer(response.status, given.get("Location", ""), given.get("Retry-After", "").strip())


def _headers(method: str) -> dict[str, str]:
    """Who asks, and that next to nothing is wanted."""
    agent = f"CongThongTin-KiemTraLienKet/1.0 (+{settings.SITE_URL}/)"
    few = {"Range": "bytes=0-1023"} if method == "GET" else {}
    return {"User-Agent": agent, "Accept": "*/*", "Connection": "close", **few}
