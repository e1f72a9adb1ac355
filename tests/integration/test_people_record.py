"""The record of accounts and the reports: who finds what, the files, the check, the numbers."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import codes, record
from accounts.models import AccountEvent, Factor, User
from accounts.record import ACTIONS
from news.admin.people_filters import STANDINGS
from news.people import told
from news.text import sheets
from tests import staff
from tests.factories import LABELS, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/accounts/user/nhat-ky/"
REPORT = "/quan-tri/accounts/user/bao-cao/"
LIST = "/quan-tri/accounts/user/"


@pytest.fixture
def admin():
    return make_user("account_admin", username="quan.tri")


@pytest.fixture
def browser(admin):
    """The administrator's, on the desk already: the first page of a session writes it down."""
    client = staff.browser(admin)
    client.get("/quan-tri/")
    return client


def found(browser, query="") -> list[AccountEvent]:
    """The rows that the page shows."""
    answer = browser.get(f"{PATH}{query}")
    assert answer.status_code == 200
    return list(answer.context["events"])


def put(action: str, **values) -> AccountEvent:
    """A row as something else may have written it."""
    return AccountEvent.objects.create(action=action, **values)


def test_rows_are_found_by_person_action_period_address_and_failure(browser):
    lan, binh = make_user(username="lan", full_name="Phạm Thị Lan"), make_user(username="binh")
    put("signed_in", actor=lan, subject=lan, address="203.0.113.7")
    put("refused", subject=lan, address="2001:db8::1")
    put("locked", actor=binh, subject=lan, note="Nghỉ hưu")
    assert [e.action for e in found(browser)] == ["locked", "refused", "signed_in"]
    assert len(found(browser, "?nguoi=LAN")) == 3
    assert [e.action for e in found(browser, "?nguoi=binh")] == ["locked"]
    assert len(found(browser, "?nguoi=thị lan")) == 3
    assert [e.action for e in found(browser, "?viec=refused")] == ["refused"]
    assert [e.action for e in found(browser, "?hong=on")] == ["refused"]
    assert [e.action for e in found(browser, "?dia_chi=203.0.113.7")] == ["signed_in"]
    assert [e.action for e in found(browser, "?dia_chi=2001:DB8:0::1")] == ["refused"]
    today = timezone.localdate()
    assert len(found(browser, f"?tu={today}&den={today}")) == 3
    assert found(browser, f"?tu={today + timedelta(1)}") == []


@pytest.mark.parametrize(
    "query",
    [
        *("?viec=la", "?tu=32/13/2026", "?den=9999-12-31", "?tu=0001-01-01", "?dia_chi=x"),
    ],
)
def test_what_is_not_understood_finds_nothing(browser, query):
    put("signed_in", actor=make_user())
    assert found(browser, query) == []


def test_a_strange_page_number_is_left_out(browser):
    put("signed_in", actor=make_user())
    for before in ("x", "9" * 40, "-1", "²"):
        assert len(found(browser, f"?truoc={before}")) == 1


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_vietnamese_words(browser, action):
    put(action, subject=make_user(), after={"by": "password+totp", "purpose": "invite"})
    (event,) = found(browser)
    assert event.label == ACTIONS[action]
    assert event.changes == ["Bằng: mật khẩu + ứng dụng xác minh", "Để: bắt đầu dùng tài khoản"]
    assert event.failed == (action in told.FAILURES)


def test_failures_are_what_did_not_succeed():
    assert {"refused", "slowed", "code_refused", "factor_refused"} <= set(told.FAILURES)
    assert not {"signed_in", "locked"} & set(told.FAILURES)


def test_the_pages_go_back_in_time_in_a_fixed_number_of_queries(
    browser, django_assert_max_num_queries
):
    for _ in range(60):
        put("signed_in", actor=make_user(full_name="Tên rất dài " * 9))
    with django_assert_max_num_queries(11):
        first = browser.get(PATH)
    rest = found(browser, f"?truoc={first.context['older']}")
    serials = [e.serial for e in (*first.context["events"], *rest)]
    assert serials == sorted(serials, reverse=True)
    assert len(serials) == 60


def test_what_happens_to_those_above_is_not_read(browser):
    chief, root = make_user("system_admin"), make_user(is_superuser=True)
    equal = make_user("account_admin", username="ngang.hang")
    for person in (chief, root, equal):
        put("signed_in", actor=person, subject=person, address="203.0.113.7")
    assert {e.subject for e in found(browser)} == {equal}
    for person, shown in ((chief, False), (root, False), (equal, True)):
        assert ("203.0.113.7" in browser.get(staff.change(person)).text) == shown
    assert len(found(staff.browser(chief))) == 3


@pytest.mark.parametrize("role", ["contributor", "editor", "secretary", "approver", "publisher"])
def test_the_newsroom_reads_neither_record_nor_reports(role):
    browser = staff.browser(make_user(role))
    for path in (PATH, REPORT):
        assert browser.get(path).status_code == 403
    assert browser.post(PATH, {"tai": "csv"}).status_code == 403
    assert not AccountEvent.objects.exists()


