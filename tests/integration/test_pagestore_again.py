"""A page that a change is not seen on is read again, not made: whenever that is certain."""

import gc
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from unittest import mock

import psycopg2
import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Value
from django.utils import timezone

from news import chrome
from news.models import Article, Category
from news.pagestore import again, listener
from news.pagestore.reading import Reading
from news.site.models import FrontBlock, Official, Portal
from tests import pagestore
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = "hit; read again"


@pytest.fixture
def site(tmp_path, settings, monkeypatch):
    # Who commits counts his changes. The listener, which counts them once more at a moment of its
    # own, would have pages read again between two lines of a test.
    monkeypatch.setattr(listener, "hand_on", lambda found, generations: found.notifies.clear())
    Portal.objects.get_or_create(pk=1)
    with pagestore.site(tmp_path, settings) as found:
        yield found


def kept(site, address: str) -> pagestore.Answer:
    site.get(address)
    answer = site.get(address)
    assert answer.state == "hit", address
    return answer


def test_a_publication_has_only_those_pages_made_that_it_is_seen_on(site):
    roads, schools = make_category("Đường sá"), make_category("Trường học")
    old = make_article(category=roads).get_absolute_url()
    make_article(category=schools)
    before = {url: kept(site, url) for url in (roads.get_absolute_url(), old, "/tin-tuc/")}
    make_article(category=schools, title="Lớp học mới")
    now = {url: site.get(url) for url in before}
    assert now[roads.get_absolute_url()].state == AGAIN
    assert now[roads.get_absolute_url()].content == before[roads.get_absolute_url()].content
    assert now["/tin-tuc/"].state == "miss"
    assert "Lớp học mới" in now["/tin-tuc/"].body.decode()
    # From then on it is kept as if it had been made.
    assert site.get(roads.get_absolute_url()).state == "hit"


def test_django_is_not_asked_for_it(site):
    make_article()
    kept(site, "/dong-su-kien/")
    make_article()
    with mock.patch.object(site.store, "_application", side_effect=AssertionError):
        assert site.get("/dong-su-kien/").state == AGAIN


def test_the_present_is_that_of_the_reading(site):
    """The page asked for what was public when it was made; the new article was published since."""
    make_article()
    before = kept(site, "/tin-tuc/")
    make_article(at=timezone.now(), title="Vừa mới đăng")
    now = site.get("/tin-tuc/")
    assert (now.state, now.body == before.body) == ("miss", False)
    assert "Vừa mới đăng" in now.body.decode()


def test_what_is_taken_back_shows_as_before(site):
    """A page read again after a change that came and went is the very page."""
    article = make_article()
    before = kept(site, "/tin-tuc/")
    Article.objects.filter(pk=article.pk).update(title="Chữ sai")
    Article.objects.filter(pk=article.pk).update(title=article.title)
    now = site.get("/tin-tuc/")
    assert (now.state, now.content) == (AGAIN, before.content)


def test_header_and_footer_are_read_again_as_well(site):
    make_article()
    url = make_article(category=make_category("Đường sá")).get_absolute_url()
    kept(site, url)
    Category.objects.filter(name="Đường sá").update(name="Giao thông")
    now = site.get(url)
    assert now.state == "miss"
    assert "Giao thông" in now.body.decode()


def test_all_pages_are_made_anew_when_somebody_says_so(site):
    make_article()
    kept(site, "/tin-tuc/")
    call_command("pagestore", "clear")
    assert site.get("/tin-tuc/").state == "miss"


def test_a_page_outlives_neither_its_hour_nor_its_moment_by_it(site):
    make_article()
    kept(site, "/tin-tuc/")
    for limit in ("fresh", "until"):
        entry = site.store._lasting.in_memory("/tin-tuc/")
        site.store._lasting.put("/tin-tuc/", replace(entry, **{limit: 1.0}))
        site.generations.bump(["changes_publicchange"])
        assert site.get("/tin-tuc/").state == "miss", limit


