"""A person's own pages: their sessions, devices and record, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import record
from accounts.models import AccountEvent, Device, SignedIn
from tests.factories import make_user
from tests.integration.test_sessions import CHROME, entered, is_in, queries

pytestmark = pytest.mark.django_db
MINE, RECORD = "/tai-khoan/", "/tai-khoan/nhat-ky/"
END, FORGET = "/tai-khoan/phien/ket-thuc/", "/tai-khoan/thiet-bi/thoi-nho/"


@pytest.fixture
def user():
    return make_user("contributor", full_name="Lê Trung Thành")


def row_of(client) -> SignedIn:
    return SignedIn.objects.get(pk=client.session["phien"])


def test_my_sessions_stand_there_in_words_and_this_one_is_marked(user):
    entered(user, **{"user-agent": CHROME})
    page = entered(user).get(MINE).text
    assert page.count("Phiên này") == 1
    assert "Chrome trên Windows" in page
    assert "bằng mật khẩu" in page
    assert "địa chỉ mạng 127.0.0.1" in page


def test_one_session_is_ended_from_another(user):
    here, there = entered(user), entered(user)
    answer = here.post(END, {"phien": row_of(there).pk}, follow=True)
    assert "Đã kết thúc phiên ấy" in answer.text
    assert not is_in(there)
    assert is_in(here)
    assert SignedIn.objects.filter(ended_by="person").count() == 1
    assert AccountEvent.objects.filter(action="session_ended", actor=user).count() == 1


def test_all_others_are_ended_at_once(user):
    here, others = entered(user), [entered(user) for _ in range(3)]
    assert "Đã kết thúc 3 phiên khác" in here.post(END, {"phien": "khac"}, follow=True).text
    assert is_in(here)
    assert not any(is_in(client) for client in others)


@pytest.mark.parametrize("which", ["", "x", "0", "-1", "9" * 30, "١", None])
def test_a_session_that_is_not_named_is_not_found(user, which):
    data = {} if which is None else {"phien": which}
    assert entered(user).post(END, data).status_code == 404


def test_nobody_ends_or_forgets_what_is_another_persons(user):
    other = make_user("editor")
    theirs, mine = entered(other), entered(user)
    assert mine.post(END, {"phien": row_of(theirs).pk}).status_code == 404
    device = Device.objects.get(user=other)
    assert mine.post(FORGET, {"thiet-bi": device.pk}).status_code == 404
    mine.post(END, {"phien": "khac"})
    assert is_in(theirs)
    device.refresh_from_db()
    assert device.forgotten_at is None


def test_a_forgotten_device_is_new_again_and_its_session_is_over(user):
    here, there = entered(user), entered(user, **{"user-agent": CHROME})
    device = row_of(there).device
    assert "Đã thôi nhớ thiết bị" in here.post(FORGET, {"thiet-bi": device.pk}, follow=True).text
    assert not is_in(there)
    assert AccountEvent.objects.filter(action="device_forgotten").get().note == (
        "Chrome trên Windows"
    )
    entered(user, there)
    assert AccountEvent.objects.filter(action="new_device").count() == 3


def test_who_forgets_this_very_device_stays_signed_in(user):
    here = entered(user)
    here.post(FORGET, {"thiet-bi": row_of(here).device_id})
    assert is_in(here)
    assert "Chưa có thiết bị nào" in here.get(MINE).text


def test_what_is_over_is_not_listed(user):
    entered(user)
    SignedIn.objects.update(seen_at=timezone.now() - timedelta(minutes=40))
    here = entered(user)
    assert len(here.get(MINE).context["sessions"]) == 1


def test_my_record_has_my_rows_only_and_says_who_did_it(user):
    admin = make_user("account_admin", full_name="Quản Trị Viên")
    record.log("role_given", actor=admin, subject=user, note="Cộng tác viên")
    record.log("locked", actor=admin, subject=make_user(), note="người khác")
    page = entered(user).get(RECORD).text
    assert "Giao vai trò" in page
    assert "Quản Trị Viên làm" in page
    assert "Đăng nhập từ thiết bị mới" in page
    assert "người khác" not in page


def test_my_record_is_paged_and_asks_no_more_for_more(user):
    here = entered(user)
    for _ in range(5):
        record.log("password_changed", actor=user)
    few = queries(here, RECORD)
    for _ in range(60):
        record.log("password_changed", actor=user)
    assert queries(here, RECORD) <= few + 1
    assert "Trang 1 trên 3" in here.get(RECORD).text
    for page in ("2", "99", "x", "0"):
        assert here.get(RECORD, {"trang": page}).status_code == 200


def test_my_account_asks_no_more_for_more_sessions(user):
    here = entered(user)
    entered(user)
    few = queries(here, MINE)
    for _ in range(8):
        entered(user)
    assert queries(here, MINE) <= few
    assert few <= 12


def test_the_header_leads_there(user):
    assert 'href="/tai-khoan/"' in entered(user).get("/quan-tri/").text


@pytest.mark.parametrize("path", [MINE, RECORD])
def test_a_stranger_is_led_to_the_door(path):
    assert Client().get(path).url == f"/dang-nhap/?next={path}"
