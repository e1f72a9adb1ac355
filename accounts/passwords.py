"""Passwords in one form, and what one attempt costs: the one place where they are hashed.

A Mac types "ế" as three signs and Windows as one: NFC makes them the same password. Hashes of
before Argon2 go on working and are renewed at the next sign-in (Django's must_update).
"""

import unicodedata

from django.contrib.auth.hashers import (
    Argon2PasswordHasher,
    PBKDF2PasswordHasher,
    make_password,
)

LEAST, MOST = 10, 128
# One letter of NFC is four of the longest other form ("ᾷ" in parts), so more cannot fit.
MOST_TYPED = 4 * MOST


def normal(password: str) -> str:
    """The password in its one form, NFC; nothing else is changed, blanks included."""
    return unicodedata.normalize("NFC", password)


def too_long(password: str) -> bool:
    """Whether the password has more than MOST characters in its one form.

    What is far too long is not even brought into it: a megabyte of accents would take minutes.
    """
    return len(password) > MOST_TYPED or len(normal(password)) > MOST


class Argon2(Argon2PasswordHasher):
    """Argon2id: four passes over 46 MiB by one thread, what a web worker can afford.

    docs/decisions/0021-passwords-and-single-sign-on.md has the measured figures.
    """

    time_cost = 4
    memory_cost = 47104
    parallelism = 1

    def encode(self, password, salt):
        """Hash the one form; what is too long is not hashed and fits nothing afterwards."""
        if too_long(password):
            return make_password(None)
        return super().encode(normal(password), salt)

    def verify(self, password, encoded):
        """Compare the one form; what is too long costs nothing."""
        return not too_long(password) and super().verify(normal(password), encoded)


class Pbkdf2(PBKDF2PasswordHasher):
    """Hashes of before, which were made of whatever was typed, so that is compared too."""

    def verify(self, password, encoded):
        """Compare what was typed and, where it differs, its one form."""
        if too_long(password):
            return False
        forms = dict.fromkeys((password, normal(password)))
        return any(super(Pbkdf2, self).verify(form, encoded) for form in forms)
