"""A few pages of this release, made in this process before anybody is sent to it."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.operations.preflight.finding import Finding, broken, good

logger = logging.getLogger(__name__)

NAMES = ("home", "dang-nhap")
FAILS = 500


def look() -> Iterable[Finding]:
    """Whether each can be made at all."""
    host = settings.SITE_URL.partition("//")[2]
    browser = Client(raise_request_exception=False, headers={"host": host})
    for name in NAMES:
        path = reverse(name)
        status = _status(browser, path)
        if status >= FAILS or (name == "home" and status != 200):
            yield broken("Trang", f"{path} trả lời {status}: xem nhật ký ở trên")
        else:
            yield good("Trang", f"{path} trả lời {status}")


def _status(browser: Client, path: str) -> int:
    try:
        return browser.get(path, secure=settings.HTTPS).status_code
    except Exception:
        # Not even the page for errors could be made, as when a static file is missing.
        logger.exception("%s cannot be made", path)
        return FAILS
