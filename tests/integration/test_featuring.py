"""Featured articles: how many, for how long, who chooses, and what pages make of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import featuring, record
from news.models import Pin, State
from tests import staff
from tests.factories import make_article, make_category, make_unit, make_user, move

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/news/article/noi-bat/"


def feature(article, place=None, user=None, starts=-1, ends=24) -> str:
    """Feature an article from so many hours to so many hours from now."""
    now = timezone.now()
    times = now + timedelta(hours=starts), now + timedelta(hours=ends)
    return featuring.add(article, place, *times, user or make_user("publisher"))


def published(count: int, **values) -> list:
    """So many articles, the oldest first."""
    now = timezone.now()
    return [make_article(at=now - timedelta(days=count - n), **values) for n in range(count)]


def test_below_a_featured_article_none_of_the_newest_is_left_out(client):
    old, *rest = published(14, category=make_category("Kinh tế"))
    assert feature(old) == ""
    page = client.get("/").content.decode()
    # Two beside the lead, six titles and the first of the section: an unbroken row of the newest.
    shown = [article.get_absolute_url() in page for article in reversed(rest)]
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) > 8


def test_featured_articles_lead_the_home_page_in_their_order(client, django_assert_max_num_queries):
    old, older, *_ = published(14)
    assert feature(old) == feature(older) == ""
    with django_assert_max_num_queries(4):
        response = client.get("/")
    top = response.context["top"]
    assert top[:2] == [old, older]
    assert len(top) == 3
    assert len(response.context["newest"]) == 6
    page = response.content.decode()
    assert page.count(f'href="{old.get_absolute_url()}"') == 1


def test_a_pin_begins_and_ends_by_the_clock(client):
    first, second, *_ = published(14)
    feature(first, starts=1, ends=2)
    feature(second)
    Pin.objects.filter(article=second).update(ends_at=timezone.now())
    top = client.get("/").context["top"]
    assert first not in top
    assert second not in top


def test_a_withdrawn_article_and_one_with_a_notice_leave_at_once(client):
    first, second, *_ = published(14)
    feature(first)
    feature(second)
    move(first, "withdraw")
    move(second, "notice", make_user("publisher"), words="Đang kiểm tra lại.")
    assert not Pin.objects.exists()
    assert not {first, second} & set(client.get("/").context["top"])


def test_no_more_than_the_page_holds_at_one_moment():
    section = make_category("Kinh tế")
    rows = published(4, category=section)
    assert [feature(row, section) for row in rows[:2]] == ["", ""]
    assert "đã đủ 2" in feature(rows[2], section)
    assert feature(rows[2], section, starts=30, ends=40) == ""
    assert [feature(row) for row in rows[:3]] == ["", "", ""]
    assert "đã đủ 3" in feature(rows[3])
    assert feature(rows[0], starts=2, ends=50) == ""
    assert Pin.objects.of(None).count() == 3


def test_a_section_features_its_own_articles_only():
    here, there = make_category("Kinh tế"), make_category("Văn hoá")
    child = make_category("Nông nghiệp", parent=here)
    assert feature(make_article(category=child), here) == ""
    assert "không thuộc" in feature(make_article(category=there), here)


def test_what_citizens_cannot_read_is_not_featured():
    article = make_article()
    move(article, "withdraw")
    assert "đang hiện trên trang" in feature(article)
    assert "Ngày kết thúc" in feature(make_article(), starts=5, ends=4)


def test_a_section_shows_them_first_and_numbered_pages_stay(client, django_assert_max_num_queries):
    section = make_category("Kinh tế")
    rows = published(23, category=section)
    url = section.get_absolute_url()
    before = client.get(f"{url}trang/1/").content
    older = client.get(url).context["pages"].older
    feature(rows[0], section)
    with django_assert_max_num_queries(5):
        pages = client.get(url).context["pages"]
    assert pages.articles[0] == rows[0]
    assert pages.older == older
    assert client.get(f"{url}trang/1/").content == before


def test_only_those_who_publish_there_choose():
    section, other = make_category("Kinh tế"), make_category("Văn hoá")
    article = make_article(category=section)
    inside = make_user("publisher", category=section)
    assert featuring.places(inside) == [section]
    assert feature(article, section, inside) == ""
    assert "không có quyền" in feature(article, None, inside)
    assert "không có quyền" in feature(make_article(category=other), other, inside)
    assert "không có quyền" in feature(article, section, make_user("editor"))
    bound = make_user("publisher", unit=make_unit("MTTQ"))
    assert None not in featuring.places(bound)


def test_the_screen_adds_orders_and_takes_off():
    rows = published(2)
    browser = staff.browser(make_user("publisher"))
    today = timezone.localdate()
    dates = {"starts": today.isoformat(), "ends": today.isoformat(), "them": "1"}
    for row in rows:
        answer = browser.post(PATH, {"article": row.pk, "place": "", **dates})
        assert answer.status_code == 302
    first, second = Pin.objects.all()
    assert (first.article, second.article) == tuple(rows)
    assert timezone.localtime(first.ends_at).date() == today + timedelta(1)
    browser.post(PATH, {"tin": second.pk, "viec": "len"})
    assert [pin.article for pin in Pin.objects.all()] == rows[::-1]
    browser.post(PATH, {"tin": second.pk, "viec": "bo"})
    assert [pin.article for pin in Pin.objects.all()] == rows[:1]
    page = browser.get(f"{PATH}?bai={rows[1].pk}").content.decode()
    assert f'<option value="{rows[1].pk}" selected>' in page


@pytest.mark.parametrize(
    "data",
    [
        {"them": "1"},
        {"them": "1", "article": "x", "place": "999", "starts": "x", "ends": ""},
        {"them": "1", "article": "9" * 40, "place": "", "starts": "2026-01-01"},
        {"tin": "x", "viec": "len"},
        {"tin": "9" * 40},
        {},
    ],
)
def test_bad_input_to_the_screen_changes_nothing(data):
    browser = staff.browser(make_user("publisher"))
    assert browser.post(PATH, data).status_code in (200, 404)
    assert browser.get(f"{PATH}?bai=%C2%B2").status_code == 200
    assert not Pin.objects.exists()


def test_a_pin_of_another_section_is_not_found():
    section, other = make_category("Kinh tế"), make_category("Văn hoá")
    feature(make_article(category=other), other)
    browser = staff.browser(make_user("publisher", category=section))
    answer = browser.post(PATH, {"tin": Pin.objects.get().pk, "viec": "bo"})
    assert answer.status_code == 404
    assert staff.browser(make_user("editor")).get(PATH).status_code == 403
    assert Pin.objects.count() == 1


def recorded(article) -> list:
    """What the record holds of featuring, the oldest first: action, actor, note."""
    rows = article.events.filter(action__in=record.FEATURING).order_by("serial")
    return list(rows.values_list("action", "actor", "note"))


def test_featuring_is_on_record_with_who_before_and_after():
    article, publisher = make_article(), make_user("publisher")
    assert feature(article, user=publisher, starts=0, ends=24) == ""
    assert feature(article, user=publisher, starts=0, ends=72) == ""
    featuring.take_off(Pin.objects.get(), publisher, "2001:db8::1")
    new, later, gone = article.events.filter(action__in=record.FEATURING).order_by("serial")
    assert (new.action, later.action, gone.action) == ("pin", "repin", "unpin")
    assert {e.actor for e in (new, later, gone)} == {publisher}
    assert (new.role, gone.address, gone.version) == ("Người xuất bản", "2001:db8::1", 1)
    assert (new.before, new.after["place"], gone.after) == ({}, "Trang chủ", {})
    assert later.before == new.after
    assert later.after["ends_at"] > later.before["ends_at"]
    assert gone.before == later.after
    day = timezone.localdate()
    assert new.note.startswith(f"Trang chủ, từ {day:%d/%m/%Y} đến hết ")
    assert (new.from_state, new.to_state) == ("published", "published")
    assert record.check().broken_at is None


def test_another_order_is_on_record_and_what_changes_nothing_is_not():
    first, second = published(2)
    publisher = make_user("publisher")
    for row in (first, second):
        feature(row)
    pin = Pin.objects.get(article=second)
    featuring.step(pin, featuring.DOWN, publisher)
    featuring.step(Pin.objects.get(article=first), featuring.UP, publisher)
    pin_of_first = Pin.objects.get(article=first)
    featuring.add(first, None, pin_of_first.starts_at, pin_of_first.ends_at, publisher)
    assert [action for action, *_ in recorded(first) + recorded(second)] == ["pin", "pin"]
    featuring.step(pin, featuring.UP, publisher)
    assert recorded(second)[1] == ("pin_order", publisher.pk, "Trang chủ: từ thứ 2 lên thứ 1.")
    event = second.events.get(action="pin_order")
    assert (event.before["order"], event.after["order"]) == (2, 1)


@pytest.mark.parametrize("action", ["withdraw", "notice"])
def test_leaving_with_the_page_is_on_record_too(action):
    article, section = make_article(), make_category("Khác")
    section = article.category
    feature(article)
    feature(article, section)
    event = move(article, action, make_user("publisher"), words="Đang kiểm tra lại.")
    left = article.events.filter(action="unpin").order_by("serial")
    assert [e.before["place"] for e in left] == ["Trang chủ", str(section)]
    assert {e.actor for e in left} == {event.actor}
    assert "bài bị gỡ" in left[0].note
    assert not Pin.objects.exists()


def test_what_is_refused_is_not_recorded_as_done():
    article = make_article(State.WITHDRAWN)
    assert feature(article) != ""
    assert recorded(article) == []


def test_taking_off_what_has_left_already_does_nothing():
    article, publisher = make_article(), make_user("publisher")
    feature(article)
    pin = Pin.objects.get()
    move(article, "withdraw")
    featuring.take_off(pin, publisher)
    featuring.step(pin, featuring.UP, publisher)
    assert [action for action, *_ in recorded(article)] == ["pin", "unpin"]


def test_history_and_record_say_it_in_words():
    rows = published(2)
    publisher = make_user("publisher", "system_admin")
    browser = staff.browser(publisher)
    today = timezone.localdate().isoformat()
    for row in rows:
        browser.post(PATH, {"article": row.pk, "starts": today, "ends": today, "them": "1"})
    pin = Pin.objects.get(article=rows[1])
    browser.post(PATH, {"tin": pin.pk, "viec": "len"})
    browser.post(PATH, {"tin": pin.pk, "viec": "bo"})
    assert {e.address for e in rows[1].events.filter(action__in=record.FEATURING)} == {"127.0.0.1"}
    labels = ("Đưa lên tin nổi bật", "Đổi thứ tự tin nổi bật", "Bỏ khỏi tin nổi bật")
    for path in (staff.address(rows[1], "history"), "/quan-tri/news/article/nhat-ky/"):
        page = browser.get(path).text
        for label in labels:
            assert label in page, path
        assert "unpin" not in page.replace('value="unpin"', ""), path
    found = browser.get("/quan-tri/news/article/nhat-ky/?viec=pin_order").context["events"]
    assert [event.article for event in found] == [rows[1]]