def test_a_file_holds_what_was_asked_for_and_is_on_record(browser, admin):
    put("signed_in", subject=make_user(full_name="=1+1", username="lan"))
    put("locked", subject=make_user(), note="@SUM(A1)")
    data = b"".join(browser.post(f"{PATH}?viec=locked", {"tai": "csv"}).streaming_content)
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=sheets.SEPARATOR))
    assert [line[2] for line in lines[1:]] == ["Khoá tài khoản"]
    assert "'@SUM(A1)" in lines[1]
    event = AccountEvent.objects.get(action="exported")
    assert (event.actor, event.after) == (admin, {"rows": 1})


def test_a_workbook_too(browser):
    put("signed_in", subject=make_user(full_name="Phạm Thị Lan"))
    data = b"".join(browser.post(PATH, {"tai": "xlsx"}).streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Phạm Thị Lan" in sheet
    assert "Đăng nhập" in sheet


def test_reading_alone_takes_nothing_away(browser):
    assert browser.get(f"{PATH}?tai=csv")["Content-Type"].startswith("text/html")
    assert not AccountEvent.objects.exists()


def spoil():
    """Change a row behind our back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_accountevent DISABLE TRIGGER account_event_is_final")
        cursor.execute("UPDATE accounts_accountevent SET note = 'sửa lén' WHERE serial = 2")


def test_the_check_says_whether_the_record_is_whole(browser, capsys):
    for _ in range(3):
        put("signed_in", actor=make_user())
    page = browser.post(PATH).text
    assert "Nhật ký còn nguyên" in page
    assert AccountEvent.objects.order_by("serial").last().hash in page
    call_command("check_record")
    said = capsys.readouterr().out
    assert "Nhật ký bài viết nguyên vẹn: 0 dòng" in said
    assert "Nhật ký tài khoản nguyên vẹn: 3 dòng" in said
    spoil()
    assert "đụng tới ở dòng số 2" in browser.post(PATH).text
    with pytest.raises(CommandError, match="Nhật ký tài khoản không còn nguyên vẹn từ dòng 2"):
        call_command("check_record")


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def crowd():
    """One account or more for every report."""
    Group.objects.get(name=LABELS["publisher"]).permissions.add(
        Permission.objects.get(codename="must_use_second_factor")
    )
    idle = make_user("editor")
    User.objects.filter(pk=idle.pk).update(date_joined=ago(90), last_login=ago(40), seen_at=ago(35))
    safe = make_user("publisher", seen_at=timezone.now())
    Factor.objects.create(user=safe, kind="totp", name="Điện thoại")
    make_user("publisher", seen_at=timezone.now())
    make_user("editor", is_active=False)
    make_user("editor", last_day=timezone.localdate())
    codes.make(make_user(), "invite")


def test_each_number_is_that_of_the_list_behind_it(browser):
    crowd()
    page = browser.get(REPORT)
    counts = {each["key"]: each["count"] for each in page.context["standings"]}
    assert counts["lau-khong-dung"] == counts["con-ma"] == 1
    # One publisher, and the administrator who looks.
    assert counts["thieu-xac-minh"] == 2
    assert counts["khoa"] == counts["sap-nghi"] == 1
    assert set(counts) == set(STANDINGS)
    for key, count in counts.items():
        shown = browser.get(f"{LIST}?tinh-trang={key}").context["cl"]
        assert shown.result_count == count, key


def test_who_may_publish_where(browser):
    unit, section = make_unit(), make_category()
    everywhere = make_user("approver", full_name="Ông Mọi Nơi")
    make_user("publisher", unit=unit, full_name="Bà Một Đơn Vị")
    make_user("publisher", unit=unit, category=section)
    make_user("publisher", is_active=False)
    make_user("editor")
    places = browser.get(REPORT).context["places"]
    assert [(p.unit, p.category, len(p.people)) for p in places] == [
        ("", "", 1),
        (str(unit), "", 1),
        (str(unit), str(section), 1),
    ]
    assert places[0].people[0].user == everywhere


def test_the_reports_are_calm_when_there_is_nothing(browser):
    page = browser.get(REPORT).text
    assert "Chưa có ai được xuất bản." in page
    assert "Không có mã nào chưa dùng." in page
    assert "Không có dòng nào." in browser.get(PATH).text


def test_two_hundred_accounts_ask_no_more_than_a_few(browser, django_assert_max_num_queries):
    for number in range(200):
        make_user(full_name=f"Người có tên rất dài thứ {number} " * 3)
    for path, most in ((LIST, 9), (REPORT, 18)):
        with django_assert_max_num_queries(most):
            assert browser.get(path).status_code == 200


@pytest.mark.parametrize("query", ["?tinh-trang=la", "?vai-tro=x", "?vai-tro=0"])
def test_odd_filters_are_no_fault(browser, query):
    assert browser.get(LIST + query).status_code in (200, 302)


def test_the_account_page_says_how_things_stand(browser, admin):
    user = make_user("editor", unit=make_unit())
    user.devices.create(token_hash="a")
    Factor.objects.create(user=user, kind="totp", name="Điện thoại")
    record.log("locked", actor=admin, subject=user, note="Đi học dài hạn")
    page = browser.get(staff.change(user)).text
    for words in ("Đang hoạt động", "Biên tập viên", "Đơn vị BTGHU", "Ứng dụng xác minh"):
        assert words in page
    assert "Đi học dài hạn" in page
