"""People with a second factor, and the steps of a sign-in as hand-made requests."""

import time

from accounts.factors import recovery, totp
from accounts.models import Factor, Kind
from tests.factories import PASSWORD

STEP = "/xac-minh/"
OWN = "/tai-khoan/hai-buoc/"
PROVE = f"{OWN}xac-nhan/"
DESK = "/quan-tri/"


def give_app(user) -> str:
    """An app for the person, none of whose codes was used yet; return its secret."""
    secret = totp.new_secret()
    totp.add(user, secret, step=0)
    return secret


def give_codes(user) -> list[str]:
    """Recovery codes for the person."""
    return recovery.renew(user)


def give_passkey(user, name="Điện thoại") -> Factor:
    """A passkey that nobody can show, for what does not look into it."""
    return user.factors.create(kind=Kind.PASSKEY, name=name, credential=name.encode(), data=b"x")


def code(secret: str, steps: int = 0) -> str:
    """The app's code now, or some steps from now."""
    return totp.code_at(secret, int(time.time()) // totp.SECONDS + steps)


def first_step(client, user, **extra):
    """Send user name and password."""
    return client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD, **extra})


def enter(client, typed: str):
    """Send a code at the second step."""
    return client.post(STEP, {"code": typed})


def prove(client, typed: str = PASSWORD):
    """Prove again who is there, as the pages ask before a change."""
    return client.post(PROVE, {"proof": typed})


def is_in(client) -> bool:
    """Whether the client is signed in."""
    return client.get(DESK).status_code == 200
