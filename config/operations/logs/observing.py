"""Gives each request a number, counts it, and writes down what became of it."""

import logging
import re
import time
from ipaddress import ip_network
from secrets import token_hex

from django.conf import settings
from django.db import connection
from django.utils.encoding import escape_uri_path

from accounts import addresses
from config.operations.logs.current import Seen, current
from config.operations.metrics import counting

logger = logging.getLogger("portal.request")

HEADER = "X-Request-Id"
_KEY = "HTTP_X_REQUEST_ID"
_NUMBER = re.compile(r"[0-9A-Za-z_-]{8,64}")


def observed(get_response):
    """Middleware, the first of all: the request's number, in the answer too, and a line in the
    log. The page store leaves the number out of what it keeps."""
    trusted = [ip_network(text) for text in settings.TRUSTED_PROXIES]

    def middleware(request):
        request.request_id = _number(request, trusted)
        seen = Seen(request, request.request_id)
        before = current.set(seen)
        try:
            with connection.execute_wrapper(seen):
                response = get_response(request)
            response.headers[HEADER] = seen.number
            _write_down(seen, response.status_code)
        finally:
            current.reset(before)
        return response

    return middleware


def _number(request, trusted: list) -> str:
    """What a proxy of ours has given it; otherwise a new one: anybody else could write anything
    into our log."""
    given = request.META.get(_KEY, "")
    if given and trusted and _NUMBER.fullmatch(given):
        sender = addresses.parse(request.META.get("REMOTE_ADDR", ""))
        if sender and addresses.within(sender, trusted):
            return given
    return token_hex(6)


def _write_down(seen: Seen, status: int) -> None:
    seconds = time.perf_counter() - seen.began
    counting.count(seen.request, status, seconds, seen.seconds, seen.queries)
    facts = {
        "method": seen.request.method,
        "path": escape_uri_path(seen.request.path),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "queries": seen.queries,
        "db_ms": round(seen.seconds * 1000, 1),
    }
    line = "%(method)s %(path)s %(status)s %(ms)s ms, %(queries)s queries"
    logger.info(line, facts, extra={"facts": facts})
