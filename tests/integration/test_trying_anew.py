"""An administrator who helps somebody in ends their wait: they are told to try again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent
from news.people import creating, locking
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("account_admin")


@pytest.fixture
def user():
    return make_user("editor")


def opens(client, user, address="127.0.0.1") -> bool:
    data = {"username": user.username, "password": PASSWORD}
    return client.post("/dang-nhap/", data, REMOTE_ADDR=address).status_code == 302


def fail(user, count: int, **after) -> None:
    """Failures of a moment ago, each from an address of its own unless a device is named."""
    for number in range(count):
        about = {"action": "refused", "subject": user, "after": after}
        about["at"] = timezone.now() - timedelta(seconds=1)
        AccountEvent.objects.create(address=f"198.51.100.{number}", **about)


def lock_and_open_again(user, admin) -> None:
    locking.lock(user, "Nhầm", admin)
    locking.unlock(user, "Đã rõ", admin)


def print_slip(user, admin) -> None:
    creating.slips([user], admin)


HELP = [lock_and_open_again, print_slip, creating.by_mail]


@pytest.mark.parametrize("help_in", HELP)
def test_strangers_who_failed_before_hold_nobody_back_any_more(user, admin, help_in):
    fail(user, 30)
    assert not opens(Client(), user)
    help_in(user, admin)
    assert opens(Client(), user)


@pytest.mark.parametrize("help_in", HELP)
def test_neither_do_the_failures_of_ones_own_browser(user, admin, help_in):
    own = Client()
    assert opens(own, user)
    own.post("/dang-xuat/")
    user.devices.update(seen_at=timezone.now() - timedelta(hours=1))
    fail(user, 5, device=user.devices.get().pk)
    assert not opens(own, user)
    help_in(user, admin)
    assert opens(own, user)


def test_what_fails_afterwards_counts_as_ever(user, admin):
    creating.slips([user], admin)
    for _ in range(5):
        Client().post("/dang-nhap/", {"username": user.username, "password": "sai"})
    assert not opens(Client(), user)


def test_a_letter_that_strangers_ask_for_ends_no_wait(user, settings):
    settings.MAIL = True
    fail(user, 30)
    Client().post("/quen-mat-khau/", {"who": user.username})
    assert user.account_events.filter(action="reset_asked").exists()
    assert not opens(Client(), user)


def test_the_limit_of_an_address_is_not_the_accounts(user, admin):
    for _ in range(100):
        AccountEvent.objects.create(action="refused", address="127.0.0.1")
    creating.slips([user], admin)
    assert not opens(Client(), user)
    assert opens(Client(), user, "203.0.113.7")
