"""What readers look for: counted without knowing who, told to editors in sums."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from news import due
from news.pace import Pace
from news.search import wanted, windows
from news.search.keys import key
from news.search.models import DaySearches
from tests import staff
from tests.factories import make_article, make_unit, make_user

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 Chrome/120.0 Mobile"
SCREEN = "/quan-tri/site/portal/nguoi-doc-tim-gi/"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """What other tests asked does not count here."""
    windows.forget()
    monkeypatch.setattr(wanted, "PACE", Pace(1))


def look(client, words, place="203.0.113.1", agent=PHONE, **more):
    asked = {"q": words, **{name: value for name, value in more.items() if name.islower()}}
    headers = {name: value for name, value in more.items() if not name.islower()}
    return client.get("/tim-kiem/", asked, REMOTE_ADDR=place, HTTP_USER_AGENT=agent, **headers)


def counted() -> list[tuple]:
    return list(DaySearches.objects.order_by("words").values_list("words", "asked", "empty"))


def keep(words, asked=3, empty=0, days_ago=0):
    day = timezone.localdate() - timedelta(days_ago)
    rows = {"words": words, "key": key(words), "asked": asked, "empty": empty}
    return DaySearches.objects.create(day=day, **rows)


def test_searches_are_summed_by_day_and_words(client):
    make_article(title="Lịch cắt điện")
    look(client, "Lịch  cắt điện")
    look(client, "lịch cắt điện?", "203.0.113.2")
    look(client, "khôngcóđâu", "203.0.113.2")
    assert counted() == [("khôngcóđâu", 1, 1), ("lịch cắt điện", 2, 0)]
    assert DaySearches.objects.first().day == timezone.localdate()


def test_going_on_with_a_search_is_no_new_one(client):
    make_article(title="Lịch cắt điện")
    for more in ({}, {}, {"trang": 2}, {"luc": "30"}, {"sap": "ngay"}):
        look(client, "lịch cắt điện", **more)
    look(client, "lịch cắt điện", "203.0.113.9", HTTP_SEC_PURPOSE="prefetch")
    assert counted() == [("lịch cắt điện", 1, 0)]


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.0", "HeadlessChrome/120.0"])
def test_programs_do_not_count(client, agent):
    look(client, "lịch cắt điện", agent=agent)
    assert counted() == []


@pytest.mark.parametrize("cookie", ["SESSION_COOKIE_NAME", "DEVICE_COOKIE_NAME"])
def test_the_staff_do_not_count(client, cookie):
    client.cookies[getattr(settings, cookie)] = "x"
    look(client, "lịch cắt điện")
    assert counted() == []


@pytest.mark.parametrize(
    "words",
    [
        *("0912345678", "gọi 0912 345 678", "+84 912.345.678", "(0214) 3 876 543", "3876543"),
        *("001203004567", "cccd 001 203 004 567", "cmnd 063-123-456", "sổ DN4010123456789"),
        *("an@example.vn", "https://facebook.com/an", "www.an.vn", "xe 24B1-123.45", "24a 12345"),
        *("ông an 09\u00a012 345\u200b678", "số ０９１２３４５６７８", "tài khoản 19033 22110 011"),
        *("tôi là an ở thôn một muốn hỏi về đơn của tôi", "a" * 81, "", "?!", '""'),
    ],
)
def test_what_may_tell_who_asks_is_never_counted(client, words):
    assert wanted.countable(words) == ""
    look(client, words)
    assert counted() == []


@pytest.mark.parametrize(
    "words",
    [
        *("nghị quyết 25-nq/tw", "31/7/2023", "31.07.2023", "kế hoạch 2021-2025", "năm 2026"),
        *("12/2025/nđ-cp", "1.586 ý kiến", "quyết định 759/qđ-ttg", "khu phố 12", "gạo st25"),
    ],
)
def test_numbers_of_documents_dates_and_years_count(words):
    assert wanted.countable(words) == words


def test_the_database_is_asked_nothing_more(client, settings, django_assert_max_num_queries):
    settings.READS_HELD_SECONDS = 3600
    make_article(title="Lịch cắt điện")
    with django_assert_max_num_queries(6):
        look(client, "lich cat dien")
    wanted.GATHERED._timer.cancel()
    assert counted() == []
    wanted.GATHERED.write()
    assert counted() == [("lich cat dien", 1, 0)]


def test_a_flood_of_words_ends(monkeypatch):
    monkeypatch.setattr(wanted, "A_DAY", 5)
    for number in range(20):
        wanted.note(f"từ ngẫu nhiên x{number}", f"203.0.113.{number}", empty=True)
    wanted.note("từ ngẫu nhiên x0", "203.0.113.99", empty=True)
    assert len(counted()) == 5
    assert counted()[0][1:] == (2, 2)


def test_letters_that_grow_when_folded_fit(client):
    look(client, "ß" * 40 + " " + "ﬃ" * 39)
    assert DaySearches.objects.count() <= 1


def test_no_column_could_hold_who_asked():
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "search_daysearches")
    assert {column.name for column in table} == {"id", "day", "words", "key", "asked", "empty"}


def test_what_few_asked_goes_after_a_week_and_all_after_400_days():
    keep("hiếm", 2, days_ago=8)
    keep("hiếm mà mới", 2, days_ago=7)
    keep("hay hỏi", 2, days_ago=20)
    keep("hay hoi", 1, days_ago=9)
    keep("quá cũ", 50, days_ago=401)
    due.old_things()
    assert [row[0] for row in counted()] == ["hay hoi", "hay hỏi", "hiếm mà mới"]


def test_the_screen_shows_sums_of_all_spellings_and_leads_on():
    keep("lịch cúp điện", 4, 4)
    keep("lich cup dien", 1, 1, days_ago=2)
    keep("nông thôn mới", 1500)
    keep("nguyễn văn a", 2, 2)
    keep("chuyện cũ", 9, days_ago=40)
    office = staff.browser(make_user("secretary"))
    page = office.get(SCREEN).text
    assert "1.500 lần tìm" in page
    assert "5 lần tìm" in page
    assert "nguyễn văn a" not in page
    assert "chuyện cũ" not in page
    assert "chuyện cũ" in office.get(f"{SCREEN}?luc=90").text
    page = office.get(f"{SCREEN}?xem=khong-co").text
    assert "nông thôn mới" not in page
    assert "tu-dong-nghia/?cum=l%E1%BB%8Bch%20c%C3%BAp%20%C4%91i%E1%BB%87n#entry-form" in page
    assert "goi-y-khi-tim/?cum=l%E1%BB%8Bch" in page
    assert office.get(f"{SCREEN}?luc=x&xem=y").status_code == 200


@pytest.mark.parametrize("role", ["contributor", "editor", "approver", "account_admin"])
def test_others_may_not(role):
    assert staff.browser(make_user(role)).get(SCREEN).status_code == 403


def test_a_role_for_one_unit_alone_may_not_and_nothing_is_sent_here():
    someone = staff.browser(make_user("secretary", unit=make_unit("VHTT")))
    assert someone.get(SCREEN).status_code == 403
    assert staff.browser(make_user("secretary")).post(SCREEN, {"x": "y"}).status_code == 404
