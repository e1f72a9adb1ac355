"""Passkeys against a device of our own making: the right answer, and every wrong part of one."""

import json
import time

import pytest

from accounts.factors import passkeys
from accounts.factors.views import adding, second_step
from accounts.models import AccountEvent, Factor, Kind
from tests import staff
from tests.authenticator import ORIGIN, PRESENT, Authenticator
from tests.factories import make_user
from tests.factors import DESK, OWN, PROVE, STEP, first_step, give_app, is_in, prove

pytestmark = pytest.mark.django_db

ADD = f"{OWN}khoa-truy-cap/"
DOOR = "/dang-nhap/khoa-truy-cap/"
SECOND = f"{STEP}khoa-truy-cap/"
NAME = {"name": "Máy tính cơ quan"}
CODES = "chỉ hiện một lần"


@pytest.fixture
def user(db):
    return make_user("editor")


def enrolled(user, device=None) -> Authenticator:
    """A device whose passkey the person has added."""
    client, device = staff.browser(user), device or Authenticator()
    prove(client)
    answer = device.create(client.post(ADD, NAME).json())
    assert CODES in client.post(ADD, {**NAME, "credential": answer}).text
    # Other sessions have ended with it: what is signed in later is checked against the new number.
    user.refresh_from_db()
    return device


def show(client, device, path=DOOR, **wrong):
    """Ask for a challenge and answer it."""
    return client.post(path, {"credential": device.get(client.post(path).json(), **wrong)})


def test_a_passkey_is_added_and_recorded(user):
    device = enrolled(user)
    factor = user.factors.get()
    assert (factor.kind, factor.name) == (Kind.PASSKEY, NAME["name"])
    assert bytes(factor.credential) == device.credential
    event = AccountEvent.objects.get(action="factor_added")
    assert (event.subject, event.note, event.after) == (user, NAME["name"], {"kind": "passkey"})


def test_what_the_browser_is_asked(user):
    give = enrolled(user)
    client = staff.browser(user)
    prove(client)
    asked = client.post(ADD, NAME).json()
    assert asked["rp"] == {"id": "testserver", "name": "testserver"}
    assert [len(asked["excludeCredentials"]), len(give.credential)] == [1, 32]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "preferred"
    door = staff.browser().post(DOOR).json()
    assert door["userVerification"] == "required"
    assert "allowCredentials" not in door


@pytest.mark.parametrize("counter", [0, None])
def test_a_passkey_alone_signs_in_again_and_again(user, counter):
    device = enrolled(user, Authenticator(counter))
    for _ in range(2):
        client = staff.browser()
        answer = show(client, device)
        assert (answer.status_code, answer.url) == (302, DESK)
        assert is_in(client)
    assert AccountEvent.objects.filter(action="signed_in").last().after["by"] == "passkey"


def test_a_passkey_sign_in_goes_on_to_a_page_of_ours_only(user):
    device = enrolled(user)
    for target, place in (("/doi-mat-khau/", "/doi-mat-khau/"), ("//evil.example", DESK)):
        client = staff.browser()
        sent = {"credential": device.get(client.post(DOOR).json()), "next": target}
        assert client.post(DOOR, sent).url == place


def test_a_passkey_as_second_step(client, user):
    device = enrolled(user)
    first_step(client, user)
    assert len(client.post(SECOND).json()["allowCredentials"]) == 1
    assert show(client, device, SECOND).url == DESK
    assert AccountEvent.objects.get(action="signed_in").after["by"] == "password+passkey"


