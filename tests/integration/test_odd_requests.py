"""Hundreds of odd requests at real servers: each is answered or closed soon, without a failure,
without a word from inside, and the next reader gets his page.

The portal under gunicorn with deploy/gunicorn.conf.py: with the page store's quick worker, with the
store alone, without either; and behind nginx with deploy/nginx.conf where there is one.
"""

import errno
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
import time
from urllib.parse import urlencode

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests import odd
from tests.integration.test_nginx import NAME, NGINX, Nginx
from tests.pagestore import free_port, wait

# The copied database is that of the tests, which is made for those that say so.
pytestmark = pytest.mark.django_db
CASES = odd.cases()
SECONDS = 10
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})[^\r\n]*\r\n", re.MULTILINE)
INSIDE = (b"Traceback", b"site-packages", b"SECRET_KEY", b"psycopg2", b"DATABASE_URL", b'.py"')
PLAIN = odd.GET % (b"/", b"Connection: close\r\n")
# Of the protocol itself, not of a failure.
HONEST = {501, 505}
ALWAYS_OWN = re.compile(
    rb"\r\n(Date|Expires|X-Request-Id|X-Page-Store|Connection):[^\r]*", re.IGNORECASE
)


class Portal:
    """The portal under gunicorn, on a port of its own."""

    def __init__(self, folder, url: str, **given):
        self.port = free_port()
        own = {"BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": "1", "DATABASE_URL": url}
        own |= {
            "PAGE_STORE_DIR": str(folder),
            "ACCESS_LOG": "",
            "DJANGO_SETTINGS_MODULE": "tests.odd_site",
        }
        self.log = open(folder / "error.log", "wb")  # noqa: SIM115 - as long as the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **own, **given},
            stderr=self.log,
        )

    def ready(self) -> bool:
        """Whether it listens."""
        assert self.process.poll() is None
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0

    def connect(self) -> socket.socket:
        """A connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(40)
        self.log.close()


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """A copy of the tests' empty database, which the servers may fill."""
    with django_db_blocker.unblock():
        there = connection.get_connection_params()
        connection.close()
    name = f"{there['dbname']}_odd"
    keys = {key: there[key] for key in ("user", "password", "host", "port") if there.get(key)}
    admin = psycopg2.connect(dbname="postgres", **keys)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{there["dbname"]}"')
        yield _url(keys, name)
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()


def _url(keys: dict, name: str) -> str:
    return f"postgresql://@/{name}?{urlencode(keys)}"


WAYS = {
    "quick": {"PAGE_STORE": "1"},
    "store": {"PAGE_STORE": "1", "PAGE_STORE_QUICK": "0"},
    "django": {"PAGE_STORE": "0", "PAGE_STORE_QUICK": "0"},
}


@pytest.fixture(scope="module")
def portals(database, tmp_path_factory):
    """The three ways to serve, by name."""
    found = {way: Portal(tmp_path_factory.mktemp(way), database, **WAYS[way]) for way in WAYS}
    for portal in found.values():
        wait(portal.ready, 120)
    yield found
    for portal in found.values():
        portal.stop()


def said(connected: socket.socket, data: bytes) -> bytes:
    """All that comes back, until the other side closes. Raises TimeoutError when it does not."""
    until = time.monotonic() + SECONDS
    answer = b""
    with connected:
        try:
            connected.sendall(data)
            if not isinstance(connected, ssl.SSLSocket):
                _say_no_more(connected)
            while more := connected.recv(65536):
                answer += more
                if time.monotonic() > until:
                    raise TimeoutError
        except (ConnectionError, ssl.SSLError):
            # Closed while it still spoke: a refusal too.
            return answer
        except TimeoutError:
            # nginx waits for the rest of a request, longer than we do.
            if not isinstance(connected, ssl.SSLSocket):
                raise
    return answer


def _say_no_more(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_WR)
    except OSError as error:
        # Whoever refused and is gone already may have left an answer.
        if error.errno != errno.ENOTCONN:
            raise


def statuses(answer: bytes) -> list[int]:
    """The status of each answer on the connection."""
    return [int(found) for found in STATUS.findall(answer)]


def harmless(answer: bytes) -> bool:
    """No failure, nothing from inside, nothing shown again as it came."""
    fine = all(status < 500 or status in HONEST for status in statuses(answer))
    return fine and odd.MARK not in answer and not any(word in answer for word in INSIDE)


