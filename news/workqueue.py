"""What becomes of queued work that did not end well: tried again, taken up again, or put away.

How often a task was begun stands in its own row: every worker that takes it adds its name there.
"""

import logging
import zlib
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# The wait after the first failure; it grows fivefold with each.
PAUSE = timedelta(minutes=1)
TRIES = 5
# A worker takes its lock within moments of its task.
GRACE = timedelta(minutes=1)
# Our kind of lock among those of the database; the second number is the worker's.
LOCKS = 0x776F726B
KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)
AT_ONCE = 5000
# What may be over by the next time: the database, a disk, the network, a worker told to stop.
PASSING = (OperationalError, InterfaceError, OSError, SystemExit, KeyboardInterrupt)
# These count their tries themselves, and say on the picture why it cannot be made.
COUNT_THEMSELVES = ("news.media.tasks.make_renditions", "news.sharing.making.make")
LOST = "news.workqueue.Lost"
_MINE = """
    SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Lost(Exception):
    """Those who had a task in hand were killed, every time."""


def show_life(worker: str) -> None:
    """Hold the lock that says this worker lives, for as long as this connection does."""
    key = _key(worker)
    with connection.cursor() as cursor:
        cursor.execute(f"{_MINE} AND pid = pg_backend_pid()", [LOCKS, key])
        if cursor.fetchone() is None:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, _signed(key)])


def end_life(worker: str) -> None:
    """Give the lock back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, _signed(_key(worker))])


def lives(worker: str) -> bool:
    """Whether a worker of that name is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [LOCKS, _key(worker)])
        return cursor.fetchone() is not None


def settle(row: DBTaskResult) -> None:
    """After a failure that may be over by the next time, let the task wait for another try."""
    tries = len(row.worker_ids)
    if row.status != TaskResultStatus.FAILED or row.task_path in COUNT_THEMSELVES:
        return
    if tries < TRIES and _passing(row.exception_class_path):
        later = timezone.now() + PAUSE * 5 ** (tries - 1)
        logger.warning("task %s (%s) waits for try %s", row.pk, row.task_path, tries + 1)
        _in_state(row, TaskResultStatus.FAILED).update(**_waiting(later))


def hand_back(row: DBTaskResult) -> None:
    """Leave a task that was taken but not begun to the next worker, as if nobody had taken it."""
    taken = _in_state(row, TaskResultStatus.RUNNING)
    taken.update(worker_ids=row.worker_ids[:-1], status=TaskResultStatus.READY, started_at=None)


def abandoned(worker: str | None = None) -> int:
    """Have the tasks done again that a killed worker had in hand, or that this one (`worker`)
    lost sight of; return how many. One that takes every worker with it fails for good."""
    rows = DBTaskResult.objects.running()
    if worker is None:
        rows = rows.filter(started_at__lt=timezone.now() - GRACE)
    found = [row for row in rows.defer("traceback") if _left(row, worker)]
    return sum(_again(row) for row in found)


def forget_old() -> int:
    """Delete the rows of work that is done, so many at once; return how many."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED_KEPT)
    return sum(_delete_some(rows) for rows in (done, failed))


def _delete_some(rows) -> int:
    some = rows.order_by().values("pk")[:AT_ONCE]
    return DBTaskResult.objects.filter(pk__in=some).delete()[0]


def _left(row: DBTaskResult, worker: str | None) -> bool:
    last = row.worker_ids[-1] if row.worker_ids else ""
    return last == worker if worker else not (last and lives(last))


def _again(row: DBTaskResult) -> int:
    logger.warning("task %s (%s) was left in the middle", row.pk, row.task_path)
    state = _waiting(timezone.now())
    if len(row.worker_ids) >= TRIES:
        state = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
        state |= {"exception_class_path": LOST, "traceback": ""}
    return _in_state(row, TaskResultStatus.RUNNING).update(**state)


def _in_state(row: DBTaskResult, status: str):
    """The row, unless somebody has changed it in the meantime."""
    return DBTaskResult.objects.filter(pk=row.pk, status=status, worker_ids=row.worker_ids)


def _waiting(moment) -> dict:
    return {"status": TaskResultStatus.READY, "run_after": moment, "finished_at": None}


def _passing(name: str) -> bool:
    try:
        found = import_string(name)
    except ImportError:
        return False
    return issubclass(found, PASSING)


def _key(worker: str) -> int:
    return zlib.crc32(worker.encode())


def _signed(key: int) -> int:
    return key - (1 << 32) if key >= 1 << 31 else key
