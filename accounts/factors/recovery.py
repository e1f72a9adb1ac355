"""Recovery codes: printed once, for the day a telephone is lost; each opens the door once."""

import hashlib
import secrets
import unicodedata

from django.db import transaction
from django.utils import timezone

from accounts.models import RecoveryCode, User

COUNT = 10
# Fewer than this, and the page asks for new ones.
FEW = 4
# No vowels, no D and no W: a Vietnamese keyboard that is switched on leaves these as they are.
# No letter that looks like a figure.
ALPHABET = "CGHKLMNPQRTVX2346789"
LENGTH = 12
GROUP = 4
# About 50 bits each; this makes trying all of them against a stolen table 2^17 times dearer.
ROUNDS = 100_000


@transaction.atomic
def renew(user: User) -> list[str]:
    """Make ten new codes in place of all old ones and return them, for this one time."""
    codes = [_random() for _ in range(COUNT)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_hash(user, code)) for code in codes
    )
    return [_grouped(code) for code in codes]


def take(user: User, typed: str) -> bool:
    """Use up the code somebody typed; False for a wrong or a used one, also of two at once."""
    code = letters_of(typed)
    if not code:
        return False
    rows = user.recovery_codes.filter(code_hash=_hash(user, code), used_at=None)
    return bool(rows.update(used_at=timezone.now()))


def left(user: User) -> int:
    """How many codes are not used yet."""
    return user.recovery_codes.filter(used_at=None).count()


def letters_of(typed: str) -> str:
    """The code in what somebody typed, whatever the capitals, spaces and dashes; "" for none."""
    text = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in text if not letter.isspace() and letter != "-")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def _random() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _hash(user: User, code: str) -> str:
    salt = f"recovery:{user.pk}".encode()
    return hashlib.pbkdf2_hmac("sha256", code.encode(), salt, ROUNDS).hex()