@pytest.fixture(scope="module")
def answers(portals):
    """What each way said to each request; after every one a plain reader was served."""
    found: dict[str, dict[str, bytes]] = {}
    for way, portal in portals.items():
        found[way] = {}
        for name, data in CASES.items():
            found[way][name] = said(portal.connect(), data)
        assert statuses(said(portal.connect(), PLAIN)) == [200]
    return found


def test_there_are_enough_of_them():
    assert len(CASES) >= 300


@pytest.mark.parametrize("way", WAYS)
def test_each_is_answered_without_harm(answers, way):
    wrong = [name for name, answer in answers[way].items() if not harmless(answer)]
    assert [(name, answers[way][name][:300]) for name in wrong] == []


def test_the_quick_worker_gives_what_gunicorn_gives(answers):
    """Byte for byte, but for the date, the request's number and whose page it was."""
    for name in CASES:
        short, long = (ALWAYS_OWN.sub(b"", answers[way][name]) for way in ("quick", "store"))
        assert short == long, name


def test_the_page_store_answers_as_django_does(answers):
    """Who has a page already hears so from the store, which marks each with a tag."""
    for name in CASES:
        kept, fresh = (statuses(answers[way][name]) for way in ("store", "django"))
        kept = [200 if status == 304 and 200 in fresh else status for status in kept]
        if name.startswith("Content-Type"):
            # Of a request without a body the store does not ask in which alphabet it is.
            continue
        assert kept == fresh, name


def test_a_hidden_request_is_answered_as_a_strangers_or_not_at_all(answers):
    for way in WAYS:
        for name, answer in answers[way].items():
            assert not set(statuses(answer)[1:]) - {200, 302, 400, 404, 431}, (way, name)


def test_a_page_passes_by_searches_that_wait(portals, database):
    holder = psycopg2.connect(database)
    holder.cursor().execute("LOCK TABLE search_document")
    searches = [portals["quick"].connect() for _ in range(20)]
    for number, search in enumerate(searches):
        search.sendall(odd.GET % (b"/tim-kiem/?q=huyen&loai=%d" % number, b"Connection: close\r\n"))
    with portals["quick"].connect() as reader:
        page = said(reader, odd.GET % (b"/khong-co-trang-ay/", b"Connection: close\r\n"))
    answered, _, _ = select.select(searches, [], [], 0)
    holder.close()
    assert statuses(page) == [404]
    assert len(answered) < 10
    for search in searches:
        with search:
            assert statuses(said(search, b""))[0] in (200, 503)


@pytest.fixture(scope="module")
def nginx(portals, tmp_path_factory):
    """deploy/nginx.conf before the quick worker."""
    if NGINX is None:
        pytest.skip("there is no nginx on this machine")
    found = Nginx(tmp_path_factory.mktemp("nginx"), portals["quick"].port)
    yield found
    found.process.terminate()
    found.process.wait(20)


def test_behind_nginx_each_is_answered_without_harm_and_nobody_gets_anothers_answer(nginx):
    context = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    context.check_hostname = False
    plain = said(_sealed(nginx, context), PLAIN)
    whole = plain.partition(b"\r\n\r\n")[2]
    assert statuses(plain) == [200]
    for name, data in CASES.items():
        last = data.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1)
        answer = said(_sealed(nginx, context, 0.5), last)
        assert harmless(answer), (name, answer[:300])
        if name.startswith("body"):
            assert said(_sealed(nginx, context), PLAIN).partition(b"\r\n\r\n")[2] == whole, name


def test_behind_nginx_who_sends_slowly_or_says_nothing_keeps_nobody_waiting(nginx):
    context = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    context.check_hostname = False
    slow = [_sealed(nginx, context) for _ in range(12)]
    for number, connected in enumerate(slow):
        connected.sendall(b"GET / HTTP/1.1\r\nHost: tests"[: number * 4])
    answer = said(_sealed(nginx, context), PLAIN)
    for connected in slow:
        connected.close()
    assert statuses(answer) == [200]


def _sealed(nginx, context, seconds: float = SECONDS) -> ssl.SSLSocket:
    """A connection to nginx, which is given time to agree on it, and so many seconds to answer."""
    bare = socket.create_connection(("127.0.0.1", nginx.secure), timeout=SECONDS)
    sealed = context.wrap_socket(bare, server_hostname=NAME)
    sealed.settimeout(seconds)
    return sealed
