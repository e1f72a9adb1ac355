"""The calendar: what appears when, on the Vietnamese clock, for who may open the article."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from news.models import Article, State
from tests import staff
from tests.factories import make_article, make_unit, make_user

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/news/article/lich-dang/"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def elsewhere(monkeypatch):
    """A server whose own clock is that of New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def planned(day: datetime, **values) -> Article:
    """An article that was published long ago, with moments as its row has them."""
    article = make_article(at=day - timedelta(days=400), **values.pop("content", {}))
    Article.objects.filter(pk=article.pk).update(**values)
    return article


def entries(browser, query: str) -> list[tuple[str, str, str]]:
    """Day, hour and word of what the page shows."""
    response = browser.get(f"{PATH}{query}")
    assert response.status_code == 200
    return [
        (day["name"], f"{timezone.localtime(entry.at):%H:%M}", entry.word)
        for day in response.context["days"]
        for entry in day["entries"]
    ]


def test_the_days_are_those_of_viet_nam_whatever_the_server_thinks(elsewhere):
    at = datetime(2031, 3, 1, 0, 30, tzinfo=HANOI)
    planned(at, review_at=at, expires_at=at + timedelta(hours=23, minutes=45))
    browser = staff.browser(make_user("editor"))
    assert entries(browser, "?xem=thang&ngay=2031-03-15") == [
        ("Thứ Bảy, 01/03/2031", "00:30", "Nhắc rà soát"),
        ("Chủ Nhật, 02/03/2031", "00:15", "Hết hạn"),
    ]
    assert entries(browser, "?xem=thang&ngay=2031-02-15") == []
    week = entries(browser, "?xem=tuan&ngay=2031-03-01")
    assert [word for _, _, word in week] == ["Nhắc rà soát", "Hết hạn"]


def test_a_first_publication_and_a_switch_are_shown():
    at = timezone.now() + timedelta(minutes=30)
    first = make_article()
    Article.objects.filter(pk=first.pk).update(published_at=at)
    second = make_article(at=at - timedelta(days=400))
    late = at - timedelta(minutes=35)
    Article.objects.filter(pk=second.pk).update(state=State.APPROVED, due_at=late)
    browser = staff.browser(make_user("editor"))
    response = browser.get(f"{PATH}?xem=tuan&ngay={timezone.localdate(late)}")
    page = response.content.decode()
    assert "Bản sửa lên trang" in page
    assert "đã quá giờ" in page
    assert (
        "Hẹn đăng" in browser.get(f"{PATH}?xem=tuan&ngay={timezone.localdate(at)}").content.decode()
    )


def test_only_articles_the_person_may_open_are_named():
    day = timezone.now() + timedelta(days=3)
    here, there = make_unit("BTGHU"), make_unit("MTTQ")
    planned(day, review_at=day, content={"unit": there, "title": "Của nơi khác"})
    planned(day, review_at=day, content={"unit": here, "title": "Của nơi này"})
    query = f"?xem=thang&ngay={timezone.localdate(day)}"
    page = staff.browser(make_user("editor", unit=here)).get(f"{PATH}{query}").content.decode()
    assert "Của nơi này" in page
    assert "Của nơi khác" not in page
    assert staff.browser(make_user("system_admin")).get(PATH).status_code == 403


def test_what_was_withdrawn_has_no_plan():
    day = timezone.now() + timedelta(days=3)
    planned(day, review_at=day, state=State.WITHDRAWN, withdrawn_at=timezone.now())
    browser = staff.browser(make_user("editor"))
    assert entries(browser, f"?xem=thang&ngay={timezone.localdate(day)}") == []


@pytest.mark.parametrize(
    "query",
    ["?ngay=x", "?ngay=9999-12-31", "?ngay=0001-01-01&xem=tuan", "?xem=nam&ngay=2100-1-1"],
)
def test_a_strange_day_is_today(query):
    response = staff.browser(make_user("editor")).get(f"{PATH}{query}")
    assert response.status_code == 200
    assert str(timezone.localdate().year) in response.context["name"]


def test_a_month_takes_the_same_queries_for_any_number(django_assert_max_num_queries):
    day = timezone.now() + timedelta(days=3)
    for _ in range(5):
        planned(day, review_at=day)
    browser = staff.browser(make_user("editor"))
    with django_assert_max_num_queries(8):
        browser.get(f"{PATH}?xem=thang&ngay={timezone.localdate(day)}")
