"""Known devices: a cookie by which a browser is known again to those who signed in with it.

Several people share one machine, so one cookie serves them all: each has a row of their own
whose hash is made of the person and the cookie. The cookie opens nothing by itself.
"""

import re
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from accounts import addresses, record
from accounts.models import Device, User

KEPT = timedelta(days=365)
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
NOBODY = 0


def known(request, user: User | None) -> Device | None:
    """The device of this person that the request comes from; None for a stranger's browser."""
    seal = _seal(user.pk if user else NOBODY, token_of(request))
    since = timezone.now() - KEPT
    return Device.objects.filter(token_hash=seal, forgotten_at=None, seen_at__gt=since).first()


def met(request, user: User, token: str) -> tuple[Device, bool]:
    """Note that the person has signed in with the browser of this token.

    Return the device, and whether it is new to them: never met, forgotten, or too long away.
    """
    new = known(request, user) is None
    now = timezone.now()
    about = {
        "agent": record.agent_of(request),
        "address": addresses.of(request),
        "seen_at": now,
        "forgotten_at": None,
        **({"first_at": now} if new else {}),
    }
    seal = _seal(user.pk, token)
    return Device.objects.update_or_create(token_hash=seal, defaults=about | {"user": user})[0], new


def open_to(user: User):
    """The devices by which a person is known, the last used first, as a queryset."""
    since = timezone.now() - KEPT
    return user.devices.filter(forgotten_at=None, seen_at__gt=since).order_by("-seen_at")


def token_of(request) -> str:
    """What the browser's cookie says, if it is one of ours; "" otherwise."""
    sent = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "") if request else ""
    return sent if TOKEN.fullmatch(sent) else ""


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def give(response, token: str) -> None:
    """Let the browser keep the token; scripts and other sites do not get it."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _seal(number: int, token: str) -> str:
    return sha256(f"{number}:{token}".encode()).hexdigest()
