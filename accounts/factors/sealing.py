"""Secrets of authenticator apps at rest: encrypted with a key that is derived from SECRET_KEY.

Somebody who gets a copy of the database, a backup for example, cannot make codes from it.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"accounts.factors: secrets of authenticator apps"


def seal(secret: str) -> str:
    """The secret, encrypted with the key of today."""
    return _keys().encrypt(secret.encode()).decode()


def opened(sealed: str) -> str | None:
    """The secret again; None when no key of ours opens it.

    That is so after SECRET_KEY was changed and its old value left out of SECRET_KEY_FALLBACKS.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _keys() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
