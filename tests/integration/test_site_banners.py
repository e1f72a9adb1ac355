"""Banners and planned outages: what stands above every page, when, and who put it there."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from news.site import planning, record
from news.site.models import Banner, Outage, SiteEvent
from tests import staff
from tests.factories import make_article, make_unit, make_user

pytestmark = pytest.mark.django_db
PATH, RECORD = "/quan-tri/site/portal/bang-thong-bao/", "/quan-tri/site/portal/nhat-ky/"
HOUR = timedelta(hours=1)


@pytest.fixture
def office():
    """The browser of somebody who may put banners up."""
    return staff.browser(make_user("secretary", full_name="Nguyễn Thu Hòa"))


def make_banner(text="Lũ về nhanh trên sông Hồng", **values) -> Banner:
    """A banner that stands now."""
    now = timezone.now()
    values = {"level": "warning", "starts_at": now - HOUR, "ends_at": now + HOUR, **values}
    return Banner.objects.create(text=text, **values)


def at(moment: datetime, name: str) -> dict:
    """A day and an hour as a browser sends them."""
    moment = timezone.localtime(moment)
    return {f"{name}_0": f"{moment:%Y-%m-%d}", f"{name}_1": f"{moment:%H:%M}"}


def banner(**values) -> dict:
    """The form of a banner."""
    now = timezone.now()
    when = {**at(now, "starts_at"), **at(now + timedelta(days=1), "ends_at")}
    empty = {"level": "emergency", "link": "", "link_label": "", "base": "", "luu": "1"}
    return {**empty, **when, "text": "Sơ tán ngay khỏi vùng ven sông", **values}


def outage(begins: datetime, **values) -> dict:
    """The form of a planned outage of three hours."""
    when = {**at(begins, "begins_at"), **at(begins + 3 * HOUR, "returns_at")}
    return {"what": "Cổng bảo trì máy chủ", "reason": "", "base": "", "luu": "1", **when, **values}


def later(days: int) -> datetime:
    """Noon, so many days from today."""
    day = timezone.localdate() + timedelta(days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def test_a_banner_stands_on_every_page_at_once_and_leaves_by_itself(client):
    article = make_article()
    make_banner(link="/tin-tuc/", link_label="Xem hướng dẫn")
    addresses = ("/", "/tin-tuc/", article.get_absolute_url(), "/khong-co/", "/dang-nhap/")
    for address in addresses:
        page = client.get(address).content.decode()
        assert "Cảnh báo:</strong> Lũ về nhanh trên sông Hồng" in page
        assert '<a href="/tin-tuc/">Xem hướng dẫn</a>' in page
    Banner.objects.update(ends_at=timezone.now())
    assert "Lũ về nhanh" not in client.get("/").content.decode()


def test_a_banner_waits_for_its_hour(client):
    make_banner(starts_at=timezone.now() + HOUR / 2)
    assert "Lũ về nhanh" not in client.get("/").content.decode()


def test_the_heaviest_comes_first_and_three_are_enough(client):
    for level in ("info", "emergency", "warning", "info"):
        make_banner(f"Mức {level}", level=level)
    page = client.get("/").content.decode()
    places = [page.index(f"Mức {level}") for level in ("emergency", "warning", "info")]
    assert places == sorted(places)
    assert page.count("data-banner=") == 3


def test_words_of_a_banner_are_words(client):
    make_banner("<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/").content.decode()


def test_an_outage_says_both_its_times(client):
    begins = later(20)
    Outage.objects.create(what="Bảo trì", begins_at=begins, returns_at=begins + 3 * HOUR)
    page = client.get("/").content.decode()
    assert f"{begins:%d/%m/%Y}" in page
    assert "Ngừng từ 12:00" in page
    assert "dự kiến hoạt động lại lúc 15:00" in page
    Outage.objects.update(cancelled_at=timezone.now())
    assert "Tạm ngừng hoạt động" not in client.get("/").content.decode()


def test_banners_cost_no_further_query(client, django_assert_num_queries):
    make_banner()
    with django_assert_num_queries(1):
        # A page that asks for nothing else.
        client.get("/bao-loi/da-nhan/")


def test_putting_up_changing_and_taking_down(office, client):
    assert office.post(PATH, banner()).status_code == 302
    row = Banner.objects.get()
    assert "Khẩn cấp:</strong> Sơ tán ngay" in client.get("/").content.decode()
    stamp = row.changed_at
    data = banner(text="Đã an toàn", level="info", base=stamp.isoformat())
    assert office.post(f"{PATH}?sua={row.pk}", data).status_code == 302
    row.refresh_from_db()
    assert row.changed_at > stamp
    assert "Đã an toàn" in client.get("/").content.decode()
    office.post(PATH, {"viec": "ha", "muc": row.pk})
    assert "Đã an toàn" not in client.get("/").content.decode()
    page = office.get(PATH).text
    assert "Đã qua" in page
    assert "Nguyễn Thu Hòa" in page


def test_a_longer_time_brings_nothing_back_that_was_closed(office):
    row = make_banner()
    stamp = row.changed_at
    data = banner(text=row.text, level=row.level, base=stamp.isoformat())
    office.post(f"{PATH}?sua={row.pk}", data)
    row.refresh_from_db()
    assert row.changed_at == stamp


def test_nobody_writes_over_what_another_has_just_changed(office):
    row = make_banner()
    page = office.post(f"{PATH}?sua={row.pk}", banner(text="Của tôi", base="cũ")).text
    assert "Người khác vừa sửa băng này" in page
    assert "Của tôi" in page
    assert row.changed_at.isoformat() in page
    row.refresh_from_db()
    assert row.text == "Lũ về nhanh trên sông Hồng"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " "}, "Hãy nhập nội dung"),
        ({"level": "đỏ"}, "Hãy chọn một mức"),
        ({"link": "javascript:alert(1)"}, "Địa chỉ bắt đầu bằng"),
        ({"link": "/quan-tri/"}, "dành cho cán bộ"),
        ({"ends_at_0": "2020-01-01"}, "phải sau lúc bắt đầu"),
        ({"starts_at_0": "2020-01-01", "ends_at_0": "2020-01-02"}, "đã qua"),
        ({"ends_at_0": "2090-01-01"}, "nhiều nhất 92 ngày"),
        ({"ends_at_0": "", "ends_at_1": ""}, "Hãy chọn ngày và giờ"),
        ({"starts_at_0": "hôm nay"}, "Ngày chưa đúng"),
    ],
)
def test_a_wrong_banner_is_refused_and_keeps_what_was_typed(office, values, words):
    page = office.post(PATH, banner(**values)).text
    assert words in page
    assert "text" in values or "Sơ tán ngay khỏi vùng ven sông" in page
    assert not Banner.objects.exists()


def test_a_fourth_at_the_same_time_is_refused(office):
    for number in range(3):
        make_banner(f"Băng {number}")
    assert "đã có 3 băng" in office.post(PATH, banner()).text


def test_an_outage_is_told_seven_working_days_ahead_or_why_not(office):
    address = f"{PATH}?loai=tam-ngung"
    page = office.post(address, outage(later(3))).text
    assert "ít nhất 7 ngày làm việc" in page
    page = office.post(address, outage(later(3), unavoidable="on")).text
    assert "phải ghi lý do" in page
    assert not Outage.objects.exists()
    answer = office.post(address, outage(later(3), unavoidable="on", reason="Sét đánh hỏng máy"))
    assert answer.status_code == 302
    assert office.post(address, outage(later(30))).status_code == 302
    assert Outage.objects.filter(unavoidable=False, reason="").count() == 1


def test_an_announced_outage_may_end_later_but_not_begin_sooner(office):
    row = Outage.objects.create(
        what="Bảo trì", begins_at=later(3), returns_at=later(3) + HOUR, made_at=later(-20)
    )
    address, base = f"{PATH}?loai=tam-ngung&sua={row.pk}", row.changed_at.isoformat()
    page = office.post(address, outage(later(2), base=base)).text
    assert "ít nhất 7 ngày làm việc" in page
    assert office.post(address, outage(later(3), base=base)).status_code == 302
    row.refresh_from_db()
    assert row.returns_at == later(3) + 3 * HOUR


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (
            date(2026, 11, 2),
            date(2026, 11, 12),
        ),  # a Monday
        (date(2026, 11, 6), date(2026, 11, 18)),  # a Friday
        (date(2026, 8, 31), date(2026, 9, 11)),  # 2 September is a holiday
    ],
)
def test_the_first_possible_day_counts_working_days_only(today, first):
    assert planning.earliest(today) == first


@pytest.mark.parametrize("data", [{}, {"viec": "ha"}, {"viec": "ha", "muc": "x"}, {"viec": "bay"}])
def test_a_button_that_nobody_made_is_not_found(office, data):
    make_banner()
    assert office.post(PATH, data).status_code == 404
    assert office.get(f"{PATH}?sua={'9' * 40}&loai=x").status_code == 200


def test_who_is_bound_to_a_unit_puts_nothing_up(client):
    bound = staff.browser(make_user("publisher", unit=make_unit()))
    assert bound.post(PATH, banner()).status_code == 403
    assert not Banner.objects.exists()


def test_who_put_up_what_is_on_record_and_the_record_is_sealed(office, capsys):
    office.post(PATH, banner())
    office.post(PATH, {"viec": "ha", "muc": Banner.objects.get().pk})
    actions = SiteEvent.objects.order_by("serial").values_list("action", flat=True)
    assert list(actions) == ["banner_added", "banner_ended"]
    page = office.get(RECORD).text
    assert "Hạ băng thông báo" in page
    assert "Nguyễn Thu Hòa" in page
    assert "Nhật ký còn nguyên" in office.post(RECORD).text
    assert "Sơ tán ngay" in office.post(RECORD, {"tai": "csv"}).getvalue().decode("utf-8-sig")
    event = SiteEvent.objects.first()
    for attempt in (event.save, event.delete, SiteEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE site_siteevent DISABLE TRIGGER site_event_is_final")
        cursor.execute("UPDATE site_siteevent SET note = 'sửa lén' WHERE serial = 1")
    assert record.check().broken_at == 1
    with pytest.raises(CommandError, match="Nhật ký trang không còn nguyên vẹn từ dòng 1"):
        call_command("check_record")
    assert "Nhật ký tài khoản nguyên vẹn" in capsys.readouterr().out
