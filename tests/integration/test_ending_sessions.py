"""Whatever ends all sessions of a person ends them everywhere: in lists, and for old cookies."""

import pytest
from django.test import Client

from accounts import sessions
from accounts.factors import changing
from accounts.models import SignedIn
from news.people import locking
from tests import factors, staff
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("account_admin")


@pytest.fixture
def user():
    return make_user("contributor")


def entered(user) -> Client:
    """A browser in which the person has signed in."""
    client = staff.browser()
    assert factors.first_step(client, user).status_code == 302
    return client


def lock_and_open_again(user, admin) -> None:
    locking.lock(user, "Nhầm", admin)
    locking.unlock(user, "Đã rõ", admin)


def ends(user) -> set[str]:
    """Why the person's sessions ended, "" for one that is open."""
    return set(user.sessions.values_list("ended_by", flat=True))


def test_every_word_of_an_end_stands_in_the_table_and_fits_its_column():
    most = SignedIn._meta.get_field("ended_by").max_length
    assert all(0 < len(word) <= most for word in sessions.ENDS)


def test_a_lock_ends_the_sessions_in_all_lists_with_a_word_of_its_own(user, admin):
    theirs, browser = entered(user), staff.browser(admin)
    page = staff.change(user)
    assert browser.get(page).context["open_sessions"] == 1
    locking.lock(user, "Nghỉ hưu", admin)
    assert ends(user) == {"locked"}
    assert sessions.ENDS["locked"] == "Khoá tài khoản"
    assert browser.get(page).context["open_sessions"] == 0
    assert not factors.is_in(theirs)


def test_an_old_cookie_does_not_revive_when_the_account_is_opened_again(user, admin):
    theirs = entered(user)
    lock_and_open_again(user, admin)
    assert theirs.get(factors.DESK).status_code == 302
    assert not factors.is_in(theirs)


def test_neither_does_a_session_from_before_there_were_rows(user, admin):
    theirs = Client(raise_request_exception=False)
    theirs.force_login(user)
    lock_and_open_again(user, admin)
    assert not factors.is_in(theirs)
    assert not user.sessions.exists()


def test_nor_a_sign_in_that_waited_for_its_code(user, admin):
    secret, theirs = factors.give_app(user), staff.browser()
    factors.first_step(theirs, user)
    lock_and_open_again(user, admin)
    assert factors.enter(theirs, factors.code(secret)).url == "/dang-nhap/"
    assert not factors.is_in(theirs)


def test_the_clock_ends_them_like_a_person(user):
    entered(user)
    locking.lock(user, "Không dùng trong 45 ngày", None)
    assert ends(user) == {"locked"}


def test_new_factors_end_the_other_sessions_in_the_lists_too(user):
    other, here = entered(user), entered(user)
    factors.prove(here)
    factors.give_app(user)
    factor = user.factors.get()
    assert here.post(f"{factors.OWN}{factor.pk}/go/").status_code == 302
    assert ends(user) == {"factors", ""}
    assert factors.is_in(here)
    assert not factors.is_in(other)


def test_a_reset_of_the_factors_ends_all(user):
    theirs = entered(user)
    changing.take_all_off(user)
    assert ends(user) == {"factors"}
    assert not factors.is_in(theirs)


def test_a_new_password_ends_the_other_sessions_in_the_lists_too(user):
    other, here = entered(user), entered(user)
    new = "Một mật khẩu hoàn toàn mới 7"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/doi-mat-khau/", fields).status_code == 302
    assert ends(user) == {"password", ""}
    assert factors.is_in(here)
    assert not factors.is_in(other)
