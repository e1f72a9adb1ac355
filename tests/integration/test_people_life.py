"""The life of an account: made without a password, given a code, locked, opened, moved."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import codes
from accounts.models import AccountEvent, OneTimeCode, User
from news import due
from news.people import clock
from tests import staff
from tests.factories import LABELS, PASSWORD, assign, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db
USERS = "/quan-tri/accounts/user/"
ADD = f"{USERS}add/"


@pytest.fixture
def admin():
    return make_user("account_admin", full_name="Đỗ Quản Trị")


@pytest.fixture
def browser(admin):
    return staff.browser(admin)


def actions(user) -> list[str]:
    """What is on record about somebody, in order."""
    rows = AccountEvent.objects.filter(subject=user).order_by("serial")
    return list(rows.values_list("action", flat=True))


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def role(key: str) -> int:
    return Group.objects.get(name=LABELS[key]).pk


def test_a_new_account_gets_its_name_its_role_and_a_page_for_its_code(browser, admin):
    unit = make_unit()
    data = {"full_name": "Phạm Thị  Lan", "role": role("contributor"), "unit": unit.pk}
    answer = browser.post(ADD, data)
    user = User.objects.get(username="lan.pt")
    assert answer.url == f"{USERS}{user.pk}/ma/"
    assert (user.full_name, user.has_usable_password()) == ("Phạm Thị Lan", False)
    assert [(r.role_id, r.unit) for r in user.assignments.all()] == [(data["role"], unit)]
    assert actions(user) == ["created", "role_given"]
    assert {e.actor for e in user.account_events.all()} == {admin}
    browser.post(ADD, {"full_name": "Phan Thanh Lan"})
    assert User.objects.filter(username="lan.pt2").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"full_name": ""}, "field-full_name"),
        ({"full_name": "李"}, "Nhập tên đăng nhập"),
        ({"username": "có dấu"}, "errorlist"),
        ({"username": "da.co"}, "đã có người dùng"),
        ({"email": "CO@example.vn"}, "đã thuộc một tài khoản khác"),
        ({"unit": "unit"}, "Chọn vai trò"),
        ({"role": "system_admin"}, "errorlist"),
        ({"role": "account_admin"}, "errorlist"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_made(browser, data, words):
    make_user(username="da.co", email="co@example.vn")
    data = {**data}
    if "role" in data:
        data["role"] = role(data["role"])
    if "unit" in data:
        data["unit"] = make_unit().pk
    before = User.objects.count()
    answer = browser.post(ADD, {"full_name": "Nguyễn Văn A", **data})
    assert answer.status_code == 200
    assert words in answer.text
    assert User.objects.count() == before


def test_a_slip_shows_the_code_once_and_no_password(browser, admin, settings):
    settings.SITE_URL = "https://baothang.example.vn"
    user = make_user("editor", username="binh.nv", full_name="Nguyễn Văn Bình")
    user.set_unusable_password()
    user.save()
    answer = browser.post(f"{USERS}{user.pk}/ma/", {"cach": "phieu"})
    (row,) = answer.context["rows"]
    assert codes.check("binh.nv", row["code"]) == user
    for words in ("baothang.example.vn/ma-mot-lan/", "binh.nv", row["code"], "Nguyễn Văn Bình"):
        assert words in answer.text
    assert "no-store" in answer["Cache-Control"]
    event = AccountEvent.objects.get(action="code_made")
    assert (event.actor, event.after["by"], event.after["purpose"]) == (admin, "slip", "invite")
    assert row["code"] not in str(AccountEvent.objects.values())
    for path in (f"{USERS}{user.pk}/ma/", staff.change(user)):
        assert row["code"] not in browser.get(path).text


def test_who_has_a_password_gets_a_code_for_a_day_and_keeps_it_until_then(browser):
    user = make_user("editor")
    browser.post(f"{USERS}{user.pk}/ma/")
    row = OneTimeCode.objects.get()
    assert row.purpose == "password"
    assert row.expires_at < timezone.now() + timedelta(hours=25)
    assert fresh(user).check_password(PASSWORD)


def test_a_letter_is_asked_for_and_holds_no_code_yet(browser, settings):
    user = make_user("editor", email="binh@example.vn")
    assert "Gửi thư tới" not in browser.get(f"{USERS}{user.pk}/ma/").text
    settings.MAIL = True
    assert "Gửi thư tới" in browser.get(f"{USERS}{user.pk}/ma/").text
    browser.post(f"{USERS}{user.pk}/ma/", {"cach": "thu"})
    assert AccountEvent.objects.get().after == {"by": "mail", "purpose": "password"}
    assert not OneTimeCode.objects.exists()


@pytest.mark.parametrize("values", [{"email": ""}, {"email": "a@b.vn", "is_active": False}])
def test_no_letter_to_nowhere_and_no_code_for_a_locked_account(browser, settings, values):
    settings.MAIL = True
    user = make_user("editor", **values)
    assert browser.post(f"{USERS}{user.pk}/ma/", {"cach": "thu"}).status_code == 302
    assert not AccountEvent.objects.exists()
    assert not OneTimeCode.objects.exists()


def test_a_locked_person_is_out_with_the_next_request_and_their_code_is_void(browser, admin):
    user = make_user("publisher")
    theirs, code = staff.browser(user), codes.make(user, "password")
    assert theirs.get("/quan-tri/").status_code == 200
    browser.post(f"{USERS}{user.pk}/khoa/", {"reason": "Nghỉ hưu từ 01/12"})
    assert theirs.get("/quan-tri/").status_code == 302
    now = fresh(user)
    assert (now.is_active, now.locked_reason, now.locked_by) == (False, "Nghỉ hưu từ 01/12", admin)
    assert codes.redeem(user.username, code) is None
    event = user.account_events.get(action="locked")
    assert (event.actor, event.note) == (admin, "Nghỉ hưu từ 01/12")
    page = browser.get(staff.change(user)).text
    assert "Nghỉ hưu từ 01/12" in page
    assert "Đỗ Quản Trị" in page


def test_opened_again_with_a_reason_and_the_roles_as_before(browser, admin):
    user = make_user("publisher", last_day=timezone.localdate() - timedelta(days=1))
    browser.post(f"{USERS}{user.pk}/khoa/", {"reason": "Nhầm"})
    browser.post(f"{USERS}{user.pk}/mo-khoa/", {"reason": "Quay lại làm việc"})
    now = fresh(user)
    assert now.is_active
    left = (now.locked_at, now.locked_reason, now.locked_by, now.last_day)
    assert left == (None, "", None, None)
    assert now.has_perm("news.publish_article")
    assert actions(user) == ["locked", "unlocked"]


@pytest.mark.parametrize("page", ["khoa", "mo-khoa"])
def test_without_a_reason_nothing_happens_and_twice_is_once(browser, page):
    user = make_user("editor", is_active=page == "khoa")
    path = f"{USERS}{user.pk}/{page}/"
    assert "Nhập lý do" in browser.post(path, {"reason": "  "}).text
    assert actions(user) == []
    assert browser.post(path, {"reason": "a"}).status_code == 302
    assert browser.post(path, {"reason": "a"}).status_code == 200
    assert len(actions(user)) == 1


@pytest.mark.parametrize("pk", ["999999999", "9" * 30])
@pytest.mark.parametrize("page", ["ma", "khoa", "mo-khoa", "chuyen-don-vi", "ban-giao"])
def test_an_account_that_is_not_there_is_not_found(browser, pk, page):
    assert browser.get(f"{USERS}{pk}/{page}/").status_code == 404
    assert browser.post(f"{USERS}{pk}/{page}/").status_code == 404


def test_a_change_is_on_record_with_what_stood_before(browser, admin):
    user = make_user(username="lan", full_name="Phạm Lan", email="lan@example.vn")
    data = {"username": "lan", "full_name": "Phạm Thị Lan", "email": "lan@example.vn"}
    browser.post(staff.change(user), {**data, "last_day": "2027-01-31"})
    browser.post(staff.change(user), {**data, "last_day": "2027-01-31"})
    (event,) = user.account_events.all()
    assert event.before == {"full_name": "Phạm Lan", "last_day": ""}
    assert event.after == {"full_name": "Phạm Thị Lan", "last_day": "31/01/2027"}


def test_a_move_to_another_unit_is_shown_before_and_done_in_one_step(browser, admin):
    old, new = make_unit("CU"), make_unit("MOI")
    user, section = make_user("contributor", unit=old), make_category()
    assign(user, "editor", unit=old, category=section)
    assign(user, "contributor", unit=new)
    assign(user, "secretary")
    path, asked = f"{USERS}{user.pk}/chuyen-don-vi/", {"left": old.pk, "joined": new.pk}
    page = browser.post(path, asked)
    assert [c.twin for c in page.context["plan"].changes] == [True, False]
    assert [str(r.role) for r in page.context["plan"].stay] == ["Cộng tác viên", "Thư ký biên tập"]
    assert user.assignments.filter(unit=old).count() == 2
    browser.post(path, {**asked, "dong-y": "1"})
    held = {(r.role.name, r.unit, r.category) for r in user.assignments.all()}
    assert held == {
        ("Cộng tác viên", new, None),
        ("Biên tập viên", new, section),
        ("Thư ký biên tập", None, None),
    }
    assert actions(user) == ["role_taken", "role_changed"]
    assert browser.post(path, {**asked, "dong-y": "1"}).status_code == 200
    assert len(actions(user)) == 2


@pytest.mark.parametrize("asked", [{}, {"left": "x", "joined": "\0"}, {"left": "1", "joined": "1"}])
def test_a_move_that_makes_no_sense_changes_nothing(browser, asked):
    user = make_user("contributor", unit=make_unit("CU"))
    answer = browser.post(f"{USERS}{user.pk}/chuyen-don-vi/", {**asked, "dong-y": "1"})
    assert answer.status_code == 200
    assert actions(user) == []


def test_the_account_locks_itself_after_the_last_day():
    today = timezone.localdate()
    make_user("system_admin")
    gone = make_user("editor", last_day=today - timedelta(days=1))
    still = make_user("editor", last_day=today)
    last = make_user("account_admin", last_day=gone.last_day)
    assert due.ERRANDS["last days"]() == 1
    assert due.ERRANDS["last days"]() == 0
    assert [fresh(user).is_active for user in (gone, still, last)] == [False, True, True]
    event = gone.account_events.get()
    assert (event.action, event.actor) == ("locked", None)
    assert "Hết ngày làm việc cuối" in event.note


def days_ago(days: int):
    return timezone.now() - timedelta(days=days)


def quiet(days: int, *roles, **values):
    """An account that was last used so many days ago."""
    user = make_user(*roles, date_joined=days_ago(400), **values)
    User.objects.filter(pk=user.pk).update(last_login=days_ago(days), seen_at=days_ago(days))
    return user


def warned(user, days: int) -> None:
    """The account was warned of so many days ago."""
    row = AccountEvent(action="dormant", subject=user, at=days_ago(days))
    row.save()


def test_an_unused_account_is_warned_of_once_and_locked_two_weeks_later():
    busy, idle, long = quiet(29, "editor"), quiet(31, "editor"), quiet(46, "editor")
    warned(long, 15)
    assert (clock.warn_unused(), clock.lock_unused()) == (1, 1)
    assert (clock.warn_unused(), clock.lock_unused()) == (0, 0)
    assert [actions(user) for user in (busy, idle)] == [[], ["dormant"]]
    assert [fresh(user).is_active for user in (busy, idle, long)] == [True, True, False]
    assert "45 ngày" in fresh(long).locked_reason
    until = timezone.localtime(timezone.now() + timedelta(days=15))
    assert idle.account_events.get().after == {"days": 31, "until": f"{until:%d/%m/%Y}"}


def test_nobody_is_locked_unwarned_though_the_clock_stood_still():
    user = quiet(200, "editor")
    assert (clock.lock_unused(), clock.warn_unused(), clock.lock_unused()) == (0, 1, 0)
    assert fresh(user).is_active


def test_the_last_administrator_and_the_emergency_door_stay_open():
    last, door = quiet(60, "account_admin"), quiet(60, is_superuser=True)
    warned(last, 20)
    warned(door, 20)
    assert clock.lock_unused() == 0
    assert fresh(last).is_active
    assert clock.warn_unused() == 0


@pytest.mark.parametrize("action", ["unlocked", "code_made"])
def test_an_account_opened_again_or_given_a_code_is_waited_for_anew(action):
    user = quiet(60, "editor")
    warned(user, 20)
    AccountEvent(action=action, subject=user, at=days_ago(2)).save()
    assert (clock.warn_unused(), clock.lock_unused()) == (0, 0)
