"""What `check --deploy` says beyond Django's own checks: settings that would betray something."""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.http.request import validate_host

# PostgreSQL's own ways to be given a password.
ELSEWHERE = ("PGPASSWORD", "PGPASSFILE", "PGSERVICE")
SEALED = ("require", "verify-ca", "verify-full")


def complaints(**_given) -> list[CheckMessage]:
    """A message for each setting that is not fit for citizens."""
    return [kind(words, id=f"operations.{name}") for so, kind, name, words in _rows() if so]


def _rows() -> list[tuple]:
    return [*_of_names(), *_of_database(), *_of_mail()]


def _of_names() -> list[tuple]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    safe = settings.SITE_URL.startswith("https://") or not settings.SECURE_SSL_REDIRECT
    return [
        (not safe, Error, "E001", "SITE_URL must begin with https:// while HTTPS is on."),
        (
            "*" in settings.ALLOWED_HOSTS,
            Error,
            "E002",
            "ALLOWED_HOSTS must name the hosts: with * anybody's name is believed.",
        ),
        (
            not validate_host(host, settings.ALLOWED_HOSTS),
            Error,
            "E003",
            f"ALLOWED_HOSTS lacks {host or 'the host'}, the name in SITE_URL.",
        ),
        (
            settings.SERVE_MEDIA,
            Warning,
            "W004",
            "SERVE_MEDIA is for trying: let the web server hand out MEDIA_ROOT.",
        ),
        (
            bool(getattr(settings, "SECURE_PROXY_SSL_HEADER", None))
            and not settings.TRUSTED_PROXIES,
            Warning,
            "W005",
            "BEHIND_PROXY without TRUSTED_PROXIES: every visitor seems to come from the proxy.",
        ),
    ]


def _of_database() -> list[tuple]:
    there = settings.DATABASES["default"]
    options, far = there.get("OPTIONS", {}), not _is_here(there.get("HOST", ""))
    keyed = there.get("PASSWORD") or {"passfile", "sslcert", "service"} & options.keys()
    return [
        (
            far and not (keyed or any(map(os.environ.get, ELSEWHERE))),
            Error,
            "E006",
            "DATABASE_URL has no password for a database on another machine.",
        ),
        (
            far and options.get("sslmode") not in SEALED,
            Warning,
            "W007",
            "DATABASE_URL lacks ?sslmode=verify-full: what goes to the database can be read.",
        ),
    ]


def _of_mail() -> list[tuple]:
    sealed = getattr(settings, "EMAIL_USE_TLS", False) or getattr(settings, "EMAIL_USE_SSL", False)
    shown = bool(settings.EMAIL_HOST_PASSWORD) and not sealed and not _is_here(settings.EMAIL_HOST)
    words = "EMAIL_URL sends the password in the open: write smtp+tls:// or smtp+ssl://."
    return [(shown, Warning, "W008", words)]


def _is_here(host: str) -> bool:
    """Whether that is a socket or a name of this machine."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
