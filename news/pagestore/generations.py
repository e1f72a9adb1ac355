"""Counters in one file in memory, shared by all processes of a machine: whether a page still holds.

There is one clock, and for each mark what the clock said when that mark last changed. A page keeps
what the clock said before its first query; it holds while none of its marks has changed since.
Marks are hashes of names: two names may share one, which only makes a page anew too often.
"""

import mmap
import os
import secrets
import time
from collections import Counter
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from hashlib import blake2b
from pathlib import Path
from threading import Lock

MARKS = 65_536
# Places of the numbers before the marks.
CLOCK, EPOCH, BEAT, SEEN, SERVER, BIRTH = range(6)
# How often the store had the page, had it made, had no part in it, had nothing newer, had read it
# again.
COUNTS = HIT, MISS, BYPASS, KEPT, SAME = range(8, 13)
FIRST = 64
# A listener tells of itself twice a second; one that missed two turns may have missed more.
LEASE = 1.5
# Answers of so many seconds are counted at a time.
_TOGETHER = 1.0


def mark(name: str) -> int:
    """Where the counter of a name stands."""
    return FIRST + int.from_bytes(blake2b(name.encode(), digest_size=2).digest())


class Generations:
    """The counters in a file of the folder."""

    def __init__(self, folder: Path):
        """Make the file if there is none. Raises OSError where there is no right or no room."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / "generations"
        with self._open() as file:
            # A hole that cannot be filled later would end the process that touches it.
            os.posix_fallocate(file.fileno(), 0, (FIRST + MARKS) * 8)
            self._slots = memoryview(mmap.mmap(file.fileno(), 0)).cast("Q")
        # Not under the lock of that file, which what is mapped from it would keep for ever.
        with self._alone():
            self._slots[BIRTH] = self._slots[BIRTH] or secrets.randbits(63) | 1
        self._lock = Lock()
        self._counted, self._due = Counter(), 0.0

    @property
    def birth(self) -> int:
        """Which counters these are: pages belong to those they were made under."""
        return self._slots[BIRTH]

    def now(self) -> int:
        """What the clock says; asked before the first query of a page."""
        return self._slots[CLOCK]

    def holds(self, since: int, marks: tuple[int, ...]) -> bool:
        """Whether none of the marks has changed after the clock said `since`."""
        slots = self._slots
        return slots[EPOCH] <= since and all(slots[place] <= since for place in marks)

    def keeps(self, since: int) -> bool:
        """Whether pages of that time were not all put away at once."""
        return self._slots[EPOCH] <= since

    def bump(self, names) -> None:
        """Make every page that depends on one of the names out of date."""
        with self._alone():
            self._advance(mark(name) for name in names)

    def bump_all(self) -> None:
        """Make every page out of date."""
        with self._alone():
            self._advance([EPOCH])

    def _advance(self, places) -> None:
        # Marks first: whoever reads the new clock may rely on them.
        now = self._slots[CLOCK] + 1
        for place in places:
            self._slots[place] = now
        self._slots[CLOCK] = now

    def beat(self, seen: int) -> None:
        """The listener has heard of everything committed until now; `seen` is the oldest
        transaction that had not ended."""
        self._slots[SEEN] = seen
        self._slots[BEAT] = _milliseconds()

    def silence(self) -> None:
        """The listener has lost the database: nothing here can be trusted until it is back."""
        self._slots[BEAT] = 0

    @property
    def trusted(self) -> bool:
        """Whether a listener said so recently that it hears of every change."""
        beat = self._slots[BEAT]
        return beat > 0 and 0 <= _milliseconds() - beat < LEASE * 1000

    @property
    def seen(self) -> int:
        """The oldest transaction whose changes may not be known here; 0: none is known."""
        return self._slots[SEEN]

    @property
    def server(self) -> int:
        """Which start of the database server the numbers of transactions belong to."""
        return self._slots[SERVER]

    @server.setter
    def server(self, number: int) -> None:
        self._slots[SERVER] = number

    def count(self, kind: int) -> None:
        """Count one answer of a kind; written down from time to time."""
        with self._lock:
            self._counted[kind] += 1
            due = time.monotonic() >= self._due
            found, self._counted = (self._counted, Counter()) if due else (None, self._counted)
        if found:
            self._due = time.monotonic() + _TOGETHER
            self._write_down(found)

    def _write_down(self, found: Counter) -> None:
        with self._alone():
            for kind, number in found.items():
                self._slots[kind] += number

    def counts(self) -> dict[int, int]:
        """How many answers of each kind this machine has given; the last few are not among them."""
        return {kind: self._slots[kind] for kind in COUNTS}

    @contextmanager
    def _alone(self):
        """Nobody else writes. The file is opened anew, as a lock belongs to whoever opened it: to
        all threads, and to processes that came from this one."""
        with self._open() as file:
            flock(file, LOCK_EX)
            yield

    def _open(self):
        return open(self._path, "r+b", opener=_private)


def _private(path, flags) -> int:
    return os.open(path, flags | os.O_CREAT, 0o600)


def _milliseconds() -> int:
    # The same for all processes of a machine, and never set back.
    return time.monotonic_ns() // 1_000_000
