"""A household has 2^64 addresses of IPv6: every limit that counts addresses counts its network."""

import pytest
from django.test import Client

from accounts import addresses, codes, resetting
from accounts.models import AccountEvent
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
HOME, BEYOND = "2001:db8:0:7::{:x}", "2001:db8:0:8::1"


@pytest.fixture
def user():
    return make_user("editor", username="lan.pt", email="lan@example.com")


def post(path: str, fields: dict, address: str):
    return Client().post(path, fields, REMOTE_ADDR=address)


def test_letters_for_a_forgotten_password_are_counted_by_the_network(user, settings):
    settings.MAIL = True
    for number in range(resetting.FROM_ADDRESS):
        answer = post("/quen-mat-khau/", {"who": "khong-co"}, HOME.format(number))
        assert answer.status_code == 302
    asked = {"who": "lan.pt"}
    assert post("/quen-mat-khau/", asked, HOME.format(0xFFFF)).status_code == 429
    assert post("/quen-mat-khau/", asked, BEYOND).status_code == 302


def test_wrong_one_time_codes_are_counted_by_the_network(user):
    right = {"username": "lan.pt", "code": codes.make(user, "password")}
    for number in range(resetting.WRONG_CODES):
        wrong = {"username": "lan.pt", "code": "AAAA-AAAA-AAAA-AAAA"}
        assert post("/ma-mot-lan/", wrong, HOME.format(number)).status_code == 200
    assert post("/ma-mot-lan/", right, HOME.format(0xFFFF)).status_code == 429
    assert post("/ma-mot-lan/", right, BEYOND).status_code == 200


def test_tries_at_a_password_are_counted_by_the_network(user):
    for number in range(5):
        post("/dang-nhap/", {"username": "lan.pt", "password": "sai"}, HOME.format(number))
    right = {"username": "lan.pt", "password": PASSWORD}
    assert post("/dang-nhap/", right, HOME.format(0xFFFF)).status_code == 200
    assert post("/dang-nhap/", right, BEYOND).status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:7::1", "2001:db8:0:7:ffff:ffff:ffff:ffff", True),
        ("2001:db8:0:7::1", "2001:db8:0:8::1", False),
        ("203.0.113.1", "203.0.113.1", True),
        ("203.0.113.1", "203.0.113.2", False),
        (None, None, True),
        (None, "203.0.113.1", False),
    ],
)
def test_what_counts_as_one_place(one, other, same):
    AccountEvent.objects.create(action="refused", address=one)
    assert AccountEvent.objects.filter(addresses.of_one_owner(other)).exists() == same
