"""Which addresses are asked for in vain, so that somebody can lead them on (no reader is kept).

One statement a miss, and bounded twice: each process notes so many a minute, and the table holds
so many rows; a flood costs a page its statement no longer, and pushes out only what was rare.
"""

import logging
import re
import time
from datetime import timedelta
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from news.text import oldaddress

from . import targets
from .models import Missed

logger = logging.getLogger(__name__)

A_MINUTE = 60.0
MOST_A_MINUTE = 30
MOST_ROWS = 3000
LONGEST = 200
KEPT = timedelta(days=180)
# What programs try that look for holes; no page of ours ever had such an address.
PROBES = re.compile(
    r"\.(php\d?|phtml|asp|jsp|cgi|env|ini|sql|bak|old|zip|t?gz|rar|7z|ya?ml|log|git|sh|exe|pl|axd)"
    r"(/|$)|(^|/)(wp|wp-[a-z]+|cgi-bin|phpmyadmin|vendor|node_modules|admin|administrator|xmlrpc|"
    r"actuator|solr|owa|autodiscover|hnap1|boaform|_ignition|telescope|graphql)(/|$)|/\.",
)
# What browsers ask for by themselves.
BY_ITSELF = re.compile(r"^/(apple-touch-icon|favicon|browserconfig|static/|media/|ads\.txt)")

NOTE = """
INSERT INTO {table} (path, count, first_at, last_at, led_from, gone, ignored)
SELECT %s, 1, %s, %s, %s, %s, false
WHERE EXISTS (SELECT FROM {table} WHERE path = %s) OR (SELECT count(*) FROM {table}) < %s
ON CONFLICT (path) DO UPDATE SET count = {table}.count + 1, last_at = excluded.last_at,
    gone = excluded.gone, led_from = COALESCE(NULLIF(excluded.led_from, ''), {table}.led_from)
"""


class Allowance:
    """So many a minute of this process, whatever is asked of it."""

    def __init__(self, most: int):
        self.most, self.left, self.until, self.lock = most, most, 0.0, Lock()

    def take(self) -> bool:
        """Whether one more may be noted now."""
        with self.lock:
            now = time.monotonic()
            if now >= self.until:
                self.left, self.until = self.most, now + A_MINUTE
            self.left -= self.left > -1
            return self.left >= 0


allowance = Allowance(MOST_A_MINUTE)


def note(request, gone: bool = False) -> None:
    """Count a miss; `gone` says that citizens saw something there once. The reader's page never
    fails because of it; what went wrong is logged."""
    path = noted_as(request.method, request.path)
    # What the staff side hides is no missing page.
    if not path or hasattr(request, "asked_path") or not allowance.take():
        return
    try:
        # A savepoint would be two further statements on a page that asks much already.
        with transaction.atomic(savepoint=False):
            _count(path, _led_from(request), gone)
    except Error:
        logger.exception("a missing address could not be noted")


def noted_as(method: str, path: str) -> str:
    """The form in which a miss is counted; "" where it says nothing to anybody."""
    if method not in ("GET", "HEAD") or targets.is_apart(path):
        return ""
    asked = oldaddress.asked(path)
    whole = asked.exact[0] if asked else ""
    noise = len(whole) > LONGEST or PROBES.search(path.lower()) or BY_ITSELF.match(whole)
    return "" if noise else whole


def forget_old() -> int:
    """Delete what nobody has asked for in half a year; return how many."""
    return Missed.objects.filter(last_at__lt=timezone.now() - KEPT).delete()[0]


def _count(path: str, led_from: str, gone: bool = False) -> None:
    now, table = timezone.now(), Missed._meta.db_table
    with connection.cursor() as cursor:
        values = [path, now, now, led_from, gone, path, MOST_ROWS]
        cursor.execute(NOTE.format(table=table), values)
        full = cursor.rowcount == 0
    if full:
        _make_room()


def _make_room() -> None:
    """A fifth of the rows goes, the rare and the old; what people chose to ignore stays."""
    rows = Missed.objects.filter(ignored=False).order_by("count", "last_at")
    Missed.objects.filter(pk__in=rows.values("pk")[: MOST_ROWS // 5]).delete()


def _led_from(request) -> str:
    """The path of a citizens' page of ours that has the wrong link."""
    try:
        place = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    ours = {urlsplit(settings.SITE_URL).netloc, request.get_host()}
    plain = place.path.isascii() and place.path.isprintable()
    fits = plain and len(place.path) <= oldaddress.LONGEST
    return place.path if place.netloc in ours and fits and not targets.is_apart(place.path) else ""
