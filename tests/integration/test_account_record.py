"""The record of accounts: written by sign-ins, sealed, and never changed."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import record
from accounts.models import AccountEvent
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_who_comes_and_goes_is_written_down(client):
    user = make_user("contributor")
    client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    client.post("/dang-xuat/")
    rows = AccountEvent.objects.order_by("serial")
    assert [(row.action, row.subject) for row in rows] == [
        ("signed_in", user),
        ("new_device", user),
        ("signed_out", user),
    ]
    assert rows[0].after == {"by": "password", "device": user.devices.get().pk}
    assert rows[0].address == "127.0.0.1"


def test_an_action_without_a_name_is_refused():
    with pytest.raises(KeyError):
        record.log("something")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_accountevent SET note = 'x'", "DELETE FROM accounts_accountevent"],
)
def test_no_row_is_changed(statement):
    record.log("created", actor=make_user())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_check_finds_a_row_changed_behind_our_back():
    for _ in range(3):
        record.log("created", actor=make_user())
    assert record.check().broken_at is None
    cursor = connection.cursor()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("ALTER TABLE accounts_accountevent DISABLE TRIGGER account_event_is_final")
    AccountEvent.objects.filter(serial=2).update(note="khác")
    cursor.execute("ALTER TABLE accounts_accountevent ENABLE TRIGGER account_event_is_final")
    assert record.check().broken_at == 2


def test_a_forged_header_counts_for_nothing(client):
    user = make_user("contributor")
    words = {"username": user.username, "password": PASSWORD}
    client.post("/dang-nhap/", words, headers={"x-forwarded-for": "1.2.3.4"})
    assert AccountEvent.objects.get(action="signed_in").address == "127.0.0.1"


def test_behind_our_proxy_the_client_is_known(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    client.handler.load_middleware()
    user = make_user("contributor")
    words = {"username": user.username, "password": PASSWORD}
    client.post("/dang-nhap/", words, headers={"x-forwarded-for": "9.9.9.9, 203.0.113.7"})
    assert AccountEvent.objects.get(action="signed_in").address == "203.0.113.7"
