"""One-time codes: how somebody without a password, or without theirs, chooses one once.

A code has 16 signs out of 25, which is 74 bits: guessing it is hopeless however many may try. So
wrong tries are counted and recorded but end no code; otherwise a stranger who knows a user name
could spoil the slip in somebody's hand.
"""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import record
from accounts.models import OneTimeCode, Purpose, User

# Without 0 O, 1 I L, 2 Z, 5 S and 8 B: they are copied from paper.
SIGNS = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH, GROUP = 16, 4
HOURS = {Purpose.INVITE: 7 * 24, Purpose.PASSWORD: 24}
# Compared with when there is no code, so that the answer takes as long.
NO_HASH = "0" * 64


def make(user: User, purpose: str, by: User | None = None, hours: int | None = None) -> str:
    """Give out a code, ending the one that may be open; return it, "ACDE-FGHJ-KMNP-QRTU".

    `purpose` is a Purpose, `by` who gives it out (None: the person asked by mail), `hours` how
    long it lasts. This is the only time that the code can be seen. The caller records it.
    """
    ((code, _),) = make_all({user: purpose}, by, hours)
    return code


@transaction.atomic
def make_all(
    purposes: dict[User, str], by: User | None = None, hours: int | None = None
) -> list[tuple[str, OneTimeCode]]:
    """The same for many at once, each for its purpose; return the codes with their rows."""
    numbers = [user.pk for user in purposes]
    # Read to be locked, always in one order.
    list(User.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values("pk"))
    OneTimeCode.objects.filter(user__in=numbers, ended_at=None).update(ended_at=timezone.now())
    made = [(_new(), user, purpose) for user, purpose in purposes.items()]
    rows = OneTimeCode.objects.bulk_create(
        OneTimeCode(
            user=user,
            purpose=purpose,
            code_hash=_hash(code),
            made_by=by,
            expires_at=timezone.now() + timedelta(hours=hours or HOURS[Purpose(purpose)]),
        )
        for code, user, purpose in made
    )
    return [(code, row) for (code, _, _), row in zip(made, rows, strict=True)]


def end(user: User) -> int:
    """End the person's open code unused; return how many there were (0 or 1)."""
    return user.codes.filter(ended_at=None).update(ended_at=timezone.now())


def usable():
    """The codes that would be taken now, as a queryset."""
    return OneTimeCode.objects.filter(
        ended_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )


def check(username: str, code: str, request=None) -> User | None:
    """Whose the code is, which stays open; None for a wrong one, which is counted and recorded."""
    found = _right(usable(), username, code, request)
    return found and found.user


@transaction.atomic
def redeem(username: str, code: str, request=None) -> User | None:
    """Use the code up and return whose it is; None for a wrong one, as with `check`.

    Of two requests with one code at the same time, one gets the person and the other None. The
    password is the caller's to set, in the same transaction.
    """
    rows = usable().select_for_update(of=("self",))
    found = _right(rows, username, code, request)
    if found is None:
        return None
    found.ended_at, found.used = timezone.now(), True
    found.save(update_fields=["ended_at", "used"])
    record.log("code_used", request, actor=found.user, after={"purpose": found.purpose})
    return found.user


def _right(rows, username: str, code: str, request) -> OneTimeCode | None:
    """The open code of that user name if it is this one, in the same time whether there is one."""
    named = rows.filter(user__username__iexact=username.replace("\0", "").strip())
    found = named.select_related("user").first()
    right = hmac.compare_digest(found.code_hash if found else NO_HASH, _hash(code))
    if found and right:
        return found
    OneTimeCode.objects.filter(pk=found.pk if found else 0).update(tries=F("tries") + 1)
    record.log("code_refused", request, subject=found.user if found else None)
    return None


def _new() -> str:
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _hash(code: str) -> str:
    """Of the signs alone: people type blanks, dashes and small letters."""
    signs = "".join(sign for sign in code.upper() if sign in SIGNS)
    return sha256(signs.encode()).hexdigest()