def test_its_hour_stays_that_of_its_making(site):
    make_article()
    kept(site, "/dong-su-kien/")
    before = site.store._lasting.in_memory("/dong-su-kien/")
    make_article()
    assert site.get("/dong-su-kien/").state == AGAIN
    now = site.store._lasting.in_memory("/dong-su-kien/")
    assert (now.fresh, now.made) == (before.fresh, before.made)
    assert now.until <= before.until
    assert now.since > before.since


def test_a_database_that_is_lost_meanwhile_is_met_by_who_makes_the_page(site):
    make_article()
    kept(site, "/dong-su-kien/")
    make_article()
    with mock.patch.object(again.Statement, "same", side_effect=again.Error):
        assert site.get("/dong-su-kien/").state == "miss"


def test_another_process_goes_on_from_its_file(site):
    """It knows the page, and not what that was made of."""
    make_article()
    before = kept(site, "/dong-su-kien/")
    other = pagestore.Site(site.folder, site.generations)
    assert other.get("/dong-su-kien/").state == "hit"
    make_article()
    assert other.get("/dong-su-kien/").state == "miss"
    assert site.get("/dong-su-kien/").state == "hit"
    assert other.get("/dong-su-kien/").content == before.content
    make_article()
    # Both have read it by now, each what it made itself.
    assert site.get("/dong-su-kien/").state == AGAIN
    assert other.get("/dong-su-kien/").state == "hit"


def test_two_ways_to_the_same_bytes_are_two_pages(site):
    """One process made the page of what is counted, and it lives as short; another made the same
    bytes of something else, and those live longer."""
    make_article()
    block = FrontBlock.objects.create(kind="most-read", count=5, position=2)
    other = pagestore.Process(site)
    site.get("/")
    counted = site.store._lasting.in_memory("/")
    FrontBlock.objects.update(visible=False)
    assert other.get("/").state == "miss"
    FrontBlock.objects.filter(pk=block.pk).update(visible=True)
    assert site.get("/").state == "miss"
    found = site.store._lasting.in_memory("/")
    assert round(found.fresh - found.made) == round(counted.fresh - counted.made) == 300


