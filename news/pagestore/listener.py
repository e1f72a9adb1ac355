"""Hears on this machine of every change that any machine commits, and says so to its processes.

One process of a machine listens; the others wait to take its place. It asks the database twice a
second, so that all know how far it can be trusted.
"""

import logging
import os
import select
import threading
import time
from contextlib import closing
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

import psycopg2
from django.db import connection

from news.pagestore.changes import CHANNEL, FORGOTTEN
from news.pagestore.generations import Generations

logger = logging.getLogger(__name__)

TURN = 0.5
# A server that cannot be reached does not answer at all; nobody waits for it longer.
_CONNECT = 3
_FACTS = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint
"""
_MISSED = "SELECT DISTINCT name FROM pagestore_change WHERE xid >= %s"


class Listener:
    """A thread that listens while this process is the one to do so."""

    def __init__(self, generations: Generations, folder: Path):
        self._generations, self._folder = generations, folder
        self._stop = threading.Event()
        # Django's own connections belong to their threads; the parameters are the same.
        self._parameters = connection.get_connection_params() | {"connect_timeout": _CONNECT}
        self._thread = threading.Thread(target=self._run, name="pagestore", daemon=True)

    def start(self) -> "Listener":
        """Begin; returns at once."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End, and let another take over."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        with (self._folder / "listener").open("wb") as file:
            while not self._stop.is_set():
                if not _taken(file):
                    self._stop.wait(TURN)
                    continue
                self._listen_until_lost()
                self._stop.wait(TURN)

    def _listen_until_lost(self) -> None:
        try:
            self._listen()
        except psycopg2.Error as error:
            logger.warning("the page store does not hear the database: %s", error)
        finally:
            self._generations.silence()

    def _listen(self) -> None:
        with closing(psycopg2.connect(**self._plain())) as found, found.cursor() as cursor:
            found.autocommit = True
            cursor.execute(f"LISTEN {CHANNEL}")
            cursor.execute(_FACTS)
            self._catch_up(cursor, *cursor.fetchone())
            while not self._stop.is_set():
                self._beat(found, cursor)
                self._hear(found)

    def _catch_up(self, cursor, oldest: int, server: int) -> None:
        """Learn what was committed while nobody listened; everything may have changed where the
        server was begun anew, from whatever it has."""
        seen, same = self._generations.seen, self._generations.server == server
        cursor.execute(_MISSED, [seen])
        names = [name for (name,) in cursor.fetchall()]
        if not seen or not same or seen > oldest or FORGOTTEN in names:
            self._generations.bump_all()
        else:
            self._generations.bump(names)
        self._generations.server = server

    def _hear(self, found) -> None:
        until = time.monotonic() + TURN
        while (left := until - time.monotonic()) > 0 and not self._stop.is_set():
            if select.select([found], [], [], left)[0]:
                found.poll()
                hand_on(found, self._generations)

    def _beat(self, found, cursor) -> None:
        cursor.execute(_FACTS)
        seen, _ = cursor.fetchone()
        found.poll()
        hand_on(found, self._generations)
        self._generations.beat(seen)

    def _plain(self) -> dict:
        gone = {"cursor_factory", "context"}
        return {name: value for name, value in self._parameters.items() if name not in gone}


def hand_on(found, generations: Generations) -> None:
    """Count what a connection of psycopg2 has been told of."""
    if found.notifies:
        names = [notice.payload for notice in found.notifies]
        found.notifies.clear()
        generations.bump(names)


def _taken(file) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    file.truncate(0)
    file.write(str(os.getpid()).encode())
    file.flush()
    return True
