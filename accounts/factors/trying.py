"""Trying a code at the sign-in: few wrong ones in a quarter of an hour, and few in a day.

An app's code is one of a million, and three count at a time (totp.TOLERANCE). Twenty tries in a
day hit with a probability of 6 in 100,000; whoever keeps on every day of a year, with a password
that its owner was told to change, with 2.2 %. Without the limit of a day five in a quarter of an
hour would be 480 tries a day and 41 % a year.

Counted is as at the password (throttle.py): a browser that the account has signed in with has a
count of its own, all others share one. So who holds the password but not the device can slow
down others like himself only. A passkey cannot be guessed and is never counted; nor can a
recovery code (52 bits), so that the limit of a day leaves both.
"""

from django.db import transaction
from django.utils import timezone

from accounts import counting, devices, record, throttle
from accounts.factors import recovery, totp
from accounts.models import Device, User

MOST = counting.TRIES
IN_A_DAY = 20
SLOWED = "Nhập sai mã xác minh 5 lần, tạm dừng 15 phút."
STOPPED = f"Nhập sai mã xác minh {IN_A_DAY} lần trong một ngày, tạm dừng mã của ứng dụng."


class TooMany(Exception):
    """Too many wrong codes: no code counts for a while, not even a right one."""


class TooManyToday(Exception):
    """Too many wrong codes in a day: no app's code counts; recovery codes and passkeys do."""


@transaction.atomic
def by_code(request, user: User, typed: str) -> str:
    """What the code is, which is used up with this: "totp", "recovery", or "" for a wrong one.

    Raises TooMany and TooManyToday.
    """
    device = devices.known(request, user)
    # One at a time: many requests at once get no more tries than one after another.
    counting.in_turn(f"code {user.pk} {device.pk if device else ''}")
    rows = _wrong(user, device)
    if counting.too_many(rows, timezone.now()):
        raise TooMany
    count = rows.count()
    if count >= IN_A_DAY and totp.digits_of(typed):
        raise TooManyToday
    way = _code(request, user, typed)
    if not way:
        _refuse(request, user, device, count + 1)
    return way


def by_password_or_code(request, typed: str) -> bool:
    """Whether a signed-in person has typed their password or one of their codes, which is used up.

    Raises throttle.Waits.
    """
    user = request.user
    return throttle.prove(
        request, lambda: bool(_code(request, user, typed)) or user.check_password(typed)
    )


def passkey_refused(request, user: User, reason: str) -> None:
    """Write down that a passkey proved nothing, and why."""
    record.log("factor_refused", request, subject=user, note=reason, after={"by": "passkey"})


def _wrong(user: User, device: Device | None):
    rows = counting.failures(user, "factor_refused").exclude(after__by="passkey")
    return rows.filter(after__device=device.pk) if device else rows.exclude(after__has_key="device")


def _refuse(request, user: User, device: Device | None, count: int) -> None:
    by = {"by": "code", **({"device": device.pk} if device else {})}
    record.log("factor_refused", request, subject=user, after=by)
    if count >= IN_A_DAY and not counting.failures(user, "codes_stopped").exists():
        # Its owner gets a letter, one a day: somebody has the right password.
        record.log("codes_stopped", request, subject=user, note=STOPPED)
    elif counting.too_many(_wrong(user, device), timezone.now()):
        record.log("slowed", request, subject=user, note=SLOWED)


def _code(request, user: User, typed: str) -> str:
    if totp.take(user, typed):
        return "totp"
    if not recovery.take(user, typed):
        return ""
    record.log("recovery_used", request, actor=user, after={"left": recovery.left(user)})
    return "recovery"
