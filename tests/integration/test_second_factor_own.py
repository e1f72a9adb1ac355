"""A person's own factors: adding, removing, recovery codes, and the proof asked for before."""

import re
import time

import pytest

from accounts.factors import proof, recovery, totp
from accounts.factors.views import adding, own
from accounts.models import AccountEvent, Factor
from tests import staff
from tests.factories import PASSWORD, make_user
from tests.factors import (
    OWN,
    PROVE,
    STEP,
    code,
    enter,
    first_step,
    give_app,
    give_codes,
    give_passkey,
    is_in,
    prove,
)

pytestmark = pytest.mark.django_db

APP = f"{OWN}ung-dung/"
CODES = f"{OWN}ma-khoi-phuc/"


def shown(client) -> str:
    """The secret that the page shows."""
    return client.get(APP).context["secret"].replace(" ", "")


def add_app(client):
    """Add an app the real way and return the answer."""
    prove(client)
    return client.post(APP, {"code": code(shown(client))})


def actions(user) -> list[str]:
    return list(AccountEvent.objects.filter(subject=user).values_list("action", flat=True))


def test_an_app_is_added_and_the_recovery_codes_are_shown_once(client, signed_in):
    user = signed_in("editor")
    answer = add_app(client)
    codes = re.findall(r"<li>([A-Z0-9]{4}(?:-[A-Z0-9]{4}){2})</li>", answer.text)
    assert len(codes) == recovery.COUNT
    assert "no-store" in answer["Cache-Control"]
    assert recovery.take(user, codes[0])
    assert codes[1] not in client.get(OWN).text
    assert sorted(actions(user)) == ["factor_added", "recovery_made"]


def test_the_code_that_added_the_app_does_not_sign_in(client, signed_in):
    user = signed_in("editor")
    prove(client)
    typed = code(shown(client))
    client.post(APP, {"code": typed})
    other = staff.browser()
    first_step(other, user)
    assert enter(other, typed).status_code == 200
    assert not is_in(other)


def test_the_secret_is_stored_sealed_and_stays_while_the_page_is_open(client, signed_in):
    user = signed_in("editor")
    prove(client)
    secret = shown(client)
    assert client.post(APP, {"code": "000000"}).context["secret"].replace(" ", "") == secret
    assert not user.factors.exists()
    assert secret not in str(dict(client.session))
    client.post(APP, {"code": code(secret)})
    assert secret not in user.factors.get().secret
    assert adding.SHOWN not in client.session


def test_the_symbol_is_drawn_here_without_inline_style(client, signed_in):
    signed_in("editor")
    prove(client)
    page = client.get(APP)
    drawing = re.search(r"<svg.*?</svg>", page.text, re.S).group()
    assert 'd="M' in drawing
    assert "style=" not in drawing
    assert "http" not in drawing


def test_a_new_telephone_takes_the_place_of_the_old_one(client, signed_in):
    user = signed_in("publisher")
    give_codes(user)
    old = give_app(user)
    assert client.get(APP).url.startswith(PROVE)
    assert "Chuyển sang điện thoại khác" in client.get(OWN).text
    prove(client)
    secret = shown(client)
    client.post(APP, {"code": "000000"})
    assert totp.take(user, code(old))
    assert client.post(APP, {"code": code(secret)}).url == OWN
    assert not totp.take(user, code(old, steps=1))
    assert totp.take(user, code(secret, steps=1))
    assert sorted(actions(user)) == ["factor_added", "factor_removed"]
    assert recovery.left(user) == recovery.COUNT


def test_the_code_of_one_s_first_app_does_not_bring_a_second_in(client):
    """A sign-in is proof enough for a first app, never for another in its place."""
    user = make_user("editor")
    first_step(client, user)
    give_app(user)
    assert client.get(APP).url.startswith(PROVE)


