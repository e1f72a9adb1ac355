"""One-time codes: hard to guess, easy to copy from paper, and good for one use."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts import codes
from accounts.models import AccountEvent, OneTimeCode
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(username="nguyenvana")


def test_a_code_is_made_for_paper_and_kept_only_as_a_hash(user):
    code = codes.make(user, "invite", by=make_user())
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("0O1IL2Z5S8B")
    stored = OneTimeCode.objects.values().get()
    assert code not in str(stored)
    assert code.replace("-", "") not in str(stored)


@pytest.mark.parametrize(("purpose", "hours"), [("invite", 7 * 24), ("password", 24)])
def test_a_code_lasts_as_long_as_its_purpose_says(user, purpose, hours):
    codes.make(user, purpose)
    left = OneTimeCode.objects.get().expires_at - timezone.now()
    assert timedelta(hours=hours - 1) < left <= timedelta(hours=hours)


def test_it_is_taken_once_however_it_is_typed(user):
    code = codes.make(user, "invite")
    typed = f" {code.lower().replace('-', ' ')} "
    assert codes.check("NguyenVanA ", typed) == user
    assert codes.redeem("NguyenVanA", typed) == user
    assert codes.redeem("nguyenvana", code) is None
    assert OneTimeCode.objects.get().used
    assert AccountEvent.objects.filter(action="code_used", subject=user).count() == 1


def test_a_new_code_ends_the_one_before(user):
    old, new = codes.make(user, "invite"), codes.make(user, "password")
    assert codes.redeem(user.username, old) is None
    assert codes.redeem(user.username, new) == user


@pytest.mark.parametrize("username", ["nguyenvana", "khong-co", "nguoi-khac", "", "\0", "x" * 999])
@pytest.mark.parametrize("code", ["", "\0", "-", "é" * 500, "AAAA-AAAA-AAAA-AAAA"])
def test_a_wrong_code_is_refused_and_recorded(user, username, code):
    codes.make(user, "invite")
    make_user(username="nguoi-khac")
    assert codes.redeem(username, code) is None
    row = AccountEvent.objects.get(action="code_refused")
    assert row.subject == (user if username == "nguyenvana" else None)


def test_a_code_of_somebody_else_is_wrong(user):
    code = codes.make(make_user(), "invite")
    codes.make(user, "invite")
    assert codes.redeem(user.username, code) is None


def test_strangers_who_guess_are_counted_and_spoil_nothing(user):
    code = codes.make(user, "invite")
    for _ in range(30):
        codes.check(user.username, "AAAA-AAAA-AAAA-AAAA")
    assert OneTimeCode.objects.get().tries == 30
    assert codes.redeem(user.username, code) == user


def test_a_code_too_old_and_one_of_a_locked_account_are_wrong(user):
    code = codes.make(user, "invite")
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert codes.redeem(user.username, code) is None
    code = codes.make(user, "invite")
    user.is_active = False
    user.save()
    assert codes.redeem(user.username, code) is None


@pytest.mark.parametrize("username", ["nguyenvana", "khong-co"])
def test_the_answer_takes_as_many_queries_for_a_name_that_is_unknown(
    user, username, django_assert_num_queries
):
    codes.make(user, "invite")
    with django_assert_num_queries(3):
        codes.check(username, "AAAA-AAAA-AAAA-AAAA")


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_use_one_code_once():
    user = make_user(username="nguyenvana")
    code, found, start = codes.make(user, "invite"), [], Barrier(4)

    def redeem():
        start.wait()
        found.append(codes.redeem("nguyenvana", code))
        connection.close()

    threads = [Thread(target=redeem) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == sorted(["None"] * 3 + [str(user)])
