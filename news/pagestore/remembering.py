"""What many pages have in common, read once for as long as nothing of it changes.

Only while a page is made for the store, which knows whether it hears of changes; everybody else
reads anew.
"""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from news.pagestore import moments, places
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

    def holds(self, counters: Generations) -> bool:
        """Whether it is still as it was read."""
        same = self.birth == counters.birth and time.time() < self.until
        return same and counters.holds(self.since, self.marks)


class Remembered:
    """One value of this process; whoever gets it shares it, and changes nothing of it."""

    def __init__(self, load: Callable[[], object]):
        self._load, self._kept = load, None

    def get(self):
        """The value as it is now."""
        reading, counters = getattr(_making, "reading", None), places.generations()
        if reading is None or counters is None or not counters.trusted:
            return self._load()
        kept = self._kept
        if kept is None or not kept.holds(counters):
            kept = self._kept = self._anew(counters)
        reading.tables |= kept.tables
        return kept.value

    def _anew(self, counters: Generations) -> _Kept:
        since, now, own = counters.now(), time.time(), Reading()
        with connection.execute_wrapper(own):
            value = self._load()
        marks = tuple(map(mark, [*own.names, moments.NAME]))
        until = 0.0 if own.unwatched or own.seconds else moments.until(since, now)
        return _Kept(value, frozenset(own.tables), marks, counters.birth, since, until)