def test_a_page_that_was_made_of_more_goes_on_hearing_of_it(site):
    def application(environ, start_response):
        owner = Portal.objects.values_list("owner", flat=True).get(pk=1)
        names = Official.objects.values_list("name", flat=True) if owner == "x" else []
        body = ", ".join(names).encode()
        headers = [("Cache-Control", "public"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    def get(store):
        return pagestore.ask(store, pagestore.environ("/dong-su-kien/"))

    one, other = (pagestore.Process(site).store for _ in range(2))
    one._application = other._application = application
    for store, owner in ((one, "x"), (other, "y"), (one, "x")):
        Portal.objects.update(owner=owner)
        get(store)
    Official.objects.create(name="Trần Văn A", post="Chủ tịch")
    assert get(one).body.decode() == "Trần Văn A"


@pytest.mark.parametrize(
    "path", ["/tin-tuc/x-{}/", "/tin-tuc/trang/{}/", "/tac-gia/x-{}/", "/sitemap/bai-{}.xml"]
)
def test_numbers_without_end_are_no_error(site, path):
    make_article()
    address = path.format("9" * 400)
    assert site.get(address).status == site.fresh(address).status == 404


@pytest.mark.parametrize("trouble", [psycopg2.OperationalError, OSError, ValueError])
def test_whatever_happens_the_page_is_made(site, trouble):
    """A server that is stopped between a statement and what it tells of, a full disk."""
    make_article()
    kept(site, "/dong-su-kien/")
    make_article()
    with mock.patch.object(again.Statement, "same", side_effect=trouble):
        assert site.get("/dong-su-kien/").state == "miss"
    with mock.patch("news.pagestore.reading.statement", side_effect=trouble):
        assert site.get("/tin-tuc/").status == 200


def test_a_server_lost_while_it_is_listened_to_is_djangos_error(site):
    lost = mock.Mock(poll=mock.Mock(side_effect=psycopg2.OperationalError))
    with mock.patch.object(connection, "connection", lost), pytest.raises(OperationalError):
        connection._hear()


def test_a_connection_is_used_no_longer_than_it_may_last(site):
    make_article()
    kept(site, "/dong-su-kien/")
    make_article()
    old, connection.close_at = connection.connection, time.monotonic() - 1
    assert site.get("/dong-su-kien/").state == AGAIN
    assert connection.connection is not old


def test_what_a_statement_says_that_raised_is_not_known():
    reading = Reading()
    with connection.execute_wrapper(reading):
        list(Article.objects.values_list("pk"))
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
    assert not again.all_same(reading.steps)


def test_a_rows_own_moment_is_not_the_present(site):
    """Newer than an article that was published while the page was made: there may be one."""
    reading = Reading()
    made = make_article(at=timezone.now())
    with connection.execute_wrapper(reading):
        (at,) = Article.objects.values_list("published_at", flat=True).filter(pk=made.pk)
        assert not Article.objects.filter(published_at__gt=at)
    make_article(at=timezone.now())
    assert not again.all_same(reading.steps)


def test_old_headers_are_not_kept_by_pages(site):
    make_article()
    for number, page in enumerate(("/", "/tin-tuc/", "/doc-nhieu/", "/rss/", "/dinh-chinh/")):
        Portal.objects.update(name=f"Xã số {number}")
        assert site.get(page).state == "miss"
    gc.collect()
    names = [each.about.name for each in gc.get_objects() if isinstance(each, chrome.Chrome)]
    assert set(names) & {f"Xã số {number}" for number in range(4)} == set()


def read(work) -> Reading:
    reading = Reading()
    with transaction.atomic(), connection.execute_wrapper(reading):
        work()
    return reading


def test_the_rows_are_there_for_whoever_asked():
    made = [make_article().pk for _ in range(3)]
    rows = Article.objects.order_by("pk").values_list("pk", flat=True)
    found = []
    reading = read(lambda: found.extend(rows))
    assert found == made
    assert again.all_same(reading.steps)
    Article.objects.filter(pk=made[0]).update(title="Khác")
    assert again.all_same(reading.steps)
    make_article()
    assert not again.all_same(reading.steps)


def test_nothing_found_may_become_something():
    reading = read(lambda: list(Article.objects.filter(title="Chưa có")))
    assert again.all_same(reading.steps)
    make_article(title="Chưa có")
    assert not again.all_same(reading.steps)


def test_only_what_was_the_present_moves_on():
    moment = timezone.now() - timedelta(minutes=1)
    reading = Reading()
    with connection.execute_wrapper(reading):
        list(Article.objects.filter(published_at__gt=moment, updated_at__lte=timezone.now()))
    (step,) = reading.steps
    assert moment in step.params
    assert sum(isinstance(param, datetime) for param in step.params) == 1


NOT_CERTAIN = {
    "written": lambda: Article.objects.filter(pk=0).update(title="a"),
    "not a plain question": lambda: list(
        Article.objects.raw("WITH a AS (SELECT 1) SELECT * FROM news_article")
    ),
    "by a cursor of the server": lambda: list(Article.objects.iterator()),
    "bytes": lambda: list(Article.objects.annotate(b=Value(b"a"))),
    "the present in a list": lambda: list(Article.objects.filter(tags__contains=[timezone.now()])),
    "the present as a text": lambda: list(Article.objects.filter(title=timezone.now())),
    "the present as a number": lambda: list(Article.objects.annotate(at=Value(time.time()))),
    "held": lambda: list(Article.objects.select_for_update(nowait=True)),
}


@pytest.mark.parametrize("work", NOT_CERTAIN.values(), ids=NOT_CERTAIN)
def test_what_cannot_be_asked_again_with_certainty_is_not(work):
    make_article()
    reading = read(work)
    assert not again.all_same(reading.steps)


def test_of_many_rows_a_page_is_made_anew(monkeypatch):
    make_article()
    make_article()
    monkeypatch.setattr(again, "_MOST", 1)
    assert read(lambda: list(Article.objects.all())).steps is None
