"""Readers who ask without a pause while something is done to the servers; counts what failed.

Also run by hand beside a real upgrade: python -m tests.readers PORT HOST SECONDS [tls]
"""

import http.client
import ssl
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

FORM = "application/x-www-form-urlencoded"
# Each with its method and body: a kept page, one that Django makes, a form that is refused (403).
ASKED = [("GET", "/", None), ("GET", "/dang-nhap/", None), ("POST", "/dang-nhap/", "username=x")]


@dataclass
class Readers:
    """So many at once; every second one begins a connection anew for each request."""

    port: int
    host: str
    tls: bool = False
    number: int = 8
    asked: list = field(default_factory=lambda: ASKED)
    said: Counter = field(default_factory=Counter)
    failed: list = field(default_factory=list)
    slowest: float = 0.0

    def __enter__(self):
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(n % 2 == 0,)) for n in range(self.number)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self._done.set()
        for thread in self._threads:
            thread.join()

    @property
    def total(self) -> int:
        """How many answers there were."""
        return sum(self.said.values())

    def _read(self, keeps: bool) -> None:
        link, turn = self._connect(), 0
        while not self._done.is_set():
            turn += 1
            self._timed(link, *self.asked[turn % len(self.asked)])
            if not keeps:
                link.close()
        link.close()

    def _timed(self, link, method: str, path: str, body) -> None:
        began = time.monotonic()
        try:
            self._ask(link, method, path, body)
        except (OSError, http.client.HTTPException) as error:
            self.failed.append(f"{method} {path}: {error!r}")
            link.close()
        self.slowest = max(self.slowest, time.monotonic() - began)

    def _ask(self, link, method: str, path: str, body) -> None:
        headers = {"Host": self.host, "X-Forwarded-Proto": "https"}
        link.request(method, path, body, headers | ({"Content-Type": FORM} if body else {}))
        answer = link.getresponse()
        answer.read()
        self.said[answer.status] += 1
        if answer.status >= 500:
            self.failed.append(f"{method} {path}: {answer.status}")

    def _connect(self):
        if not self.tls:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)


def main(port: str, host: str, seconds: str, *tls: str) -> None:
    """Read for so long and tell."""
    with Readers(int(port), host, tls=bool(tls)) as readers:
        time.sleep(float(seconds))
    sys.stdout.write(
        f"{readers.total} {dict(readers.said)} failed {len(readers.failed)} "
        f"{readers.failed[:5]} slowest {readers.slowest:.2f} s\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
