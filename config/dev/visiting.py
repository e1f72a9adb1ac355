"""Looks at a portal as people do: the front page, a search, signing in."""

import http.client
import re
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.dev import processes, web
from config.dev.environment import CHECKOUT

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STORY = re.compile(r'class="story__link" href="([^"]+)"|href="([^"]+)" class="story__link"')
PICTURE = re.compile(r'src="(/media/[^"]+)"')


@dataclass(frozen=True)
class Seen:
    """What a visit found; two visits of the same portal find the same."""

    stories: list[str]
    results: list[str]
    picture: int
    signed_in: bool


@contextmanager
def served(environment: Mapping[str, str], log: Path) -> Iterator[web.Address]:
    """The portal of an environment on a free port of this machine, until the end."""
    address = web.Address("127.0.0.1", web.free_port())
    command = (sys.executable, "-m", "gunicorn", "--bind", address.bind, web.APPLICATION)
    with log.open("ab") as sink:
        gunicorn = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        web.wait_until_answering(gunicorn, address, log)
        yield address
    finally:
        processes.end(gunicorn, signal.SIGTERM, web.PATIENCE)


def look(address: web.Address, word: str, name: str, password: str) -> Seen:
    """Take where the portal is, what to search for, and an account; return what was found."""
    home = _ask(address, "/")[1]
    found = _ask(address, f"/tim-kiem/?{urllib.parse.urlencode({'q': word})}")[1]
    pictures = PICTURE.findall(home)
    return Seen(
        stories=_links(home),
        results=_links(found),
        picture=_ask(address, pictures[0])[0] if pictures else 0,
        signed_in=_signs_in(address, name, password),
    )


def _links(page: str) -> list[str]:
    return [one or other for one, other in STORY.findall(page)]


def _signs_in(address: web.Address, name: str, password: str) -> bool:
    _, page, headers = _ask(address, "/dang-nhap/")
    token = TOKEN.search(page)
    form = {"username": name, "password": password}
    sent = {"csrfmiddlewaretoken": token[1] if token else "", **form}
    cookie = headers.get("Set-Cookie", "").partition(";")[0]
    status, _, headers = _ask(address, "/dang-nhap/", urllib.parse.urlencode(sent), cookie)
    return status == http.client.FOUND and "/quan-tri/" in headers.get("Location", "")


def _ask(
    address: web.Address, path: str, sent: str | None = None, cookie: str = ""
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": address.url}
    headers = {"Host": address.bind, **({"Cookie": cookie, **kind} if sent else {})}
    try:
        connection.request("POST" if sent else "GET", path, sent, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace"), answer.headers
    finally:
        connection.close()
