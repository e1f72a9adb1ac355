"""Migrations beside the traffic: nobody waits for one longer than two seconds.

A statement that changes a table waits for those who use it, and everybody who comes later waits
behind it. So it gives up soon, and somebody watches: as soon as another connection has waited too
long for ours, ours is cancelled. Its transaction is undone, and it can be tried again.
"""

import logging
import threading
import time
from contextlib import closing, contextmanager

import psycopg2
from django.core.management import call_command
from django.db import OperationalError, connection

logger = logging.getLogger(__name__)

# Nobody waits longer than LONGEST; what we notice and undo takes its time too.
LONGEST, PATIENCE, TURN = 2.0, 1.5, 0.1
# Who has been waiting for us for so long. With one pooler for all it still finds the right ones.
_WAITED = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)
    FROM pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid))
"""


class GaveUp(Exception):
    """It could not be done without keeping somebody waiting, however often it was tried."""


def migrate(tries: int = 5, pause: float = 5.0, patience: float = PATIENCE, **options) -> int:
    """Apply what waits and return how often it took; `options` are those of `migrate`.

    Raises GaveUp, and whatever else a migration raises.
    """
    for turn in range(1, tries + 1):
        try:
            with _bounded(patience):
                call_command("migrate", interactive=False, **options)
            return turn
        except OperationalError as error:
            if not _was_stopped(error):
                raise
            logger.warning("a migration gave way to the traffic: %s", str(error).strip())
            connection.close()
        if turn < tries:
            time.sleep(pause)
    raise GaveUp


@contextmanager
def _bounded(patience: float):
    """Our connection gives up locks it does not get, and is watched."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false)", [f"{int(patience * 1000)}ms"]
        )
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(ours, patience, done, _parameters()))
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        _unbounded()


def _unbounded() -> None:
    if connection.connection is not None and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _watch(ours: int, patience: float, done: threading.Event, parameters: dict) -> None:
    """Cancel what our connection does while somebody has waited too long for it."""
    with closing(psycopg2.connect(**parameters)) as link, link.cursor() as cursor:
        link.autocommit = True
        while not done.wait(TURN):
            cursor.execute(_WAITED, [ours])
            (waited,) = cursor.fetchone()
            if waited > patience:
                cursor.execute("SELECT pg_cancel_backend(%s)", [ours])


def _parameters() -> dict:
    gone = {"cursor_factory", "context"}
    return {k: v for k, v in connection.get_connection_params().items() if k not in gone}


def _was_stopped(error: OperationalError) -> bool:
    """Cancelled by the watcher, or without its lock in time."""
    return getattr(error.__cause__, "pgcode", "") in ("57014", "55P03")
