"""Several machines: two nodes, a database with a replica, files on an object store; and a death."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from environ import Env

from accounts.models import User
from accounts.passwords import Argon2
from config.dev import binaries, postgres
from config.stores import stores
from news.media import storing
from news.models import State
from news.views import health
from tests import factories, object_store
from tests.pagestore import free_port

pytestmark = [
    pytest.mark.django_db,
    # Newer Pythons warn of fork in a process with threads; the test runner has some.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
ROOT = Path(__file__).parents[2]
BUCKETS = {"S3_BUCKET": "anh", "S3_PRIVATE_BUCKET": "tep"}
PATIENCE = 60


@pytest.fixture
def _django_db_helper():
    """No transaction around a test: the nodes have to see what is written."""


@pytest.fixture(scope="module")
def store():
    """An object store with both buckets: its settings."""
    with object_store.running(*BUCKETS.values()) as where:
        yield where | BUCKETS


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker, tmp_path_factory):
    """A primary with the tests' tables, and a replica that follows it."""
    with ExitStack() as stack:
        primary = stack.enter_context(postgres.start(tmp_path_factory.mktemp("db"), throwaway=True))
        with django_db_blocker.unblock():
            _fill(primary)
        yield primary, stack.enter_context(postgres.replica(primary))


def _fill(primary) -> None:
    """What stands in the tests' own database, by pg_dump, but for what only its server knows."""
    own, programs = connection.get_connection_params(), binaries.installed()
    named = {"PGHOST": own.get("host"), "PGPORT": own.get("port"), "PGUSER": own.get("user")}
    source = os.environ | {name: str(value) for name, value in named.items() if value}
    dump = subprocess.run(  # noqa: S603
        [programs / "pg_dump", "--no-owner", settings.DATABASES["default"]["NAME"]],
        env=source, check=True, capture_output=True,
    )  # fmt: skip
    target = ("-h", primary.place.socket, "-U", postgres.SUPERUSER, "-d", postgres.DATABASE)
    subprocess.run(  # noqa: S603
        [programs / "psql", *map(str, target), "-q"],
        input=dump.stdout, check=True, capture_output=True,
    )  # fmt: skip


def both(databases) -> str:
    """The address of whichever of the two can be written to."""
    hosts = ",".join(str(server.place.socket) for server in databases)
    way = "&target_session_attrs=read-write&connect_timeout=3"
    return f"postgresql://{postgres.SUPERUSER}@/{postgres.DATABASE}?host={quote(hosts)}{way}"


@pytest.fixture(scope="module")
def nodes(databases, store, tmp_path_factory):
    """Two machines' gunicorns: their ports."""
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp("node") for _ in range(2)]
        url = both(databases)
        ports = [stack.enter_context(_node(url, store, folder)) for folder in folders]
        for port, folder in zip(ports, folders, strict=True):
            until(lambda port=port: ask(port, "/")[0] == 200, (folder / "log").read_text)
        yield ports


