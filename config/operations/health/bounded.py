"""A check of the database that gives up by itself when the database is slow."""

from collections.abc import Callable
from functools import wraps

from django.db import connection, transaction

from config.operations.health.finding import Finding

MILLISECONDS = 1500


def bounded(ask: Callable[[], Finding]) -> Callable[[], Finding]:
    """The same check, none of whose statements may take longer than MILLISECONDS."""

    @wraps(ask)
    def within() -> Finding:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {MILLISECONDS}")
            return ask()

    return within