def test_adding_ends_the_other_sessions_and_keeps_this_one(client, signed_in):
    user = signed_in("editor")
    other = staff.browser(user)
    assert is_in(other)
    add_app(client)
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("page", ["ung-dung/", "khoa-truy-cap/", "ma-khoi-phuc/", "{pk}/go/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_open_session_alone_changes_nothing(client, signed_in, page, method):
    user = signed_in("editor")
    path = OWN + page.format(pk=give_passkey(user).pk)
    answer = getattr(client, method)(path, {"code": "123456", "name": "Máy", "credential": "{}"})
    assert answer.status_code == 302
    assert answer.url.startswith(PROVE)
    assert user.factors.count() == 1
    assert actions(user) == []


def test_a_sign_in_is_proof_for_adding_and_not_for_removing(client):
    user = make_user("editor")
    first_step(client, user)
    assert client.get(APP).status_code == 200
    factor = give_passkey(user)
    assert client.get(f"{OWN}{factor.pk}/go/").url.startswith(PROVE)
    assert client.get(CODES).url.startswith(PROVE)


def test_a_proof_is_good_for_ten_minutes(client, signed_in, monkeypatch):
    user = signed_in("editor")
    give_app(user)
    prove(client)
    assert client.get(CODES).status_code == 200
    later = time.time() + proof.SECONDS + 1
    monkeypatch.setattr(proof.time, "time", lambda: later)
    assert client.get(CODES).status_code == 302


def test_the_proof_is_the_password_or_a_code_and_leads_on(client, signed_in):
    user = signed_in("editor")
    secret = give_app(user)
    for typed in (PASSWORD, code(secret), give_codes(user)[0]):
        client.force_login(user)
        answer = client.post(PROVE, {"proof": typed, "next": CODES})
        assert answer.url == CODES
        assert client.get(CODES).status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/quan-tri/", "\n/x"])
def test_the_proof_leads_to_these_pages_only(client, signed_in, target):
    signed_in("editor")
    assert client.post(PROVE, {"proof": PASSWORD, "next": target}).url == OWN


@pytest.mark.parametrize("typed", ["", "sai", "000000", "x" * 5000, "\0"])
def test_a_wrong_proof_is_refused(client, signed_in, typed):
    user = signed_in("editor")
    give_app(user)
    assert prove(client, typed).status_code == 200
    assert client.get(CODES).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_factor_of_somebody_else_is_not_there(client, signed_in, method):
    signed_in("editor")
    prove(client)
    other = give_passkey(make_user("editor"))
    for pk in (other.pk, 999_999, 2**40, 2**70):
        assert getattr(client, method)(f"{OWN}{pk}/go/").status_code == 404, pk
    assert Factor.objects.filter(pk=other.pk).exists()


def test_a_factor_is_removed_and_recorded_and_other_sessions_end(client, signed_in):
    user = signed_in("editor")
    factor, other = give_passkey(user), staff.browser(user)
    give_codes(user)
    prove(client)
    assert client.post(f"{OWN}{factor.pk}/go/").url == OWN
    assert not user.factors.exists()
    # Codes without a factor would be a second password.
    assert recovery.left(user) == 0
    assert actions(user) == ["factor_removed"]
    assert is_in(client)
    assert not is_in(other)


def test_the_last_one_stays_while_the_role_asks_for_one(client, signed_in):
    user = signed_in("publisher")
    first, second = give_passkey(user), give_passkey(user, "Máy tính")
    prove(client)
    client.post(f"{OWN}{first.pk}/go/")
    client.post(f"{OWN}{second.pk}/go/")
    assert list(user.factors.all()) == [second]
    assert own.LAST_ONE in client.get(OWN).text


def test_new_recovery_codes_end_the_old_ones(client, signed_in):
    user = signed_in("editor")
    give_app(user)
    old = give_codes(user)
    prove(client)
    assert "10 mã chưa dùng" in client.get(CODES).text
    assert recovery.left(user) == recovery.COUNT
    assert "chỉ hiện một lần" in client.post(CODES).text
    assert not recovery.take(user, old[0])
    assert actions(user) == ["recovery_made"]


def test_without_a_factor_there_are_no_recovery_codes(client, signed_in):
    user = signed_in("editor")
    prove(client)
    assert client.post(CODES).url == OWN
    assert recovery.left(user) == 0


def test_the_page_says_how_many_codes_are_left_and_when_they_are_few(client, signed_in):
    user = signed_in("editor")
    give_app(user)
    codes = give_codes(user)
    for each in codes[: recovery.COUNT - recovery.FEW + 1]:
        recovery.take(user, each)
    page = client.get(OWN).text
    assert "Còn 3 mã chưa dùng" in page
    assert "Sắp hết" in page


def test_the_pages_are_for_those_signed_in(client):
    for path in (OWN, APP, CODES, PROVE, f"{OWN}1/go/", f"{OWN}khoa-truy-cap/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.url.startswith("/dang-nhap/?next=")
    assert client.get(STEP).url == "/dang-nhap/"


def test_the_list_asks_a_bounded_number_of_queries(
    client, signed_in, django_assert_max_num_queries
):
    user = signed_in("editor")
    for number in range(8):
        give_passkey(user, f"Máy {number}")
    client.get(OWN)
    with django_assert_max_num_queries(7):
        assert client.get(OWN).status_code == 200
