"""Requests as they come from the network: answered at once, or by gunicorn, with the same bytes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.pagestore import free_port, wait

HEAD = b"GET %s HTTP/1.1\r\nHost: testserver\r\n"
# A header that changes nothing, and with which gunicorn reads the request itself.
LONG_WAY = b"TE: x\r\n"
HEADERS = [b"", b"Accept-Encoding: gzip\r\n", b"Accept-Encoding: br, gzip;q=0.5\r\n"]
HEADERS += [b"accept-encoding:   br  \r\nUser-Agent: x\r\n", b"If-None-Match: *\r\n"]
HEADERS += [b"Cookie: a=b\r\nReferer: http://testserver/\r\n", b"Connection: keep-alive\r\n"]
HEADERS += [b"Accept-Language: vi\r\nSec-Fetch-Mode: navigate\r\nX-Forwarded-For: 192.0.2.9\r\n"]
TARGETS = [b"/", b"/?fbclid=1", b"/%C4%91%C6%B0%E1%BB%9Dng/", b"/khong-co/", b"/?x=%00"]
# Each is for gunicorn, or Django, to answer.
UNUSUAL = {
    "another method": b"POST / HTTP/1.1\r\nHost: testserver\r\n\r\n",
    "in small letters": b"get / HTTP/1.1\r\nHost: testserver\r\n\r\n",
    "an old version": b"GET / HTTP/1.0\r\nHost: testserver\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nAccept: x\r\n\r\n",
    "two hosts": HEAD % b"/" + b"Host: evil.example\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a whole address": b"GET http://testserver/ HTTP/1.1\r\nHost: testserver\r\n\r\n",
    "a space before the colon": HEAD % b"/" + b"Accept-Encoding : br\r\n\r\n",
    "a folded line": HEAD % b"/" + b"X: a\r\n b\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: testserver\n\n",
    "a null": HEAD % b"/" + b"X: a\0b\r\n\r\n",
    "a letter of no alphabet": HEAD % b"/" + b"X: \xff\r\n\r\n",
    "an underscore": HEAD % b"/" + b"X_Y: 1\r\n\r\n",
    "a body": HEAD % b"/" + b"Content-Length: 3\r\n\r\nabc",
    "a body in pieces": HEAD % b"/" + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two requests": (HEAD % b"/" + b"\r\n") * 2,
    "half a request": HEAD % b"/",
    "a session": HEAD % b"/" + b"Cookie: a=b; phien=x\r\n\r\n",
    "a password": HEAD % b"/" + b"Authorization: Basic eDp5\r\n\r\n",
    "a range": HEAD % b"/" + b"Range: bytes=0-1\r\n\r\n",
    "an end": HEAD % b"/" + b"Connection: close\r\n\r\n",
    "another protocol": HEAD % b"/" + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "an expectation": HEAD % b"/" + b"Expect: 100-continue\r\n\r\n",
    "two encodings": HEAD % b"/" + b"Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n\r\n",
    "a fragment": HEAD % b"/#x" + b"\r\n",
    "too long": HEAD % b"/" + b"X: " + b"a" * 5000 + b"\r\n\r\n",
    "the staff side": HEAD % b"/quan-tri/" + b"\r\n",
}


class Server:
    """gunicorn with the worker, on a port of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.log = folder / "access.log"
        given = {"BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": "1", "WEB_THREADS": "2"}
        given |= {"QUICK_SITE": str(folder), "ACCESS_LOG": str(self.log)}
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        self.process = subprocess.Popen(  # noqa: S603 - our own
            [*command, "tests.quick_site:application"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **given},
        )
        wait(self._answers, 60)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return False
        return True

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = Server(tmp_path_factory.mktemp("quick"))
    yield found
    found.process.terminate()
    assert found.process.wait(20) == 0


