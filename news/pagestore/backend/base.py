"""A connection that has counted its changes before whoever committed them goes on.

Each connection listens on the store's channel, and PostgreSQL tells it of its own changes together
with the answer to COMMIT. So the next request sees them, whatever made them: a form, a command, a
worker.
"""

from django.db.backends.postgresql import base

from news.pagestore.changes import CHANNEL
from news.pagestore.listener import hand_on
from news.pagestore.places import generations


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, and the page store's ears."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._execute_and_hear)

    def connect(self):
        """Connect, and listen if there is a store."""
        super().connect()
        if generations() is not None:
            with self.connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")

    def _commit(self):
        super()._commit()
        self._hear()

    def _execute_and_hear(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        # Without a transaction every statement is one.
        if not self.in_atomic_block:
            self._hear()
        return answer

    def _hear(self):
        counters = generations()
        if counters is not None and self.connection is not None:
            with self.wrap_database_errors:
                self.connection.poll()
            hand_on(self.connection, counters)
