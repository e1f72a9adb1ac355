"""Whether a page would be made the same: what it was made of is read again and compared.

The time aside, which bounds every page by itself (moments.py), a page follows from what its
statements found. If they find the same again, making it would give the same bytes. That takes a
tenth of the time, so a change costs most for the pages it is seen on. Whatever cannot be asked
again with certainty is not: that page is made anew.
"""

import logging
import pickle
import re
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Protocol
from uuid import UUID

from django.db import Error, connection

logger = logging.getLogger(__name__)

# Of more rows than this a page is sooner made than compared.
_MOST = 500
# Values of a statement. Only as `datetime` is the present known for what it is; nothing else may
# look like a moment.
_PLAIN = (str, int, bool, float, Decimal, UUID, date, datetime, type(None))
_LISTED = (str, int)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")
_HOLDS = re.compile(r"\bFOR\s+(NO\s+KEY\s+|KEY\s+)?(UPDATE|SHARE)\b")
_DAY = 86_400
# Takes the place of what was the present when the page was made.
_PRESENT = object()
# Texts of statements, one for all pages; when so many are known, all are forgotten.
_MOST_TEXTS = 1000
_texts: dict[str, str] = {}


class Step(Protocol):
    """One thing a page was made of, of so many bytes about."""

    weight: int

    def same(self) -> bool:
        """Whether it is what it was. Raises django.db.Error where the database does not say."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A query, and what it found: no rows are kept, only what tells them from all others."""

    sql: str
    params: tuple | None
    found: bytes

    @property
    def weight(self) -> int:
        """Its values; the text is that of many pages."""
        given = (len(param) for param in self.params or () if isinstance(param, str | list))
        return 512 + 8 * sum(given)

    def same(self) -> bool:
        """Ask the query as of now, and compare."""
        now = datetime.now(UTC)
        params = self.params and [now if param is _PRESENT else param for param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return _digest(cursor.cursor) == self.found


@contextmanager
def as_for_a_request():
    """Use this thread's connection as Django does around a request: no longer than it may last."""
    connection.close_if_unusable_or_obsolete()
    # A lost one is met by the first statement; it need not be looked for.
    connection.health_check_done = True
    try:
        yield
    finally:
        connection.close_if_unusable_or_obsolete()


def statement(sql, params, cursor, begun: datetime) -> Statement | None:
    """What was just asked for a page whose making began at that moment, and what the cursor found;
    the rows are still there for whoever asked. None for what cannot be asked again."""
    text = _readable(str(sql))
    if not text or not _are_plain(params):
        return None
    now, own = datetime.now(UTC), cursor.cursor
    rows = _rows(own)
    # A row's own moment, once it is a value of the next statement, would pass for the present.
    if rows is None or any(_between(begun, moment, now) for moment in _moments(rows)):
        return None
    kept = params and tuple(_PRESENT if _between(begun, p, now) else p for p in params)
    found = _digest_of(rows)
    return Statement(text, kept, found) if found else None


def all_same(steps: Sequence[Step] | None) -> bool:
    """Whether everything a page was made of is what it was. Where nothing is known of it, that
    proves nothing."""
    try:
        return bool(steps) and all(step.same() for step in steps)
    except Error:
        # Whoever makes the page meets the same, and knows what to say.
        return False
    except Exception:
        logger.exception("a page could not be read again")
        return False


def _readable(sql: str) -> str:
    """The text of a statement, the same object for all pages; "" for one that does more than
    read."""
    text = _texts.get(sql)
    if text is None:
        if len(_texts) >= _MOST_TEXTS:
            _texts.clear()
        reads = sql.startswith(("SELECT", "(SELECT")) and not _HOLDS.search(sql)
        text = _texts[sql] = sql if reads else ""
    return text


def _are_plain(params) -> bool:
    return params is None or (isinstance(params, Sequence) and all(map(_is_plain, params)))


def _is_plain(param) -> bool:
    if isinstance(param, list | tuple):
        return all(isinstance(each, _LISTED) and not _hides_a_moment(each) for each in param)
    return isinstance(param, _PLAIN) and not _hides_a_moment(param)


def _hides_a_moment(param) -> bool:
    if isinstance(param, str):
        return _MOMENT.search(param) is not None
    now = time.time()
    return isinstance(param, int | float | Decimal) and now - _DAY < param < now + _DAY


def _between(begun: datetime, value, now: datetime) -> bool:
    """Whether a value was the present while the page was made."""
    return isinstance(value, datetime) and value.tzinfo is not None and begun <= value <= now


def _moments(rows: list[tuple]) -> list[datetime]:
    return [cell for row in rows for cell in row if type(cell) is datetime]


def _rows(own) -> list[tuple] | None:
    """The rows of psycopg2's cursor, which it then has still to hand out; None where they are too
    many, or not at hand."""
    if own.name or own.description is None or own.rowcount > _MOST:
        return None
    rows = own.fetchall()
    if rows:
        own.scroll(0, "absolute")
    return rows


def _digest(own) -> bytes:
    rows = _rows(own)
    return b"" if rows is None else _digest_of(rows)


def _digest_of(rows: list[tuple]) -> bytes:
    """What tells rows from all others; b"" for values that cannot be written down."""
    try:
        return blake2b(pickle.dumps(rows), digest_size=16).digest()
    except (TypeError, AttributeError, pickle.PicklingError):
        return b""
