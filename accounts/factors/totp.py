"""Codes of an authenticator app (RFC 6238): six digits, every 30 seconds, each good for one use."""

import hmac
import time
import unicodedata
from urllib.parse import urlsplit

import pyotp
from django.conf import settings
from django.utils import timezone

from accounts.factors import sealing
from accounts.models import Factor, Kind, User
from news.text import qr

SECONDS = 30
DIGITS = 6
# Telephones go wrong by some seconds; a code of the step before or after is taken too.
TOLERANCE = 1


def new_secret() -> str:
    """A random secret in Base32, of 160 bits (RFC 4226 §4)."""
    return pyotp.random_base32()


def code_at(secret: str, step: int) -> str:
    """The code of a time step, the number of half minutes since 1970."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).generate_otp(step)


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """The time step, of those that count now (a Unix time), whose code this is; else None."""
    today = int(time.time() if now is None else now) // SECONDS
    for step in range(today - TOLERANCE, today + TOLERANCE + 1):
        if hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def digits_of(typed: str) -> str:
    """The six digits of what somebody typed, in any spacing and width; "" if it is no code."""
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    return text if len(text) == DIGITS and text.isascii() and text.isdigit() else ""


def take(user: User, typed: str) -> Factor | None:
    """Take a code of the person's app and return the app; None for a wrong or a used code.

    Of two requests with one code one gets it: the step is compared and set in one UPDATE.
    """
    app = user.factors.filter(kind=Kind.TOTP).first()
    secret, code = app and sealing.opened(app.secret), digits_of(typed)
    step = step_of(secret, code) if secret and code else None
    if step is None:
        return None
    # Sealed anew, so that an old SECRET_KEY can be given up one day.
    values = {"last_step": step, "used_at": timezone.now(), "secret": sealing.seal(secret)}
    taken = Factor.objects.filter(pk=app.pk, last_step__lt=step).update(**values)
    return app if taken else None


def add(user: User, secret: str, step: int) -> Factor:
    """Give the person an app, whose code of `step` has been shown and is thereby used.

    Raises IntegrityError when they have one already.
    """
    sealed = sealing.seal(secret)
    return user.factors.create(kind=Kind.TOTP, name=Kind.TOTP.label, secret=sealed, last_step=step)


def symbol(user: User, secret: str) -> qr.Symbol:
    """What the app's camera reads: the secret, the user name and the address of the portal."""
    code = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    place = urlsplit(settings.SITE_URL).netloc
    address = code.provisioning_uri(name=user.username, issuer_name=place)
    return qr.symbol(address)


def grouped(secret: str) -> str:
    """The secret in groups of four, for those who type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
