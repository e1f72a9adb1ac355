"""manage.py first_admin: one account, one code, and never a second way in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AccountEvent, OneTimeCode, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b")


def first_admin(*more: str) -> str:
    out = StringIO()
    call_command("first_admin", "--full-name", "Hoàng Thị  Quản", *more, stdout=out)
    return out.getvalue()


def code_in(said: str) -> str:
    return CODE.search(said)[0]


def test_it_makes_a_system_administrator_without_a_password():
    said = first_admin()
    user = User.objects.get()
    assert (user.username, user.full_name) == ("quantri", "Hoàng Thị Quản")
    assert not user.has_usable_password()
    assert not user.is_superuser
    assert user.has_perm("accounts.add_user")
    assert user.must_change_password
    assert user.factor_due_at is not None
    assert "/ma-mot-lan/" in said
    assert code_in(said) not in str(OneTimeCode.objects.values().get())


def test_the_record_says_that_nobody_s_account_did_it():
    said = first_admin()
    rows = AccountEvent.objects.order_by("serial")
    assert [row.action for row in rows] == ["created", "role_given", "code_made"]
    assert {row.actor for row in rows} == {None}
    assert code_in(said) not in str(list(rows.values()))


def test_with_the_code_they_choose_a_password_once():
    code = code_in(first_admin())
    browser = Client()
    browser.post("/ma-mot-lan/", {"username": "quantri", "code": code})
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    browser.post("/ma-mot-lan/", {"username": "quantri", "code": code, **chosen})
    assert User.objects.get().check_password(PASSWORD)
    assert OneTimeCode.objects.get().used


def test_said_again_before_the_code_was_used_it_gives_a_new_one():
    old, new = code_in(first_admin()), code_in(first_admin("--username", "QuanTri"))
    assert old != new
    assert User.objects.count() == 1
    assert OneTimeCode.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("there", ["used", "another", "superuser"])
def test_it_refuses_when_there_is_an_administrator(there):
    if there == "superuser":
        User.objects.create_superuser("goc", PASSWORD, full_name="Gốc")
    else:
        make_user("system_admin", username="quantri" if there == "used" else "khac")
    with pytest.raises(CommandError, match=r"Đã có người quản trị hệ thống: (quantri|khac|goc)"):
        first_admin()
    assert User.objects.count() == 1
    assert not OneTimeCode.objects.exists()


def test_a_locked_administrator_or_another_role_does_not_keep_a_portal_shut():
    make_user("system_admin", is_active=False)
    make_user("account_admin")
    assert code_in(first_admin())


@pytest.mark.parametrize(
    "bad", [("--username", "có dấu"), ("--username", ""), ("--email", "x"), ("--full-name", " ")]
)
def test_what_no_account_may_hold_is_refused_in_a_sentence(bad):
    with pytest.raises(CommandError, match=r".{10,}"):
        first_admin(*bad)
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_refused_in_a_sentence():
    make_user("editor", username="quantri")
    with pytest.raises(CommandError, match="Tên đăng nhập này đã có người dùng"):
        first_admin("--username", "QUANTRI")
