"""The second step of a sign-in: what opens the door, once, and what does not."""

import threading
import time

import pytest
from django.db import connection

from accounts import counting, signing_in
from accounts.factors import recovery, totp, trying
from accounts.factors.views import second_step
from accounts.models import AccountEvent, Kind, User
from tests import staff
from tests.factories import make_user
from tests.factors import DESK, STEP, code, enter, first_step, give_app, give_codes, is_in

pytestmark = pytest.mark.django_db


def events(user) -> list[str]:
    return list(
        AccountEvent.objects.filter(subject=user).order_by("serial").values_list("action", flat=1)
    )


def errors(answer) -> str:
    return " ".join(answer.context["form"].errors.get("code", []))


@pytest.fixture
def user(db):
    return make_user("editor")


@pytest.fixture
def secret(user):
    return give_app(user)


def test_the_password_alone_opens_nothing(client, user, secret):
    answer = first_step(client, user)
    assert (answer.status_code, answer.url) == (302, STEP)
    assert not is_in(client)
    assert "mã 6 số" in client.get(STEP).text


def test_the_code_opens_the_door_and_the_record_says_by_what(client, user, secret):
    first_step(client, user, next="/doi-mat-khau/")
    answer = enter(client, code(secret))
    assert (answer.status_code, answer.url) == (302, "/doi-mat-khau/")
    assert is_in(client)
    assert AccountEvent.objects.get(action="signed_in").after["by"] == "password+totp"
    assert user.factors.get().used_at is not None


def test_a_code_works_once(client, user, secret):
    first_step(client, user)
    enter(client, code(secret))
    other = staff.browser()
    first_step(other, user)
    answer = enter(other, code(secret))
    assert errors(answer).startswith(second_step.WRONG)
    assert not is_in(other)


def test_a_code_of_an_earlier_step_does_not_work_after_a_later_one(client, user, secret):
    first_step(client, user)
    enter(client, code(secret, steps=1))
    other = staff.browser()
    first_step(other, user)
    enter(other, code(secret))
    assert not is_in(other)


def test_the_code_of_somebody_else_is_a_wrong_code(client, user, secret):
    others = give_app(make_user("editor"))
    first_step(client, user)
    assert enter(client, code(others)).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "x" * 5000, "１２３", "' or 1=1", "\0", "😀"])
def test_odd_codes_are_refused_politely(client, user, secret, typed):
    first_step(client, user)
    assert enter(client, typed).status_code == 200
    assert not is_in(client)


def test_after_five_wrong_codes_the_right_one_waits_too(client, user, secret, monkeypatch):
    first_step(client, user)
    for _ in range(trying.MOST):
        assert enter(client, "000000").status_code == 200
    answer = enter(client, code(secret))
    assert (answer.status_code, errors(answer)) == (429, second_step.TOO_MANY)
    assert not is_in(client)
    # A new password step buys no new tries.
    again = staff.browser()
    first_step(again, user)
    assert enter(again, code(secret)).status_code == 429
    assert events(user) == ["factor_refused"] * trying.MOST + ["slowed"]
    monkeypatch.setattr(counting, "SPAN", counting.SPAN * 0)
    assert enter(again, code(secret)).status_code == 302


def test_a_recovery_code_opens_the_door_once_and_says_how_many_are_left(client, user, secret):
    codes = give_codes(user)
    first_step(client, user)
    assert "Mã khôi phục" in client.get(f"{STEP}?cach=khoi-phuc").text
    assert client.post(f"{STEP}?cach=khoi-phuc", {"code": codes[0].lower()}).url == DESK
    assert recovery.left(user) == recovery.COUNT - 1
    assert second_step.USED_RECOVERY in client.get(DESK).text
    used = AccountEvent.objects.get(action="recovery_used")
    assert used.after == {"left": recovery.COUNT - 1}
    other = staff.browser()
    first_step(other, user)
    assert enter(other, codes[0]).status_code == 200
    assert not is_in(other)


