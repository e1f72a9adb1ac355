"""How often what is read: counted without knowing who reads, and shown as sums."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from news.models import State
from news.pace import Pace
from news.readership import counts, ranking
from news.readership.models import DayReads, DayVisits, MostRead, Period
from news.site.models import Portal
from news.views import counting
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 Chrome/120.0 Mobile"


@pytest.fixture(autouse=True)
def new_pace(monkeypatch):
    """What other tests sent does not slow this one down."""
    monkeypatch.setattr(counting, "PACE", Pace(120))


def report(client, article=None, *, visit=False, agent=PHONE, **headers):
    address = f"/dem-luot/{article.pk}/" if article else "/dem-luot/"
    return client.post(address + "?moi=1" * visit, HTTP_USER_AGENT=agent, **headers)


def reads(article) -> int:
    return sum(DayReads.objects.filter(article=article).values_list("count", flat=True))


def visits() -> int:
    return sum(DayVisits.objects.values_list("count", flat=True))


def read_often(article, count, days_ago=0):
    day = timezone.localdate() - timedelta(days_ago)
    DayReads.objects.create(article=article, day=day, count=count)


def test_each_report_counts_one_for_the_article_and_its_day(client):
    article = make_article()
    for _ in range(3):
        assert report(client, article).status_code == 204
    row = DayReads.objects.get()
    assert (row.article_id, row.day, row.count) == (article.pk, timezone.localdate(), 3)


def test_a_visit_is_the_first_page_of_a_tab(client):
    article = make_article()
    report(client, article, visit=True)
    report(client, article)
    report(client, visit=True)
    assert (reads(article), visits()) == (2, 2)


def test_the_answer_sets_no_cookie_and_says_nothing(client):
    answer = report(client, make_article(), visit=True)
    assert not answer.cookies
    assert answer.content == b""


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 HeadlessChrome/120.0",
        "python-requests/2.31",
        "",
    ],
)
def test_programs_do_not_count(client, agent):
    article = make_article()
    assert report(client, article, visit=True, agent=agent).status_code == 204
    assert (reads(article), visits()) == (0, 0)


@pytest.mark.parametrize("cookie", ["SESSION_COOKIE_NAME", "DEVICE_COOKIE_NAME"])
def test_the_staff_do_not_count_even_after_they_signed_out(client, cookie):
    article = make_article()
    client.cookies[getattr(settings, cookie)] = "x"
    report(client, article, visit=True)
    assert (reads(article), visits()) == (0, 0)


def test_a_page_of_another_site_cannot_count(client):
    article = make_article()
    report(client, article, visit=True, HTTP_SEC_FETCH_SITE="cross-site")
    assert (reads(article), visits()) == (0, 0)


def test_a_flood_from_one_place_counts_only_so_often(client, monkeypatch):
    monkeypatch.setattr(counting, "PACE", Pace(5))
    article = make_article()
    for _ in range(20):
        report(client, article)
    report(client, article, REMOTE_ADDR="203.0.113.9")
    assert reads(article) == 6


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.PENDING])
def test_what_is_not_public_is_not_counted(client, state):
    article = make_article(state=state)
    assert report(client, article).status_code == 204
    assert not DayReads.objects.exists()


@pytest.mark.parametrize("number", [0, 999_999, 2**63 - 1, 2**63, 10**400])
def test_numbers_of_nothing_are_answered_and_not_counted(client, number):
    assert client.post(f"/dem-luot/{number}/", HTTP_USER_AGENT=PHONE).status_code in (204, 404)
    assert not DayReads.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_report_counts(client, method):
    article = make_article()
    answer = getattr(client, method)(f"/dem-luot/{article.pk}/", HTTP_USER_AGENT=PHONE)
    assert answer.status_code == 405
    assert not reads(article)


def test_counts_are_held_and_written_in_one_statement(client, settings, monkeypatch):
    settings.READS_HELD_SECONDS = 3600
    held = counts.Gathered()
    monkeypatch.setattr(counts, "GATHERED", held)
    article, other = make_article(), make_article()
    for read in (article, article, other):
        report(client, read, visit=True)
    held._timer.cancel()
    assert not DayReads.objects.exists()
    held.write()
    assert (reads(article), reads(other), visits()) == (2, 1, 3)


def test_what_the_database_did_not_take_is_kept_for_the_next_time(monkeypatch, settings):
    settings.READS_HELD_SECONDS = 3600
    held, article = counts.Gathered(), make_article()

    def refuse(*rows):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(counts, "_write", refuse)
        held.add(article.pk, visit=True)
        held.write()
    held.add(article.pk, visit=False)
    held._timer.cancel()
    held.write()
    assert (reads(article), visits()) == (2, 1)


def test_the_memory_of_what_is_held_has_an_end(monkeypatch, settings):
    settings.READS_HELD_SECONDS = 3600
    monkeypatch.setattr(counts, "HELD", 10)
    held = counts.Gathered()
    for number in range(1, 100):
        held.add(number, visit=False)
    held._timer.cancel()
    assert len(held._counts) == 10


def test_no_column_could_hold_who_reads():
    tables = ("readership_dayreads", "readership_dayvisits", "readership_mostread")
    with connection.cursor() as cursor:
        names = {
            c.name
            for t in tables
            for c in connection.introspection.get_table_description(cursor, t)
        }
    assert names == {"id", "article_id", "day", "count", "period", "place", "reads", "counted_at"}


def test_the_most_read_stand_by_how_often_within_the_period():
    today, week, old = make_article(), make_article(), make_article()
    read_often(today, 5)
    read_often(week, 50, days_ago=6)
    read_often(old, 500, days_ago=29)
    read_often(today, 1, days_ago=30)
    ranking.count_again()
    found = {period: [(a, a.reads) for a in ranking.most_read(period, 9)] for period in Period}
    assert found == {
        Period.DAY: [(today, 5)],
        Period.WEEK: [(week, 50), (today, 5)],
        Period.MONTH: [(old, 500), (week, 50), (today, 5)],
    }


def test_places_are_counted_again_only_when_they_are_old():
    read_often(make_article(), 5)
    assert ranking.count_again_if_old()
    assert not ranking.count_again_if_old()
    MostRead.objects.update(counted_at=timezone.now() - ranking.OLD)
    assert ranking.count_again_if_old()


def test_a_list_of_yesterday_is_not_shown_as_todays():
    read_often(make_article(), 5)
    ranking.count_again()
    MostRead.objects.update(counted_at=timezone.now() - ranking.GONE)
    assert ranking.most_read(Period.DAY, 9) == []


def test_a_withdrawn_article_leaves_the_list_at_once(client):
    kept, gone = make_article(title="Bài còn"), make_article(title="Bài đã gỡ")
    for article in (kept, gone):
        read_often(article, 5)
    ranking.count_again()
    type(gone).objects.filter(pk=gone.pk).update(state=State.WITHDRAWN, withdrawn_at=timezone.now())
    page = client.get("/doc-nhieu/").content.decode()
    assert "Bài còn" in page
    assert "Bài đã gỡ" not in page


def test_the_pages_of_the_most_read_take_three_queries(client, django_assert_max_num_queries):
    for number in range(30):
        read_often(make_article(), number + 1)
    ranking.count_again()
    for address in ("/doc-nhieu/", "/doc-nhieu/ngay/", "/doc-nhieu/thang/"):
        with django_assert_max_num_queries(3):
            page = client.get(address).content.decode()
        assert page.count('class="row') >= counting.SHOWN


def test_a_list_without_reads_says_so(client):
    page = client.get("/doc-nhieu/ngay/").content.decode()
    assert "Chưa đủ lượt đọc" in page
    assert client.get("/doc-nhieu/nam/").status_code == 404


def test_the_totals_are_told_only_where_the_portal_shows_them(client):
    DayVisits.objects.create(day=timezone.localdate(), count=1586)
    DayVisits.objects.create(day=timezone.localdate() - timedelta(1), count=7_446_665)
    assert client.get("/luot-truy-cap/").json() == {}
    assert "data-counter" not in client.get("/").content.decode()
    Portal.objects.update_or_create(pk=1, defaults={"counter_shown": True})
    answer = client.get("/luot-truy-cap/")
    assert answer.json() == {"today": "1.586", "all": "7.448.251"}
    assert "max-age=60" in answer["Cache-Control"]
    assert "data-counter" in client.get("/").content.decode()


def test_only_the_page_of_an_article_names_it_to_the_script(client):
    article = make_article()
    assert f'data-article="{article.pk}"' in client.get(article.get_absolute_url()).content.decode()
    client.force_login(make_user("system_admin"))
    assert "data-article" not in client.get("/tin-tuc/").content.decode()
