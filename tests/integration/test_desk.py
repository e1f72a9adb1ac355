"""The desk: every list of every role, its number, and the warnings of the office."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from news import desk, sittings, standing, workflow
from news.models import Article, Sitting, State
from news.text.vietnamese import VIETNAM
from tests import staff
from tests.factories import WAYS, make_article, make_draft, make_unit, make_user, move

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/"
WRITERS = ("contributor", "editor", "secretary", "approver", "publisher")


def update(article, **values) -> Article:
    Article.objects.filter(pk=article.pk).update(**values)
    article.refresh_from_db()
    return article


def _midnight(now: datetime) -> datetime:
    """When today is over in Vietnam."""
    return datetime.combine(now.astimezone(VIETNAM) + timedelta(days=1), time(), VIETNAM)


def one_in_every_list(user) -> None:
    """More than a card shows of some, one of each of the others."""
    now = timezone.now()
    for state in WAYS:
        make_article(state)
        make_article(state, user=user)
    for _ in range(desk.ROWS + 2):
        make_draft(user)
        update(make_article(State.RETURNED, user=user), binned_at=now)
    urgent = make_draft()
    move(urgent, "urgent")
    update(make_article(), expires_at=now + timedelta(days=3), review_at=now - timedelta(days=1))
    update(make_article(State.APPROVED), needs_work="Thiếu ảnh")
    update(make_article(), published_at=now + (_midnight(now) - now) / 2)
    opened = make_draft(user)
    sittings.keep(user, "a" * 32, opened, 1, {"title": "Tên đang gõ"})


def rows_behind(client, card) -> int:
    page = client.get(f"{staff.ARTICLES}?{card.query}")
    assert page.status_code == 200
    return page.context["cl"].result_count


@pytest.mark.parametrize("role", [*WRITERS, "superuser"])
def test_every_number_is_the_number_of_rows_behind_it(role):
    user = make_user("contributor", is_superuser=role == "superuser")
    if role not in ("superuser", "contributor"):
        user = make_user(role)
    one_in_every_list(user)
    client = staff.browser(user)
    cards = desk.cards(user)
    for card in cards:
        assert card.count == rows_behind(client, card), card.list.key
        assert len(card.rows) == min(card.count, desk.ROWS), card.list.key
        order = card.list.rows(user).order_by(*card.list.order)
        expected = list(order.values_list("pk", flat=True)[: desk.ROWS])
        assert [row.article.pk for row in card.rows] == expected, card.list.key
    if role in ("superuser", "approver"):
        assert {card.list.key for card in cards if not card.count} <= {"hom-nay"}
    if role in ("account_admin", "system_admin"):
        assert cards == []


@pytest.mark.parametrize("role", ["editor", "approver", "publisher"])
def test_the_numbers_hold_for_somebody_with_a_unit_of_their_own(role):
    user = make_user(role, unit=make_unit("BTGHU"))
    one_in_every_list(user)
    make_article(State.SUBMITTED, unit=make_unit("MTTQ"))
    client = staff.browser(user)
    assert all(card.count == rows_behind(client, card) for card in desk.cards(user))


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
def test_who_has_no_articles_has_no_lists(role):
    user = make_user(role)
    make_article(State.SUBMITTED, title="Tin của toà soạn")
    assert desk.cards(user) == []
    assert "Tin của toà soạn" not in staff.browser(user).get(DESK).text


def card_of(user, key: str):
    return next(card for card in desk.cards(user) if card.list.key == key)


def test_the_oldest_waits_at_the_top_and_says_how_long():
    editor, now = make_user("editor"), timezone.now()
    for hours in (1, 100, 30):
        update(make_article(State.SUBMITTED), updated_at=now - timedelta(hours=hours))
    told = [row.told for row in card_of(editor, "cho-toi").rows]
    assert told == ["Chờ 4 ngày", "Chờ 30 giờ", "Chờ 1 giờ"]


def test_what_came_back_says_who_returned_it_and_why():
    writer = make_user("contributor")
    article = make_article(State.RETURNED, user=writer)
    move(article, "submit")
    chief = make_user("editor", full_name="Trần Thị Bình")
    move(article, "return", chief, note="Bổ sung số liệu năm 2026")
    page = staff.browser(writer).get(DESK).text
    assert "Trần Thị Bình: Bổ sung số liệu năm 2026" in page
    assert "Bổ sung số liệu" not in staff.browser(make_user("contributor")).get(DESK).text


def test_what_was_typed_and_not_saved_is_offered_to_its_writer_only():
    writer = make_user("contributor")
    article = make_draft(writer)
    sittings.keep(writer, "a" * 32, article, 1, {"title": "Tên đang gõ"})
    sittings.keep(writer, "b" * 32, None, 0, {"title": "Bài mới gõ dở"})
    page = staff.browser(writer).get(DESK).text
    assert "Tên đang gõ" in page
    assert f"/quan-tri/news/article/dang-go/{'b' * 32}/" in page
    assert "gõ dở" not in staff.browser(make_user("publisher")).get(DESK).text.replace("Gõ", "")
    sittings.end(writer, "b" * 32)
    assert "Bài mới gõ dở" not in staff.browser(writer).get(DESK).text


def test_who_has_an_article_open_is_named():
    writer = make_user("contributor", full_name="Lò Thị Mai")
    sittings.keep(writer, "a" * 32, make_draft(writer), 1, None)
    card = card_of(make_user("editor"), "dang-sua")
    assert [row.told for row in card.rows] == ["Lò Thị Mai đang mở bài"]
    Sitting.objects.update(seen_at=timezone.now() - sittings.PRESENT * 2)
    assert card_of(make_user("editor"), "dang-sua").count == 0


def test_what_is_in_the_bin_is_in_no_other_list():
    user = make_user("contributor", "publisher")
    article = update(make_article(State.RETURNED, user=user), binned_at=timezone.now())
    cards = [card for card in desk.cards(user) if card.count]
    assert [card.list.key for card in cards] == ["thung-rac"]
    client = staff.browser(user)
    assert client.get(staff.ARTICLES).context["cl"].result_count == 0
    found = client.get(f"{staff.ARTICLES}?trang-thai=thung-rac").context["cl"].result_list
    assert list(found) == [article]


def test_a_row_says_in_each_list_why_it_is_there():
    now = timezone.now()
    update(make_article(), expires_at=now + timedelta(days=2), review_at=now)
    user = make_user("publisher")
    told = {c.list.key: c.rows[0].told.partition(" lúc")[0] for c in desk.cards(user) if c.rows}
    assert told["sap-het-han"] == "Hết hạn"
    assert told["moi-dang"] == "Đăng"


# Thursday, 26 November 2026, at eight in the morning.
NOW = datetime(2026, 11, 26, 8, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (datetime(2026, 11, 25, 9, tzinfo=VIETNAM), 0),
        (datetime(2026, 11, 24, 23, 59, tzinfo=VIETNAM), 1),
        (datetime(2026, 11, 20, 16, tzinfo=VIETNAM), 3),
    ],
)
def test_the_office_is_told_when_a_working_day_brought_nothing(last, days, monkeypatch):
    make_article(at=last)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert (f"Đã {days} ngày làm việc" in desk.silence()) == bool(days)
    assert bool(desk.silence()) == bool(days)


def test_a_holiday_is_no_working_day(monkeypatch, settings):
    make_article(at=datetime(2026, 11, 24, 9, tzinfo=VIETNAM))
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    settings.HOLIDAYS = ["2026-11-25"]
    assert desk.silence() == ""


def test_the_silence_and_the_haste_are_told_to_those_who_may_publish():
    for _ in range(2):
        make_article(at=timezone.now() - timedelta(days=9))
    urgent = make_draft()
    move(urgent, "urgent")
    update(urgent, published_at=timezone.now() - timedelta(days=9))
    page = staff.browser(make_user("publisher")).get(DESK).text
    assert "ngày làm việc chưa đăng bài nào" in page
    assert "Tin khẩn tháng này: 1 trên 3 bài, 33 %." in page
    page = staff.browser(make_user("editor")).get(DESK).text
    assert "chưa đăng bài nào. Bài" not in page
    assert "Tin khẩn tháng này" not in page


def badges_of(user, article) -> list[str]:
    """The words beside an article on the desk, by the first list it stands in."""
    cards = staff.browser(user).get(DESK).context["desk"]
    rows = [row for card in cards for row in card.rows if row.article.pk == article.pk]
    return [words for _, words in rows[0].badges]


def test_a_live_article_with_a_newer_draft_says_both():
    publisher = make_user("publisher")
    article = make_article()
    workflow.save(article, {"summary": "Đã sửa"}, make_user("editor"), base=1)
    assert badges_of(publisher, article) == ["Đang đăng", "bản 2: Bản nháp"]
    page = staff.browser(publisher).get(DESK).content.decode()
    assert "Bản 2: Bản nháp" in page


def test_what_waits_for_its_moment_is_not_called_published():
    now = timezone.now()
    article = make_article(at=now + timedelta(hours=1))
    assert badges_of(make_user("publisher"), article) == ["Hẹn đăng"]
    article = make_article(State.APPROVED)
    assert standing.badges(article) == [("approved", State.APPROVED.label)]


def test_what_has_expired_is_not_called_published():
    now = timezone.now()
    article = update(make_article(), expires_at=now - timedelta(minutes=1))
    assert standing.badges(article) == [("withdrawn", "Hết hạn")]
    assert standing.sentence(article).startswith("Hết hạn lúc ")
    workflow.save(article, {"summary": "Đã sửa"}, make_user("editor"), base=1)
    article.refresh_from_db()
    said = standing.sentence(article)
    assert re.fullmatch("Hết hạn bản 1 lúc .+; bản 2: Bản nháp", said)
