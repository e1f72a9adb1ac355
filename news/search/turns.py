"""How many searches run at once: slow ones must leave threads and database to other readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Busy(Exception):
    """So many searches run that one more would make all of them slow."""


class Turns:
    """At most `most` at a time in this process; who waited `patience` seconds is sent away.

    Quick searches give their turn on at once, so only slow ones ever send anybody away.
    """

    def __init__(self, most: int, patience: float):
        self.patience = patience
        self._free = BoundedSemaphore(most)

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn for the length of the block. Raises Busy when none comes in time."""
        if not self._free.acquire(timeout=self.patience):
            raise Busy
        try:
            yield
        finally:
            self._free.release()
