"""A list of people becomes accounts: looked at first, all or nothing, and once."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import codes, record
from accounts.models import AccountEvent, User
from news.models import Assignment
from tests import sheets, staff
from tests.factories import LABELS, make_unit, make_user

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/accounts/user/nhap/"
HEAD = ("Họ và tên", "Tên đăng nhập", "Thư điện tử", "Điện thoại", "Vai trò", "Mã đơn vị")
LAN = ("Phạm Thị Lan", "", "lan@example.vn", "0912345678", "Cộng tác viên", "BTGHU")
BINH = ("Nguyễn Văn Bình", "binh", "", "", "biên tập viên", "")


@pytest.fixture
def browser():
    make_unit()
    return staff.browser(make_user("account_admin", username="quan.tri", full_name="Quản Trị"))


def sent(browser, *rows, head=HEAD, data=None):
    """Send a file to be looked at."""
    data = data if data is not None else sheets.ours(head, *rows)
    return browser.post(PATH, {"tep": SimpleUploadedFile("danh-sach.xlsx", data)})


def confirmed(browser, looked, **more):
    return browser.post(PATH, {"danh-sach": looked.context["list"], **more}, follow=True)


def kinds(looked) -> list[str]:
    return [step.kind for step in looked.context["steps"]]


def says(looked) -> str:
    return " ".join(step.says for step in looked.context["steps"])


def test_nothing_is_written_before_somebody_has_looked(browser):
    looked = sent(browser, LAN, BINH)
    assert kinds(looked) == ["new", "new"]
    assert "lan.pt" in looked.text
    assert User.objects.count() == 1
    assert not AccountEvent.objects.exists()


def test_confirmed_it_makes_accounts_roles_and_slips(browser):
    answer = confirmed(browser, sent(browser, LAN, BINH))
    lan, binh = User.objects.get(username="lan.pt"), User.objects.get(username="binh")
    assert (lan.email, lan.phone, lan.must_change_password) == ("lan@example.vn", LAN[3], True)
    places = {(r.user, r.role.name, r.unit and r.unit.code) for r in Assignment.objects.all()}
    assert {(lan, "Cộng tác viên", "BTGHU"), (binh, "Biên tập viên", None)} <= places
    slips = {row["user"]: row["code"] for row in answer.context["rows"]}
    assert codes.check("lan.pt", slips[lan]) == lan
    assert codes.check("binh", slips[binh]) == binh
    rows = AccountEvent.objects.filter(subject=lan).order_by("serial")
    assert [r.action for r in rows][:3] == ["created", "role_given", "code_made"]
    assert rows[0].note == "Nhập từ danh sách"


def test_a_long_list_asks_no_more_than_a_short_one(browser, django_assert_max_num_queries):
    people = [(f"Người {n}", f"nguoi.{n}", "", "", "Cộng tác viên", "BTGHU") for n in range(60)]
    browser.get("/quan-tri/")
    looked = sent(browser, *people)
    with django_assert_max_num_queries(30):
        browser.post(PATH, {"danh-sach": looked.context["list"]})
    rows = AccountEvent.objects.order_by("serial").values_list("action", "subject__username")
    names = [name for _, name, *_ in people]
    assert list(rows) == [
        (action, name) for action in ("created", "role_given", "code_made") for name in names
    ]
    assert record.check().broken_at is None


def test_a_role_that_asks_for_two_steps_begins_their_time(browser):
    confirmed(browser, sent(browser, ("Trần Duyệt", "duyet", "", "", LABELS["approver"]), LAN))
    due = dict(User.objects.values_list("username", "factor_due_at"))
    assert due["duyet"]
    assert due["lan.pt"] is None


def test_the_same_list_again_changes_nothing(browser):
    confirmed(browser, sent(browser, LAN, BINH))
    count = AccountEvent.objects.count()
    looked = sent(browser, LAN, BINH)
    assert kinds(looked) == ["same", "same"]
    assert "Không có gì mới" in confirmed(browser, looked).text
    assert (User.objects.count(), AccountEvent.objects.count()) == (3, count)


def test_a_list_confirmed_twice_makes_each_account_once(browser):
    looked = sent(browser, LAN, BINH)
    confirmed(browser, looked)
    confirmed(browser, looked)
    assert User.objects.count() == 3


def test_one_wrong_line_stops_all_unless_such_lines_are_left_out(browser):
    looked = sent(browser, LAN, ("", "x"))
    assert kinds(looked) == ["new", "wrong"]
    assert "chưa tạo tài khoản nào" in confirmed(browser, looked).text
    assert User.objects.count() == 1
    confirmed(browser, looked, **{"bo-qua": "1"})
    assert User.objects.filter(username="lan.pt").exists()
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("",), "không có người nào"),
        (("", "ai.do"), "Thiếu họ và tên"),
        (("A", "", "", "", "Chủ tịch"), "Không có vai trò “Chủ tịch”"),
        (("A B", "", "", "", "Cộng tác viên", "KHAC"), "mang mã “KHAC”"),
        (("A B", "", "", "", "", "BTGHU"), "thiếu vai trò"),
        (("A B", "", "", "", "Quản trị hệ thống"), "không được giao vai trò"),
        (("A B", "", "", "", "Quản trị tài khoản"), "không được giao vai trò"),
        (("A B", "", "", "", "Quản trị tài khoản", "BTGHU"), "để trống mã đơn vị"),
        (("A B", "quan.tri"), "đã là của Quản Trị"),
        (("Quản Trị", "QUAN.TRI", "", "", "Biên tập viên"), "không được giao vai trò này"),
        (("A B", "có dấu"), "Tên đăng nhập:"),
        (("A B", "", "không phải thư"), "Thư điện tử:"),
        (("A B", "", "", "gọi sau"), "chỉ gồm chữ số"),
        (("A" * 200,), "Họ và tên:"),
        (("李",), "Hãy tự ghi"),
        (("A B", "", "co@example.vn"), "đã thuộc tài khoản da.co"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(browser, row, words):
    make_user(username="da.co", email="CO@example.vn")
    before = User.objects.count()
    looked = sent(browser, row)
    assert words in looked.text
    if looked.context["steps"]:
        assert kinds(looked) == ["wrong"]
        confirmed(browser, looked)
    assert User.objects.count() == before


def test_two_of_one_name_are_a_question_and_two_roles_of_one_person_are_not(browser):
    twins = sent(browser, LAN, ("Phạm Thị Lan",))
    assert kinds(twins) == ["new", "wrong"]
    assert "Trùng họ tên với dòng 2" in says(twins)
    two = [
        ("Vũ Hai Việc", "hai.viec", "", "", role) for role in ("Cộng tác viên", "Thư ký biên tập")
    ]
    answer = confirmed(browser, sent(browser, *two))
    user = User.objects.get(username="hai.viec")
    assert user.assignments.count() == 2
    assert [row["user"] for row in answer.context["rows"]] == [user]


def test_names_alike_get_numbers_and_keep_them(browser):
    rows = [("Phạm Thị Lan",), ("Phan Thanh Lan",), ("Phạm Thị Lân",)]
    looked = sent(browser, *rows)
    assert [s.user.username for s in looked.context["steps"]] == ["lan.pt", "lan.pt2", "lan.pt3"]
    confirmed(browser, looked)
    again = sent(browser, *reversed(rows))
    assert kinds(again) == ["same"] * 3
    names = [step.user.username for step in again.context["steps"]]
    assert names == ["lan.pt3", "lan.pt2", "lan.pt"]


def test_who_is_there_gets_a_further_role_only_from_somebody_above(browser):
    make_user("contributor", username="da.co", full_name="Đã Có")
    make_user("system_admin", username="cap.tren", full_name="Cấp Trên")
    rows = [
        ("Đã Có", "da.co", "", "", LABELS["editor"]),
        ("Cấp Trên", "cap.tren", "", "", "Cộng tác viên"),
    ]
    looked = sent(browser, *rows)
    assert kinds(looked) == ["role", "wrong"]
    page = confirmed(browser, looked, **{"bo-qua": "1"}).text
    assert "Đã giao thêm 1 vai trò" in page
    assert User.objects.get(username="cap.tren").assignments.count() == 1
    assert AccountEvent.objects.get().action == "role_given"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (("Tên",), "phải có cột"),
        (("Họ và tên", "Lương"), "Không hiểu cột “Lương”"),
        (("Họ và tên", "HỌ TÊN"), "có hai lần"),
        (("Ho va ten", "", "Email"), ""),
    ],
)
def test_columns_are_known_by_their_headings(browser, head, words):
    looked = sent(browser, ("Phạm Thị Lan", "", "a@b.vn"), head=head)
    assert words in looked.text
    assert bool(looked.context["steps"]) == (not words)


def test_more_than_five_hundred_lines_are_refused(browser):
    looked = sent(browser, *[(f"Người Số {n}", f"so{n}") for n in range(501)])
    assert "nhiều nhất 500 dòng" in looked.text


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"PK\x03\x04", b"\xff\xfe\xff", b"%PDF-1.7"])
def test_a_file_that_is_no_sheet_is_refused_politely(browser, data):
    answer = sent(browser, data=data)
    assert answer.status_code == 200
    assert "errorlist" in answer.text


@pytest.mark.parametrize("value", ["", "x", "\0", "a:b:c", "9" * 5000])
def test_a_confirmation_made_up_by_hand_is_refused(browser, value):
    answer = browser.post(PATH, {"danh-sach": value})
    assert answer.status_code == 302
    assert User.objects.count() == 1


def test_without_a_file_the_page_says_what_to_choose(browser):
    assert "Chọn tệp danh sách." in browser.post(PATH, {}).text


@pytest.mark.parametrize("role", ["publisher", "secretary"])
def test_the_newsroom_imports_nobody(role):
    client = staff.browser(make_user(role))
    assert sent(client, LAN).status_code == 403
    assert client.get(f"{PATH}mau/").status_code == 403


def test_the_empty_sheet_is_understood_when_it_comes_back(browser):
    data = b"".join(browser.get(f"{PATH}mau/").streaming_content)
    assert zipfile.is_zipfile(io.BytesIO(data))
    assert kinds(sent(browser, data=data)) == ["new"]


def test_each_person_costs_a_fixed_number_of_queries(browser, django_assert_max_num_queries):
    rows = [(f"Người Số {n}", f"so{n}", "", "", "Cộng tác viên", "BTGHU") for n in range(40)]
    with django_assert_max_num_queries(30):
        looked = sent(browser, *rows)
    with django_assert_max_num_queries(40 * 17 + 40):
        answer = confirmed(browser, looked)
    assert len(answer.context["rows"]) == 40