WRONG = {
    "another site": {"origin": "https://evil.example"},
    "another port": {"origin": f"{ORIGIN}:8080"},
    "no origin": {"origin": ""},
    "another party": {"rp": "evil.example"},
    "no finger, no PIN": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "an old challenge": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
    "a forged signature": {"signature": b"0" * 70},
    "a copied key": {"counter": 1},
    "no count any more": {"counter": 0},
    "the wrong ceremony": {"kind": "webauthn.create"},
    "somebody else's handle": {"handle": "bmd1b2ktMQ"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("path", [DOOR, SECOND])
def test_one_wrong_part_and_the_door_stays_shut(client, user, wrong, path):
    device = enrolled(user)
    show(staff.browser(), device)
    if path == SECOND:
        first_step(client, user)
    answer = show(client, device, path, **wrong)
    assert answer.status_code == 302
    assert answer.url == ("/dang-nhap/" if path == DOOR else STEP)
    assert second_step.NO_PASSKEY in client.get(answer.url).text
    assert not is_in(client)
    action = "refused" if path == DOOR else "factor_refused"
    assert AccountEvent.objects.filter(action=action, after={"by": "passkey"}).count() == 1


def test_a_challenge_is_good_for_one_answer(client, user):
    device = enrolled(user, Authenticator(None))
    answer = {"credential": device.get(client.post(DOOR).json())}
    assert client.post(DOOR, answer).url == DESK
    client.post("/dang-xuat/")
    assert client.post(DOOR, answer).url == "/dang-nhap/"
    assert not is_in(client)


def test_a_challenge_of_one_purpose_does_for_no_other(client, user):
    device = enrolled(user)
    asked = client.post(DOOR).json()
    first_step(client, user)
    assert client.post(SECOND, {"credential": device.get(asked)}).url == STEP
    assert not is_in(client)


def test_a_challenge_ends_after_five_minutes(client, user, monkeypatch):
    device = enrolled(user)
    answer = device.get(client.post(DOOR).json())
    later = time.time() + passkeys.CHALLENGE_SECONDS + 1
    monkeypatch.setattr(passkeys.time, "time", lambda: later)
    client.post(DOOR, {"credential": answer})
    assert not is_in(client)


def test_the_passkey_of_somebody_else_is_no_second_step(client, user):
    enrolled(user)
    device = enrolled(make_user("editor"))
    first_step(client, user)
    assert show(client, device, SECOND).url == STEP
    assert not is_in(client)


def test_a_removed_passkey_and_a_locked_person_stay_outside(client, user):
    device = enrolled(user)
    user.is_active = False
    user.save()
    assert show(client, device).url == "/dang-nhap/"
    user.is_active = True
    user.save()
    Factor.objects.all().delete()
    assert show(client, device).url == "/dang-nhap/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "junk",
    [
        *("{", "[]", "null", "1", '"x"', "{}", '{"id": 1}', "{" * 3000, "x" * 70_000),
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
        json.dumps({"id": "AA", "rawId": "AB", "type": "public-key", "response": 7}),
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {
                    "clientDataJSON": "AA",
                    "authenticatorData": "AA",
                    "signature": "AA",
                    "attestationObject": "o2NmbXRk",
                },
            }
        ),
    ],
)
def test_junk_in_place_of_an_answer_is_refused_politely(client, user, junk):
    client.force_login(user)
    prove(client)
    client.post(ADD, NAME)
    assert client.post(ADD, {**NAME, "credential": junk}).url == ADD
    assert client.post(DOOR, {"credential": junk}).url == "/dang-nhap/"
    assert client.post(f"{PROVE}khoa-truy-cap/", {"credential": junk}).status_code == 302
    assert not Factor.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://evil.example"}, {"flags": PRESENT}, {"credential": b"x" * 1024}]
)
def test_a_passkey_that_cannot_be_trusted_is_not_added(client, user, wrong):
    client.force_login(user)
    prove(client)
    answer = Authenticator().create(client.post(ADD, NAME).json(), **wrong)
    assert client.post(ADD, {**NAME, "credential": answer}).url == ADD
    assert adding.NO_PASSKEY in client.get(ADD).text
    assert not Factor.objects.exists()


def test_one_passkey_does_not_open_two_accounts(client, user):
    device = enrolled(user)
    other = make_user("editor")
    client.force_login(other)
    prove(client)
    answer = device.create(client.post(ADD, NAME).json())
    assert client.post(ADD, {**NAME, "credential": answer}).url == OWN
    assert adding.TAKEN in client.get(OWN).text
    assert not other.factors.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\0b"])
def test_a_passkey_needs_a_name(client, user, name):
    client.force_login(user)
    prove(client)
    answer = client.post(ADD, {"name": name})
    assert answer.status_code == 200
    assert "form" in answer.context


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://[::1]"])
def test_where_the_address_is_a_number_passkeys_are_not_offered(client, user, settings, address):
    settings.SITE_URL = address
    assert "khoá truy cập" not in client.get("/dang-nhap/").text
    client.force_login(user)
    prove(client)
    assert "Khoá truy cập" not in client.get(OWN).text
    assert client.get(ADD).url == OWN
    assert adding.IMPOSSIBLE in client.get(OWN).text


def test_where_the_staff_side_has_a_name_of_its_own_passkeys_are_made_for_it(settings):
    settings.SITE_URL, settings.STAFF_HOST = "https://abc.vn:8443", "quan-tri.abc.vn"
    server = passkeys._server()
    assert server.rp.id == "quan-tri.abc.vn"
    assert server._verify("https://quan-tri.abc.vn:8443")
    assert not server._verify("https://abc.vn:8443")


def test_proving_again_by_a_passkey(user):
    device = enrolled(user)
    client = staff.browser(user)
    path = f"{PROVE}khoa-truy-cap/"
    target = f"{OWN}{user.factors.get().pk}/go/"
    assert client.get(target).url.startswith(PROVE)
    sent = {"credential": device.get(client.post(path).json()), "next": target}
    assert client.post(path, sent).url == target
    assert client.get(target).status_code == 200


def test_proving_again_by_the_passkey_of_somebody_else_fails(user):
    device = enrolled(make_user("editor"))
    give_app(user)
    client = staff.browser(user)
    assert show(client, device, f"{PROVE}khoa-truy-cap/").url.startswith(PROVE)
    assert client.get(f"{OWN}ma-khoi-phuc/").status_code == 302
