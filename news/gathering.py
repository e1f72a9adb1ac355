"""Counts that come together in memory and are written every few seconds, off the readers' path.

On the evening of an election a page is asked for thousands of times; each only adds one in
memory. A worker that is killed outright loses the counts of those seconds.
"""

import atexit
import logging
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from threading import Lock, Timer

from django.conf import settings
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


class Gathering:
    """The counts of one process that are not in the database yet.

    `store` takes a Counter and adds it to the tables; `most` keys are held while the database is
    away, further ones are not counted. `then` is done after each writing, off the readers' path.
    """

    def __init__(self, store: Callable[[Counter], None], most: int, then=lambda: None):
        self._store, self._most, self._then = store, most, then
        self._lock, self._timer, self._counts = Lock(), None, Counter()
        # A worker that ends in order leaves nothing behind.
        atexit.register(self.write)

    def count(self, keys: Iterable[Hashable]) -> None:
        """One more of each; written within settings.READS_HELD_SECONDS."""
        with self._lock:
            for key in keys:
                if key in self._counts or len(self._counts) < self._most:
                    self._counts[key] += 1
            self._write_later()
        if not settings.READS_HELD_SECONDS:
            self.write()

    def write(self) -> None:
        """Write down what is held; a database that is away gets it with the next ones."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, Counter(), None
        if not counts:
            return
        try:
            self._store(counts)
        except DatabaseError:
            logger.exception("%d counts wait for the database", counts.total())
            with self._lock:
                self._counts.update(counts)

    def _write_later(self) -> None:
        if self._timer is None and settings.READS_HELD_SECONDS:
            self._timer = Timer(settings.READS_HELD_SECONDS, self._in_a_thread)
            self._timer.daemon = True
            self._timer.start()

    def _in_a_thread(self) -> None:
        """The timer's thread has a connection of its own, which ends with it."""
        try:
            self.write()
            self._then()
        except DatabaseError:
            logger.exception("what follows the writing of counts was not done")
        finally:
            connection.close()
