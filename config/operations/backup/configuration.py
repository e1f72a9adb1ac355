"""The settings of the environment as far as they are no secret, and a proof of the key's."""

import json
import os
import re
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

# Values that may be written down. Of everything else the name alone: whoever adds a setting need
# not think of this list to keep its value out.
_OPEN = """
    ALLOWED_HOSTS SITE_URL HTTPS HSTS_SECONDS BEHIND_PROXY TRUSTED_PROXIES STAFF_ADDRESSES
    STAFF_HOST SESSION_IDLE_MINUTES SESSION_HOURS SECOND_FACTOR_GRACE_DAYS DEBUG DB_CONN_MAX_AGE
    COLLECTED_STATIC SELF_APPROVAL READS_HELD_SECONDS PAGE_STORE PAGE_STORE_DIR PAGE_STORE_BYTES
    PAGE_STORE_QUICK HOLIDAYS REDIRECT_HOSTS MAIL_FROM OIDC_ISSUER OIDC_CLIENT_ID OIDC_NAME
    OIDC_GROUPS OIDC_ROLES OIDC_CREATE STATIC_ROOT MEDIA_ROOT ATTACHMENTS_ROOT ATTACHMENTS_ACCEL
    SERVE_MEDIA LOG_LEVEL BIND WEB_CONCURRENCY WEB_THREADS WEB_MAX_REQUESTS WEB_TIMEOUT
    BACKUP_S3 WEB_GRACEFUL_TIMEOUT WEB_KEEPALIVE FORWARDED_ALLOW_IPS ACCESS_LOG WEB_LOG_LEVEL PG_BIN
"""
OPEN = frozenset(_OPEN.split())
WITHHELD = "(không ghi ở đây: hãy lấy từ nơi cất riêng)"
# How the code asks for a variable.
_ASKED = re.compile(r"""(?:\benv(?:\.\w+)?|environ\.get)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
_SALT = "config.operations.backup"


def described() -> str:
    """The settings as JSON: what may be known with its value, secrets by their name."""
    found = {name: _shown(name) for name in sorted(_asked()) if name in os.environ}
    return json.dumps(found, ensure_ascii=False, indent=1)


def _shown(name: str) -> str:
    return os.environ[name] if name in OPEN else WITHHELD


def _asked() -> set[str]:
    """Every variable that the code asks for; the environment holds others, which are not ours."""
    sources = [*(settings.BASE_DIR / "config").glob("*.py"), _gunicorn()]
    return {name for path in sources for name in _ASKED.findall(path.read_text(encoding="utf-8"))}


def _gunicorn() -> Path:
    return settings.BASE_DIR / "deploy" / "gunicorn.conf.py"


def proof_of_key(key: str) -> str:
    """Take a SECRET_KEY; return what tells it from others and does not give it away."""
    return salted_hmac(_SALT, "SECRET_KEY", secret=key, algorithm="sha256").hexdigest()


def knows_key(proof: str) -> bool:
    """Whether the key that a backup was made under is one of ours."""
    return proof in map(proof_of_key, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
