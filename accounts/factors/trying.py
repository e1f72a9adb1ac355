"""Trying a code: at most five wrong ones in a quarter of an hour for an account.

Only who knows the password, or sits at an open session, comes as far as this. So a stranger
cannot use the limit to keep others out.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import record
from accounts.factors import recovery, totp
from accounts.models import AccountEvent, User

MOST = 5
WINDOW = timedelta(minutes=15)
SLOWED = "Nhập sai mã xác minh 5 lần, tạm dừng 15 phút."


class TooMany(Exception):
    """Too many wrong codes: no code counts for a while, not even a right one."""


@transaction.atomic
def by_code(request, user: User, typed: str) -> str:
    """What the code is, which is used up with this: "totp", "recovery", or "" for a wrong one.

    Raises TooMany.
    """
    _in_turn(user)
    way = _code(request, user, typed)
    if not way:
        refuse(request, user, "code")
    return way


@transaction.atomic
def by_password_or_code(request, user: User, typed: str) -> bool:
    """The same where the password does as well. Raises TooMany."""
    _in_turn(user)
    right = bool(_code(request, user, typed)) or user.check_password(typed)
    if not right:
        refuse(request, user, "password")
    return right


def refuse(request, user: User, by: str, note: str = "") -> None:
    """Write down what did not fit: `by` is "code", "password" or "passkey"."""
    record.log("factor_refused", request, subject=user, note=note, after={"by": by})
    if by != "passkey" and wrong(user) == MOST:
        record.log("slowed", request, subject=user, note=SLOWED)


def wrong(user: User) -> int:
    """How many wrong ones there were lately. A passkey cannot be guessed, so none is counted."""
    rows = AccountEvent.objects.filter(subject=user, action="factor_refused")
    rows = rows.filter(at__gt=timezone.now() - WINDOW)
    return rows.exclude(after__by="passkey").count()


def _in_turn(user: User) -> None:
    """One at a time, so that many requests at once get no more tries than one after another."""
    User.objects.select_for_update().get(pk=user.pk)
    if wrong(user) >= MOST:
        raise TooMany


def _code(request, user: User, typed: str) -> str:
    if totp.take(user, typed):
        return "totp"
    if not recovery.take(user, typed):
        return ""
    record.log("recovery_used", request, actor=user, after={"left": recovery.left(user)})
    return "recovery"
