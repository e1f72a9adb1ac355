"""One statement for somebody who waits: kept from what tempts the planner, and stopped in time."""

from django.db import OperationalError, connection, transaction

# A common word must not tempt the planner to read every row, to compile, or to take all processors.
_PRELUDE = (
    "SET LOCAL statement_timeout = {:d}; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; "
    "SET LOCAL max_parallel_workers_per_gather = 0; "
)
# Milliseconds.
PATIENCE = 2000
# PostgreSQL's code for a statement that took too long.
_CANCELED = "57014"


class TooSlow(Exception):
    """The database gave up: the question is too broad for now."""


def fetch(sql: str, given, patience: int = PATIENCE, further: str = "") -> list[tuple]:
    """Take a statement with its parameters, and `further` settings for it alone ("SET LOCAL …; ");
    return its rows. Raises TooSlow after `patience` milliseconds."""
    try:
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute(_PRELUDE.format(patience) + further + sql, given)
            return cursor.fetchall()
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == _CANCELED:
            raise TooSlow from error
        raise
