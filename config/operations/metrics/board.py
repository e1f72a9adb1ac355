"""Counters in a file that all web processes of a machine map, each writing its own row.

A row belongs to whoever holds the lock on its bytes, and the system lets go of that when a process
ends, however it ends. The next one goes on counting where it stopped: nothing is lost, and no file
is left for each process that ever was.
"""

import mmap
import os
from bisect import bisect_left
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, lockf
from hashlib import sha256
from pathlib import Path
from threading import Lock

from config.operations.metrics.kinds import KINDS

PROCESSES = 128
# Seconds up to which an answer belongs to a bucket; the last has no end.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Of each kind: answers by the first digit of their status, by how long they took, and sums.
STATUSES = 5
_BUCKETS = len(BOUNDS) + 1
_MICROSECONDS, _DATABASE, _QUERIES = range(STATUSES + _BUCKETS, STATUSES + _BUCKETS + 3)
_WIDTH = _QUERIES + 1
_ROW = _WIDTH * len(KINDS)
_PLACE = {kind: number * _WIDTH for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Sums:
    """What was counted of one kind, on the whole machine."""

    statuses: tuple[int, ...]
    buckets: tuple[int, ...]
    seconds: float
    database_seconds: float
    queries: int


class Board:
    """The counters in a folder."""

    def __init__(self, folder: Path):
        """Raises OSError where there is no right or no room."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Another release may count other things: it has a file of its own.
        layout = sha256(f"{KINDS}{BOUNDS}{_WIDTH}".encode()).hexdigest()[:12]
        # Never closed, as that would give up the lock.
        self._file = os.open(folder / f"requests-{layout}", os.O_RDWR | os.O_CREAT, 0o600)
        os.posix_fallocate(self._file, 0, PROCESSES * _ROW * 8)
        self._slots = memoryview(mmap.mmap(self._file, 0)).cast("Q")
        self._lock, self._owner, self._row = Lock(), 0, 0

    def count(self, kind: str, status: int, seconds: float, database: float, queries: int) -> None:
        """Count an answer of a kind, how long it took, and what of that the database did."""
        with self._lock:
            if self._owner != os.getpid():
                self._take_row()
            slots, place = self._slots, self._row * _ROW + _PLACE[kind]
            slots[place + min(max(status // 100, 1), STATUSES) - 1] += 1
            slots[place + STATUSES + bisect_left(BOUNDS, seconds)] += 1
            slots[place + _MICROSECONDS] += round(seconds * 1e6)
            slots[place + _DATABASE] += round(database * 1e6)
            slots[place + _QUERIES] += queries

    def sums(self) -> dict[str, Sums]:
        """What all processes that are and were have counted, by kind."""
        rows = [self._slots[n * _ROW : (n + 1) * _ROW].tolist() for n in range(PROCESSES)]
        totals = [sum(column) for column in zip(*rows, strict=True)]
        return {kind: _sums(totals[place : place + _WIDTH]) for kind, place in _PLACE.items()}

    def processes(self) -> int:
        """How many web processes of this machine have counted something and still live."""
        with self._lock:
            mine = self._row if self._owner == os.getpid() else None
            others = [row for row in range(PROCESSES) if row != mine and not self._lent(row)]
        return len(others) + (mine is not None)

    def _take_row(self) -> None:
        """The first row that nobody has. With more processes than rows the last is shared, which
        may lose a count."""
        free = (row for row in range(PROCESSES) if _locked(self._file, row))
        self._row = next(free, PROCESSES - 1)
        self._owner = os.getpid()

    def _lent(self, row: int) -> bool:
        """Whether the row is free; it stays so."""
        free = _locked(self._file, row)
        if free:
            lockf(self._file, LOCK_UN, 8, row * _ROW * 8)
        return free


def _locked(file: int, row: int) -> bool:
    try:
        lockf(file, LOCK_EX | LOCK_NB, 8, row * _ROW * 8)
    except OSError:
        return False
    return True


def _sums(numbers: list[int]) -> Sums:
    statuses, rest = tuple(numbers[:STATUSES]), numbers[STATUSES:]
    micro, database, queries = rest[_BUCKETS:]
    return Sums(statuses, tuple(rest[:_BUCKETS]), micro / 1e6, database / 1e6, queries)