def receive(connection) -> bytes:
    """One whole answer, without its date."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return re.sub(rb"\r\nDate: [^\r]*", b"", head) + b"\r\n\r\n" + body


def ask(connection, request: bytes) -> bytes:
    connection.sendall(request)
    return receive(connection)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("headers", HEADERS)
def test_the_short_way_gives_what_the_long_way_gives(server, target, headers):
    with server.connect() as connection:
        request = HEAD % target + headers
        for _ in range(3):
            ask(connection, request + LONG_WAY + b"\r\n")
        short = [ask(connection, request + b"\r\n") for _ in range(2)]
        long = ask(connection, request + LONG_WAY + b"\r\n")
    assert short == [long, long]
    assert long.startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_request_gets_what_gunicorn_says(server, name):
    """And harms nobody who comes after."""
    with server.connect() as odd, server.connect() as connection:
        odd.sendall(UNUSUAL[name])
        if name == "half a request":
            odd.sendall(b"\r\n")
        answer = receive(odd)
        assert answer.startswith(b"HTTP/1.")
        assert b" 500 " not in answer.split(b"\r\n")[0]
        plain = ask(connection, HEAD % b"/" + b"\r\n")
    assert plain.startswith(b"HTTP/1.1 200 OK")


def test_a_second_request_in_the_same_piece_is_answered_too(server):
    with server.connect() as connection:
        connection.sendall((HEAD % b"/" + b"\r\n") * 2)
        data, until = b"", time.monotonic() + 10
        while data.count(b"HTTP/1.1 200 OK") < 2 and time.monotonic() < until:
            data += connection.recv(65536)
    assert data.count(b"HTTP/1.1 200 OK") == 2


def test_a_request_in_many_pieces_is_answered(server):
    with server.connect() as connection:
        for byte in HEAD % b"/" + b"\r\n":
            connection.sendall(bytes([byte]))
            time.sleep(0.005)
        assert receive(connection).startswith(b"HTTP/1.1 200 OK")


def test_a_slow_reader_gets_everything_and_keeps_nobody_waiting(server):
    request = HEAD % b"/lon/" + b"\r\n"
    with server.connect() as connection, server.connect() as other:
        for _ in range(2):
            whole = ask(connection, request)
        connection.sendall(request)
        time.sleep(0.3)
        begun = time.monotonic()
        assert ask(other, HEAD % b"/" + b"\r\n").startswith(b"HTTP/1.1 200 OK")
        assert time.monotonic() - begun < 5
        assert receive(connection) == whole
        assert ask(connection, HEAD % b"/" + b"\r\n").startswith(b"HTTP/1.1 200 OK")


def test_who_says_nothing_keeps_nobody_waiting(server):
    silent = [server.connect() for _ in range(20)]
    with server.connect() as connection:
        assert ask(connection, HEAD % b"/" + b"\r\n").startswith(b"HTTP/1.1 200 OK")
    for connection in silent:
        connection.close()


def test_every_answer_stands_in_the_log(server):
    with server.connect() as connection:
        for _ in range(3):
            ask(connection, HEAD % b"/?ghi=lai" + b"User-Agent: May doc\r\n\r\n")
    wait(lambda: server.log.read_text().count("May doc") == 3)
    lines = [line for line in server.log.read_text().splitlines() if "May doc" in line]
    said = {re.sub(r"\[[^]]*\]", "", line) for line in lines}
    assert said == {'127.0.0.1 - -  "GET /?… HTTP/1.1" 200 640 "-" "May doc"'}


def test_a_worker_that_is_told_to_stop_stops_soon_and_drops_nothing(tmp_path):
    server = Server(tmp_path)
    idle, used = server.connect(), server.connect()
    for _ in range(3):
        ask(used, HEAD % b"/" + b"\r\n")
    server.process.send_signal(signal.SIGTERM)
    used.sendall(HEAD % b"/" + b"\r\n")
    assert receive(used).startswith(b"HTTP/1.1 200 OK")
    begun = time.monotonic()
    assert server.process.wait(60) == 0
    # Less than the thirty seconds after which gunicorn would give up waiting for the idle one.
    assert time.monotonic() - begun < 25
    idle.close()
    used.close()
