"""Asks all checks within a few seconds, whatever hangs.

A check that waits for a dead disk or network cannot be stopped, only left alone. So each lane of
checks has one thread at most: while it hangs nobody starts another, and what it has not said by the
deadline is told as silent.
"""

import logging
import time
from threading import Lock, Thread

from django.db import DatabaseError, connection

from config.operations.health.finding import Check, Finding, Result, broken, look

logger = logging.getLogger(__name__)

# Whoever asks waits no longer than this.
SECONDS = 4.0
ASK_TECHNICIAN = "Hãy báo người phụ trách máy chủ; nhật ký của cổng ghi rõ lỗi."


class Run:
    """One turn of a lane."""

    def __init__(self, checks: tuple[Check, ...]):
        self._checks, self.found = checks, {}
        self.began = time.monotonic()
        self.thread = Thread(target=self._ask, name="health", daemon=True)
        self.thread.start()

    def _ask(self) -> None:
        try:
            for check in self._checks:
                self.found[check.key] = _asked(check)
        finally:
            connection.close()

    def result(self, check: Check) -> Result:
        """What the check has found so far."""
        finding = self.found.get(check.key) or _silent(time.monotonic() - self.began)
        return Result(check, finding)


class Lane:
    """Checks that may wait for the same thing, asked one after the other."""

    def __init__(self, *checks: Check):
        self.checks, self._run, self._lock = checks, None, Lock()

    def begin(self) -> Run:
        """A turn: the one that is under way, if there is one."""
        with self._lock:
            if self._run is None or not self._run.thread.is_alive():
                self._run = Run(self.checks)
            return self._run


def results(lanes, seconds: float = SECONDS) -> list[Result]:
    """What every check of the lanes finds, in their order, within so many seconds."""
    runs = [(lane, lane.begin()) for lane in lanes]
    for _, run in runs:
        run.thread.join(max(0, run.began + seconds - time.monotonic()))
    return [run.result(check) for lane, run in runs for check in lane.checks]


def _asked(check: Check) -> Finding:
    try:
        return check.ask()
    except DatabaseError:
        logger.exception("%s could not be looked at", check.key)
        return look("Chưa xem được: cơ sở dữ liệu không trả lời.", ASK_TECHNICIAN)
    except Exception:
        # A check is to find out what is wrong; that it cannot is a finding as well.
        logger.exception("%s could not be looked at", check.key)
        return broken("Không xem được.", ASK_TECHNICIAN)


def _silent(seconds: float) -> Finding:
    return broken(f"Không trả lời sau {seconds:.0f} giây.", ASK_TECHNICIAN)