def test_recovery_codes_are_stored_as_hashes_only(user):
    codes = give_codes(user)
    stored = set(user.recovery_codes.values_list("code_hash", flat=True))
    assert len(stored) == len(set(codes)) == recovery.COUNT
    assert not stored & {recovery.letters_of(each) for each in codes}


def test_the_step_ends_after_ten_minutes_with_a_sentence(client, user, secret, monkeypatch):
    first_step(client, user)
    later = time.time() + signing_in.PENDING_SECONDS + 1
    monkeypatch.setattr(signing_in.time, "time", lambda: later)
    answer = client.post(STEP, {"code": code(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/dang-nhap/"
    assert second_step.TOO_LATE in answer.text
    assert not is_in(client)


@pytest.mark.parametrize("change", ["password", "lock", "delete"])
def test_the_step_ends_when_the_account_changes_meanwhile(client, user, secret, change):
    first_step(client, user)
    if change == "password":
        user.set_password("Mật khẩu khác hẳn 2")
    elif change == "lock":
        user.is_active = False
    user.save()
    if change == "delete":
        User.objects.filter(pk=user.pk).delete()
    assert enter(client, code(secret)).url == "/dang-nhap/"
    assert not is_in(client)


@pytest.mark.parametrize("path", [STEP, f"{STEP}khoa-truy-cap/"])
def test_without_a_first_step_there_is_no_second(client, user, secret, path):
    answer = client.post(path, {"code": code(secret), "credential": "{}"})
    assert (answer.status_code, answer.url) == (302, "/dang-nhap/")
    assert client.get(STEP).url == "/dang-nhap/"


def test_who_is_in_goes_on(client, signed_in):
    signed_in("editor")
    assert client.get(STEP).url == DESK


def test_the_session_number_changes_at_each_step(client, user, secret):
    first_step(client, user)
    before = client.session.session_key
    enter(client, code(secret))
    assert client.session.session_key != before


def test_a_secret_that_no_key_opens_is_a_wrong_code_and_no_fault(client, user, secret):
    user.factors.update(secret="junk")
    first_step(client, user)
    assert enter(client, code(secret)).status_code == 200


def test_a_right_code_seals_the_secret_with_the_key_of_today(client, user, secret, settings):
    former, stored = settings.SECRET_KEY, user.factors.get().secret
    settings.SECRET_KEY = "khoá mới, " + "0123456789abcdefghij" * 3
    settings.SECRET_KEY_FALLBACKS = [former]
    assert totp.take(user, code(secret))
    settings.SECRET_KEY_FALLBACKS = []
    assert user.factors.get().secret != stored
    assert totp.take(user, code(secret, steps=1))


def test_whoever_has_only_a_passkey_is_asked_for_a_recovery_code_besides(client, user):
    user.factors.create(kind=Kind.PASSKEY, name="Máy", credential=b"1", data=b"x")
    first_step(client, user)
    page = client.get(STEP).text
    assert "Mã khôi phục" in page
    assert "Dùng khoá truy cập" in page
    assert "Dùng mã trong ứng dụng" not in page


def at_once(count: int, work) -> list:
    """What `work` returns in so many threads that begin together, each on its own connection."""
    gate, found = threading.Barrier(count), []

    def run():
        try:
            gate.wait()
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_two_requests_at_once_with_one_code_one_gets_in(kind):
    user = make_user("editor")
    secret, codes = give_app(user), give_codes(user)
    typed = code(secret) if kind == "app" else codes[0]
    take = totp.take if kind == "app" else recovery.take
    assert sorted(bool(each) for each in at_once(4, lambda: take(user, typed))) == [0, 0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_get_no_more_tries_than_one_after_another():
    user = make_user("editor")
    give_app(user)
    clients = [staff.browser() for _ in range(8)]
    for each in clients:
        first_step(each, user)
    found = at_once(8, lambda: enter(clients.pop(), "000000").status_code)
    assert sorted(found) == [200] * trying.MOST + [429] * 3
