"""A PostgreSQL of the fault tests' own, which may be stopped, restarted and filled up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import environ
import psycopg2

from config.dev import postgres, processes
from config.dev.environment import CHECKOUT
from config.dev.postgres import SUPERUSER


class Database:
    """A server with an empty database."""

    def __init__(self):
        self.server = postgres.start(CHECKOUT, throwaway=True)
        names = environ.Env.db_url_config(self.url)
        self._where = {"host": names["HOST"], "port": names["PORT"], "user": SUPERUSER}
        self._where["dbname"] = names["NAME"]

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return self.server.url

    def stop(self) -> None:
        """Stop it as an administrator does who does not wait for anybody."""
        processes.end(self.server.process, signal.SIGINT, patience=30)

    def start(self) -> None:
        """Start it again with what it holds; nothing when it runs."""
        if self.server.running:
            return
        place = self.server.place
        wanted = postgres._server(place, postgres._programs(place), throwaway=True)
        self.server.process = processes.spawn(wanted, self.server.lock, self.server.log)
        postgres._wait_until_ready(self.server)

    def close(self) -> None:
        """Stop it and delete it."""
        self.server.stop()

    def connect(self):
        """A connection of somebody else; every statement is its own transaction."""
        link = psycopg2.connect(**self._where)
        link.autocommit = True
        return link

    def ask(self, statement: str, *values):
        """The first value of the first row, if there is one."""
        link = self.connect()
        try:
            with link.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            link.close()

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Nobody reads or writes the table meanwhile."""
        link = self.connect()
        try:
            with link.cursor() as cursor:
                cursor.execute(f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
                yield
        finally:
            link.close()

    @contextmanager
    def exhausted(self) -> Iterator[None]:
        """Somebody else holds every connection there is, the portal's too."""
        held = []
        try:
            held.append(self.connect())
            self._fill(held)
            with held[0].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE application_name <> 'filler' AND backend_type = 'client backend'"
                    " AND pid <> pg_backend_pid()"
                )
            self._fill(held)
            yield
        finally:
            for link in held:
                link.close()

    def _fill(self, held: list) -> None:
        with suppress(psycopg2.OperationalError):
            while True:
                held.append(psycopg2.connect(**self._where, application_name="filler"))
