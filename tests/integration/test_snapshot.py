"""The copy that needs no program: served by a plain file server, and read as an archive."""

import json
import threading
from functools import partial
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from config.operations.snapshot import addresses, taking
from news import archive
from news.media import tasks
from news.media.models import Image
from news.models import Article, State
from tests import factories, whole_site

pytestmark = pytest.mark.django_db
HOME = "ban-luu"


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server; it keeps its log to itself."""

    def log_message(self, *args):
        """Say nothing."""


class Named(HTMLParser):
    """Whatever a browser would ask for or could be led to from a page."""

    def __init__(self):
        super().__init__()
        self.found, self.forms = set(), 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.forms += tag == "form"
        if tag == "link" and given.get("rel") == "canonical":
            return
        self.found.update(given[name] for name in ("href", "src") if given.get(name))
        for step in (given.get("srcset") or "").split(","):
            self.found.update(step.split()[:1])


def taken(folder, *options: str) -> str:
    out = StringIO()
    call_command("snapshot", str(folder), *options, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def _django_db_helper():
    """No transaction around a test: all work in one database of their own."""


@pytest.fixture(scope="module")
def name(django_db_setup, django_db_blocker):
    """A database with a portal that has every kind of public page, lists of two articles each."""
    name = f"{settings.DATABASES['default']['NAME']}_copied"
    with (
        django_db_blocker.unblock(),
        whole_site.copies(name),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(archive, "PAGE_SIZE", 2)
        with whole_site.inside(name):
            whole_site.fill()
            for _ in range(3):
                factories.make_article()
            tasks.attempt(Image.objects.get(credit="Lê Trung Thành"))
        yield name


@pytest.fixture(autouse=True)
def site(name, django_db_blocker):
    """In that portal."""
    with django_db_blocker.unblock(), whole_site.inside(name):
        yield


@pytest.fixture(scope="module")
def copy(name, django_db_blocker, tmp_path_factory):
    """A copy with its archive: the folder of both."""
    folder = tmp_path_factory.mktemp("copy")
    with django_db_blocker.unblock(), whole_site.inside(name):
        taken(folder / HOME, f"--warc={folder / 'cong.warc.gz'}")
    return folder


@pytest.fixture(scope="module")
def server(copy):
    """A plain file server for the copy; the socket's port."""
    handler = partial(Quiet, directory=str(copy / HOME))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


def ask(port: int, path: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    told = answer.status, answer.headers.get("Content-Type", ""), answer.read()
    connection.close()
    return told


def walked(port: int) -> tuple[dict[str, bytes], set[str]]:
    """Every page that can be reached by links, and everything they name that is broken."""
    waiting, pages, broken, known = ["/"], {}, set(), {"/"}
    while waiting:
        path = waiting.pop()
        status, kind, body = ask(port, path)
        if status != 200:
            broken.add(f"{path}: {status}")
        if not kind.startswith("text/html"):
            continue
        pages[path] = body
        for named in _named(body):
            place = urlsplit(urljoin(path, named))
            if not place.netloc and place.scheme == "" and place.path not in known:
                assert not place.query, f"{path} names {named}"
                known.add(place.path)
                waiting.append(place.path)
    return pages, broken


def _named(body: bytes) -> set[str]:
    page = Named()
    page.feed(body.decode())
    assert page.forms == 0
    # Nothing of the page leads to the portal itself.
    assert not [one for one in page.found if one.startswith(settings.SITE_URL)]
    return page.found


def test_every_link_works_on_a_plain_file_server(server):
    pages, broken = walked(server)
    assert broken == set()
    public = Article.objects.filter(state=State.PUBLISHED)
    missing = [each for each in public if each.get_absolute_url() not in pages]
    assert missing == []
    assert len(pages) > public.count() + 10


def test_the_copy_holds_what_programs_and_search_engines_read(copy, server):
    for path in ("/sitemap.xml", "/rss/tin-tuc.xml", "/robots.txt", "/favicon.ico"):
        status, _, body = ask(server, path)
        assert status == 200
        assert body
    article = Article.objects.get(title="Bài “đầu”, dòng một")
    [file] = (copy / HOME / "tai-lieu").rglob("*.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    page = ask(server, article.get_absolute_url())[2].decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}{article.get_absolute_url()}">' in page
    assert "application/ld+json" in page


def test_what_only_a_program_can_do_is_said_or_gone(server):
    page = ask(server, "/")[2].decode()
    assert "Bản lưu tĩnh: không tìm kiếm được." in page
    assert "/dang-nhap/" not in page
    assert "counted" not in page
    whole = ask(server, "/rss/")[2].decode()
    assert "giao diện cho chương trình" in whole
    assert "/api/" not in whole


def test_drafts_and_the_staff_side_are_not_in_it(copy):
    held = whole_site.contents(copy / HOME)
    draft = Article.objects.get(state=State.DRAFT)
    assert not [place for place, data in held.items() if draft.title.encode() in data]
    assert not [place for place in held if place.startswith(("quan-tri/", "dang-nhap/", "api/"))]
    assert not [place for place in held if place.startswith(("static/staff/", "static/admin/"))]


def test_old_addresses_lead_on(server):
    status, _, body = ask(server, "/cu/1/")
    assert status == 200
    assert b'http-equiv="refresh" content="0; url=/tin-tuc/"' in body


def test_there_is_a_page_for_what_is_not_there(copy):
    page = (copy / HOME / "404.html").read_text(encoding="utf-8")
    assert "Không tìm thấy trang" in page
    assert '<link rel="stylesheet" href="/static/' in page


def test_the_archive_is_read_by_another_program(copy):
    asked, answered = set(), {}
    with (copy / "cong.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kind, uri = record.rec_type, record.rec_headers.get_header("WARC-Target-URI")
            body = record.content_stream().read()
            if kind == "request":
                asked.add(uri)
            elif kind == "response":
                answered[uri] = record.http_headers.get_statuscode(), body
    assert asked == set(answered)
    article = Article.objects.get(title="Bài “đầu”, dòng một")
    status, body = answered[settings.SITE_URL + article.get_absolute_url()]
    # As citizens see it, search box and all.
    assert (status, b'role="search"' in body) == ("200", True)
    assert answered[f"{settings.SITE_URL}/cu/1"][0] == "301"
    assert [uri for uri in answered if uri.endswith(".woff2")]
    assert [uri for uri in answered if "/media/anh/" in uri]


def test_a_copy_is_whole_or_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr(taking, "MOVED", "{no such}")
    with pytest.raises(KeyError):
        taken(tmp_path / HOME, f"--warc={tmp_path / 'cong.warc.gz'}")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_fails_fails_the_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["abc.gov.vn"])
    with pytest.raises(CommandError, match=r"Không chụp được: / \(400"):
        taken(tmp_path / HOME)
    assert list(tmp_path.iterdir()) == []


def test_only_a_former_copy_is_replaced(tmp_path, monkeypatch):
    (tmp_path / HOME).mkdir()
    (tmp_path / HOME / "khac.txt").write_text("của người khác")
    with pytest.raises(CommandError, match="không phải bản lưu"):
        taken(tmp_path / HOME, "--replace")
    (tmp_path / HOME / taking.MARK).write_text("{}")
    with pytest.raises(CommandError, match="--replace"):
        taken(tmp_path / HOME)
    # One address is enough to see it.
    monkeypatch.setattr(addresses, "is_kept", "/robots.txt".__eq__)
    taken(tmp_path / HOME, "--replace")
    assert json.loads((tmp_path / HOME / taking.MARK).read_text())["addresses"] == 1
    assert not (tmp_path / HOME / "khac.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == [HOME]
