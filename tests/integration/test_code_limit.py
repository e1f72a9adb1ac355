"""An app's code is short: strangers have twenty tries a day, and its owner a way in."""

from datetime import timedelta

import pytest
from django.core import mail as outside
from django.utils import timezone

from accounts.factors import trying
from accounts.factors.views import second_step
from accounts.models import AccountEvent
from news.people import creating
from tests import factors, staff
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("editor", email="lan@example.vn")


@pytest.fixture
def secret(user):
    return factors.give_app(user)


def wrong(user, count: int = trying.IN_A_DAY, **after) -> None:
    """Wrong codes of the last hours, slow enough for the wait of a quarter of an hour."""
    for number in range(count):
        at = timezone.now() - timedelta(minutes=30 + 60 * number)
        about = {"at": at, "after": {"by": "code", **after}}
        AccountEvent.objects.create(action="factor_refused", subject=user, **about)


def at_the_step(user):
    """A browser that has given the right password."""
    client = staff.browser()
    factors.first_step(client, user)
    return client


def count(user, action: str) -> int:
    return user.account_events.filter(action=action).count()


def test_after_so_many_in_a_day_not_even_the_right_code_counts_and_the_page_says_what_to_do(
    user, secret
):
    wrong(user)
    answer = factors.enter(at_the_step(user), factors.code(secret))
    assert answer.status_code == 429
    assert second_step.TOO_MANY_TODAY in answer.text
    for way in ("mã khôi phục", "khoá truy cập", "máy bạn vẫn hay dùng", "người quản trị"):
        assert way in second_step.TOO_MANY_TODAY


def test_one_fewer_is_everyday(user, secret):
    wrong(user, trying.IN_A_DAY - 1)
    assert factors.enter(at_the_step(user), factors.code(secret)).status_code == 302


def test_a_known_device_is_not_locked_out(user, secret):
    own = at_the_step(user)
    assert factors.enter(own, factors.code(secret, -1)).status_code == 302
    own.post("/dang-xuat/")
    wrong(user, 3 * trying.IN_A_DAY)
    factors.first_step(own, user)
    assert factors.enter(own, factors.code(secret)).status_code == 302


def test_nor_by_the_short_wait_of_strangers(user, secret):
    own, stranger = at_the_step(user), at_the_step(user)
    factors.enter(own, factors.code(secret, -1))
    own.post("/dang-xuat/")
    for _ in range(5):
        factors.enter(stranger, "000000")
    assert factors.enter(stranger, "000000").status_code == 429
    factors.first_step(own, user)
    assert factors.enter(own, factors.code(secret)).status_code == 302


def test_a_known_device_has_the_same_limits_for_itself(user, secret):
    own = at_the_step(user)
    factors.enter(own, factors.code(secret, -1))
    own.post("/dang-xuat/")
    wrong(user, device=user.devices.get().pk)
    factors.first_step(own, user)
    assert factors.enter(own, factors.code(secret)).status_code == 429
    assert factors.enter(at_the_step(user), factors.code(secret)).status_code == 302


def test_a_recovery_code_opens_all_the_same(user, secret):
    codes = factors.give_codes(user)
    wrong(user)
    assert factors.enter(at_the_step(user), codes[0]).status_code == 302


def test_a_passkey_is_never_counted(user, secret):
    for _ in range(2 * trying.IN_A_DAY):
        about = {"action": "factor_refused", "after": {"by": "passkey"}}
        AccountEvent.objects.create(subject=user, **about)
    assert factors.enter(at_the_step(user), factors.code(secret)).status_code == 302
    wrong(user)
    client = at_the_step(user)
    # The challenge is given out whatever was counted.
    assert client.post("/xac-minh/khoa-truy-cap/").status_code == 200


def test_a_code_of_an_administrator_gives_new_tries(user, secret):
    wrong(user)
    creating.slips([user], make_user("account_admin"))
    assert factors.enter(at_the_step(user), factors.code(secret)).status_code == 302


def test_the_owner_hears_once_a_day_that_somebody_has_the_password(user, secret, settings, work):
    settings.MAIL = True
    wrong(user, trying.IN_A_DAY - 1)
    client = at_the_step(user)
    for _ in range(3):
        factors.enter(client, "000000")
        factors.enter(client, "khong phai ma")
    assert count(user, "codes_stopped") == 1
    work()
    (letter,) = outside.outbox
    assert letter.to == ["lan@example.vn"]
    assert "/doi-mat-khau/" in letter.body
