"""A page that a change is not seen on is read again, not made: whenever that is certain."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Value
from django.utils import timezone

from news.models import Article, Category
from news.pagestore import again
from news.pagestore.reading import Reading
from news.site.models import Portal
from tests import pagestore
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = "hit; read again"


@pytest.fixture
def site(tmp_path, settings):
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
