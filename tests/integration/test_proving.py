"""Who is signed in proves their password again: counted like a sign-in, and nobody else waits."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import throttle
from accounts.models import AccountEvent
from news.people import told
from tests import factors, staff
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHANGE = "/doi-mat-khau/"
NEW = "Một mật khẩu hoàn toàn mới 7"


@pytest.fixture
def user():
    return make_user("editor")


def change(client, old: str):
    fields = {"old_password": old, "new_password1": NEW, "new_password2": NEW}
    return client.post(CHANGE, fields)


WAYS = {"the password page": change, "the proof before a change": factors.prove}
by_every_way = pytest.mark.parametrize("prove", WAYS.values(), ids=WAYS)


def actions(user) -> list[str]:
    rows = user.account_events.order_by("serial")
    return list(rows.values_list("action", flat=True))


@by_every_way
def test_after_five_wrong_ones_the_right_one_waits_too_and_all_are_on_record(user, prove):
    client = staff.browser(user)
    for _ in range(5):
        assert prove(client, "sai").status_code == 200
    answer = prove(client, PASSWORD)
    assert answer.status_code == 429
    assert throttle.WAIT in answer.text
    assert actions(user) == ["proof_refused"] * 5 + ["slowed"]
    assert {"proof_refused", "slowed"} <= set(told.FAILURES)
    assert factors.is_in(client)


def test_both_pages_share_one_count(user):
    client = staff.browser(user)
    for _ in range(3):
        change(client, "sai")
    for _ in range(2):
        factors.prove(client, "sai")
    assert change(client, PASSWORD).status_code == 429
    assert factors.prove(client).status_code == 429


@by_every_way
def test_nobody_is_kept_from_signing_in_elsewhere_nor_from_proving_in_another_session(user, prove):
    secret = factors.give_app(user)
    taken, other = staff.browser(user), staff.browser(user)
    for _ in range(throttle.IN_A_SESSION):
        prove(taken, "sai")
    fresh = staff.browser()
    assert factors.first_step(fresh, user).status_code == 302
    assert factors.enter(fresh, factors.code(secret)).status_code == 302
    assert factors.is_in(fresh)
    assert prove(other, PASSWORD).status_code == 302


def test_codes_typed_as_a_proof_are_counted_like_passwords(user):
    secret, client = factors.give_app(user), staff.browser(user)
    for _ in range(5):
        factors.prove(client, "000000")
    assert factors.prove(client, factors.code(secret)).status_code == 429


def test_a_session_has_twenty_tries_in_all(user):
    client = staff.browser(user)
    session, long_ago = client.session["phien"], timezone.now() - timedelta(hours=2)
    for number in range(throttle.IN_A_SESSION):
        about = {"at": long_ago + timedelta(minutes=5 * number), "after": {"session": session}}
        AccountEvent.objects.create(action="proof_refused", subject=user, **about)
    answer = change(client, PASSWORD)
    assert answer.status_code == 429
    assert throttle.SIGN_IN_ANEW in answer.text
    again = staff.browser()
    factors.first_step(again, user)
    assert change(again, PASSWORD).status_code == 302


def test_the_right_password_is_no_failure(user):
    client = staff.browser(user)
    assert factors.prove(client).status_code == 302
    assert change(client, PASSWORD).status_code == 302
    assert actions(user) == ["password_changed"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_count_one_by_one():
    user = make_user("editor")
    client = staff.browser(user)
    cookies, found, gate = client.cookies, [], threading.Barrier(8)

    def run():
        mine = staff.browser()
        mine.cookies = cookies
        gate.wait()
        found.append(factors.prove(mine, "sai").status_code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] * 5 + [429] * 3
