"""Whether a page would be made the same: what it was made of is read again and compared.

The time aside, which bounds every page by itself (moments.py), a page follows from what its
statements found. If they find the same again, making it would give the same bytes. That takes a
tenth of the time, so a change costs most for the pages it is seen on. Whatever cannot be asked
again with certainty is not: that page is made anew.
"""

import pickle
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Protocol
from uuid import UUID

from django.db import Error, connection

# Of more rows than this a page is sooner made than compared.
_MOST = 500
# Values of a statement. Only as `datetime` is the present known for what it is; nothing else may
# look like a moment.
_PLAIN = (str, int, bool, float, Decimal, UUID, date, datetime, type(None))
_LISTED = (str, int)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")
_DAY = 86_400
# Takes the place of what was the present when the page was made.
_PRESENT = object()


class Step(Protocol):
    """One thing a page was made of."""

    def same(self) -> bool:
        """Whether it is what it was. Raises django.db.Error where the database does not say."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A query, and what it found: no rows are kept, only what tells them from all others."""

    sql: str
    params: tuple
    found: bytes

    def same(self) -> bool:
        """Ask the query as of now, and compare."""
        now = datetime.now(UTC)
        params = tuple(now if param is _PRESENT else param for param in self.params)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params or None)
            return _digest(cursor) == self.found


def statement(sql, params, cursor, begun: datetime) -> Statement | None:
    """What was just asked for a page whose making began at that moment, and what the cursor found;
    the rows are still there for whoever asked. None for what cannot be asked again."""
    params = params or ()
    if not _only_reads(sql) or not isinstance(params, Sequence) or not all(map(_is_plain, params)):
        return None
    found = _digest(cursor)
    now = datetime.now(UTC)
    kept = tuple(_PRESENT if _between(begun, param, now) else param for param in params)
    return Statement(str(sql), kept, found) if found else None


def all_same(steps: Sequence[Step] | None) -> bool:
    """Whether everything a page was made of is what it was. Where nothing is known of it, that
    proves nothing."""
    try:
        return bool(steps) and all(step.same() for step in steps)
    except Error:
        # Whoever makes the page meets the same, and knows what to say.
        return False


def _only_reads(sql) -> bool:
    text = str(sql)
    return text.startswith(("SELECT", "(SELECT")) and "FOR UPDATE" not in text


def _is_plain(param) -> bool:
    if isinstance(param, list | tuple):
        return all(isinstance(each, _LISTED) and not _hides_a_moment(each) for each in param)
    return isinstance(param, _PLAIN) and not _hides_a_moment(param)


def _hides_a_moment(param) -> bool:
    if isinstance(param, str):
        return _MOMENT.search(param) is not None
    return isinstance(param, int | float) and abs(param - time.time()) < _DAY


def _between(begun: datetime, param, now: datetime) -> bool:
    """Whether a value was the present while the page was made."""
    return isinstance(param, datetime) and param.tzinfo is not None and begun <= param <= now


def _digest(cursor) -> bytes:
    """What tells the rows of a cursor from all others, which it then has still to hand out; b""
    where they are too many, or not at hand."""
    own = cursor.cursor
    if own.name or own.description is None or own.rowcount > _MOST:
        return b""
    rows = own.fetchall()
    if rows:
        own.scroll(0, "absolute")
    try:
        return blake2b(pickle.dumps(rows), digest_size=16).digest()
    except TypeError:
        # Bytes of a column cannot be written down.
        return b""