@contextmanager
def _node(url: str, store: dict, folder: Path):
    port = free_port()
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "BIND": f"127.0.0.1:{port}"}
    own |= {"PAGE_STORE_DIR": str(folder), "PAGE_STORE": "1"}
    plain = {"HTTPS": "0", "COLLECTED_STATIC": "0", "SERVE_MEDIA": "1", "WEB_CONCURRENCY": "1"}
    hosts = {"ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": "http://127.0.0.1", "DATABASE_URL": url}
    environment = os.environ | own | plain | hosts | store | object_store.KEYS
    command = (sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            [*command, "config.wsgi"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield port
    finally:
        # At once: nobody reads any more.
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE)


def until(holds, told=lambda: "") -> None:
    """Wait until something holds; a connection that is refused holds nothing."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if holds():
                return
        except (OSError, psycopg2.OperationalError):
            pass
        time.sleep(0.05)
    pytest.fail(f"waited for {PATIENCE} s: {told()}")


def ask(port: int, path: str, cookies: str = "", form: dict | None = None):
    """Status, headers and body of a page; `form` is posted."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as link:
        headers = {"Cookie": cookies} if cookies else {}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urlencode(form)
        link.request("GET" if form is None else "POST", path, body, headers)
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")


@pytest.fixture
def portal(databases, django_db_blocker, monkeypatch):
    """In the portal's database, whichever server it is, as a command on a third machine."""
    there = Env.db_url_config(both(databases)) | {"ENGINE": connection.settings_dict["ENGINE"]}
    with django_db_blocker.unblock():
        connection.close()
        for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS"):
            monkeypatch.setitem(connection.settings_dict, name, there.get(name) or "")
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", there["OPTIONS"])
        yield
        connection.close()


def signed_in(port: int, user) -> str:
    """The cookies of somebody who signed in by the form on this node."""
    _, headers, page = ask(port, "/dang-nhap/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    typed = {"username": user.username, "password": factories.PASSWORD}
    cookies = _cookies(headers)
    status, headers, page = ask(
        port, "/dang-nhap/", cookies, typed | {"csrfmiddlewaretoken": token}
    )
    assert status == 302, page
    return f"{cookies}; {_cookies(headers)}"


def _cookies(headers) -> str:
    jar = SimpleCookie()
    for line in headers.get_all("Set-Cookie", []):
        jar.load(line)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())


def shown(nodes, article) -> None:
    """Every node shows the article on the front page, and keeps that page."""
    for port in nodes:
        until(lambda port=port: article.title in ask(port, "/")[2])
        until(lambda port=port: _state(port) == "hit", lambda port=port: _state(port))


def _state(port: int) -> str:
    return ask(port, "/")[1]["X-Page-Store"] or ""


@pytest.fixture
def stored(store, monkeypatch):
    """Both stores as the settings make them."""
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    return {name: storages.create_storage(params) for name, params in stores(Env(), "").items()}


def test_every_node_hands_out_pictures_from_the_object_store(nodes, stored):
    stored["default"].save("anh/mot.jpg", ContentFile(b"\xff\xd8 mot"))
    assert stored["default"].url("anh/mot.jpg") == "/media/anh/mot.jpg"
    for port in nodes:
        status, headers, body = ask(port, "/media/anh/mot.jpg")
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert body.endswith(" mot")
        assert ask(port, "/media/anh/khong-co.jpg")[0] == 404
        assert ask(port, "/media/../tep/mot.jpg")[0] == 404


def test_one_portal_on_two_nodes_outlives_its_primary(portal, databases, nodes):
    primary, replica = databases
    user = _somebody()
    cookies = signed_in(nodes[0], user)
    # A session of one node is one of the other, and so is the page of whoever has none.
    assert [ask(port, "/quan-tri/", cookies)[0] for port in nodes] == [200, 200]
    assert [ask(port, "/quan-tri/")[0] for port in nodes] == [302, 302]
    first = factories.make_article(title="Tin khi máy chính còn chạy")
    shown(nodes, first)
    until(lambda: _replayed(replica, first))

    os.killpg(primary.process.pid, signal.SIGKILL)
    connection.close()
    # Citizens go on reading what was kept.
    until(lambda: _state(nodes[0]) == "kept; database away", lambda: _state(nodes[0]))
    assert first.title in ask(nodes[0], "/")[2]

    _ask(replica, "SELECT pg_promote(wait_seconds => 30)")
    # Nobody told the nodes, nobody signs in again, and nothing that was said is lost.
    for port in nodes:
        until(lambda port=port: ask(port, "/quan-tri/", cookies)[0] == 200)
    second = factories.make_article(title="Tin sau khi máy chính hỏng")
    shown(nodes, second)
    assert all(first.title in ask(port, "/tin-tuc/")[2] for port in nodes)


def _somebody() -> User:
    """An editor whose password the nodes, which have no quick hashes, can check."""
    user, hasher = factories.make_user("editor"), Argon2()
    user.password = hasher.encode(factories.PASSWORD, hasher.salt())
    user.save(update_fields=["password"])
    return user


def _replayed(replica, article) -> bool:
    """Whether the last that was done to an article, its publication, has come to the replica."""
    state = _ask(replica, f"SELECT state FROM news_article WHERE id = {article.pk}")  # noqa: S608
    return state == (State.PUBLISHED,)


def _ask(server, question: str) -> tuple:
    link = psycopg2.connect(
        host=str(server.place.socket), user=postgres.SUPERUSER, dbname=postgres.DATABASE
    )
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_files_on_the_object_store_are_used_as_in_a_folder(stored, store):
    for name, shelf in stored.items():
        storing.put(shelf, "a/b.pdf", b"mot")
        storing.put(shelf, "a/b.pdf", b"hai")
        with shelf.open("a/b.pdf") as file:
            assert file.read() == b"hai", name
        assert shelf.exists("a/b.pdf")
        assert shelf.get_available_name("a/b.pdf") != "a/b.pdf"
        shelf.delete("a/b.pdf")
        with pytest.raises(FileNotFoundError):
            shelf.open("a/b.pdf")


@pytest.mark.parametrize("private", ["", "anh"])
def test_drafts_never_share_the_pictures_bucket(monkeypatch, private):
    monkeypatch.setenv("S3_BUCKET", "anh")
    monkeypatch.setenv("S3_PRIVATE_BUCKET", private)
    with pytest.raises(ImproperlyConfigured, match="two different buckets"):
        stores(Env(), "")


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("S3_REGION", "us-east-1", True),
        ("S3_BUCKET", "khong-co", False),
        ("S3_ENDPOINT_URL", "http://127.0.0.1:9", False),
    ],
)
def test_a_bucket_that_does_not_answer_is_said(name, value, takes, store, monkeypatch):
    for setting, given in {**store, name: value}.items():
        monkeypatch.setenv(setting, given)
    made = {alias: storages.create_storage(given) for alias, given in stores(Env(), "").items()}
    monkeypatch.setattr(health, "storages", made)
    assert health.takes_files("default") is takes


def test_without_buckets_files_lie_in_folders(monkeypatch):
    for name in BUCKETS:
        monkeypatch.delenv(name, raising=False)
    made = stores(Env(), "/srv/attachments")
    assert {each["BACKEND"].rpartition(".")[2] for each in made.values()} == {"FileSystemStorage"}
    assert made["attachments"]["OPTIONS"]["location"] == "/srv/attachments"
