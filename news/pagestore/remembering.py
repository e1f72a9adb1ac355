"""What many pages have in common, read once for as long as nothing of it changes.

Only while a page is made for the store, which knows whether it hears of changes; everybody else
reads anew.
"""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection

from news.pagestore import moments, places
from news.pagestore.again import Step, all_same
from news.pagestore.generations import Generations, mark
from news.pagestore.reading import Reading

_making = threading.local()


@contextmanager
def listening(reading: Reading):
    """Take part in all queries of this thread; what is remembered counts as read."""
    _making.reading = reading
    try:
        with connection.execute_wrapper(reading):
            yield
    finally:
        _making.reading = None


@dataclass(frozen=True)
class _Kept:
    value: object
    tables: frozenset[str]
    marks: tuple[int, ...]
    # Under which counters it was read, and what their clock said before.
    birth: int
    since: int
    until: float
    steps: list[Step] | None
    # The same for as long as the value is.
    token: object

    def holds(self, counters: Generations) -> bool:
        """Whether it is still as it was read."""
        return self._may_hold(counters) and counters.holds(self.since, self.marks)

    def again(self, counters: Generations) -> "_Kept | None":
        """The same from now on, if it reads the same as it did."""
        since, now = counters.now(), time.time()
        if not self._may_hold(counters) or not all_same(self.steps):
            return None
        return replace(self, since=since, until=min(self.until, moments.until(since, now)))

    def _may_hold(self, counters: Generations) -> bool:
        known = self.birth == counters.birth and counters.keeps(self.since)
        return known and time.time() < self.until


@dataclass(frozen=True, slots=True)
class _Use:
    """Something remembered that a page was made of."""

    remembered: "Remembered"
    # Not the value: a page would keep an old one in memory.
    token: object
    weight = 64

    def same(self) -> bool:
        """Whether it is the very thing still."""
        return self.remembered.is_still(self.token)


class Remembered:
    """One value of this process; whoever gets it shares it, and changes nothing of it."""

    def __init__(self, load: Callable[[], object]):
        self._load, self._kept = load, None

    def get(self):
        """The value as it is now."""
        reading, counters = getattr(_making, "reading", None), places.generations()
        if reading is None or counters is None or not counters.trusted:
            return self._load()
        before = reading.steps
        kept = self._current(counters) or self._anew(counters)
        reading.tables |= kept.tables
        # Its own statements count as this one step.
        reading.steps = None if before is None else [*before, _Use(self, kept.token)]
        return kept.value

    def is_still(self, token) -> bool:
        """Whether `get` would give the very value that went by this token."""
        counters = places.generations()
        kept = self._current(counters) if counters is not None and counters.trusted else None
        return kept is not None and kept.token is token

    def _current(self, counters: Generations) -> _Kept | None:
        """What is kept, if it is as it was; read again if something may have changed."""
        kept = self._kept
        if kept is None or kept.holds(counters):
            return kept
        found = kept.again(counters)
        if found is not None:
            self._kept = found
        return found

    def _anew(self, counters: Generations) -> _Kept:
        since, now, own = counters.now(), time.time(), Reading()
        with connection.execute_wrapper(own):
            value = self._load()
        marks = tuple(map(mark, [*own.names, moments.NAME]))
        until = 0.0 if own.unwatched or own.seconds else moments.until(since, now)
        tables = frozenset(own.tables)
        found = _Kept(value, tables, marks, counters.birth, since, until, own.steps, object())
        self._kept = found
        return found
