"""Where the counters of this machine lie, and counting that never stands in an answer's way."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from config.operations.metrics.board import Board
from config.operations.metrics.kinds import kind_of

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def board() -> Board | None:
    """The counters; None where there are to be none (METRICS_DIR is empty), or where no file can
    be made, which the log tells once."""
    if not settings.METRICS_DIR:
        return None
    try:
        return Board(Path(settings.METRICS_DIR))
    except OSError:
        logger.exception("nothing is counted: %s cannot be used", settings.METRICS_DIR)
        return None


def count(request, status: int, seconds: float, database: float, queries: int) -> None:
    """Count the answer to a request."""
    found = board()
    if found is not None:
        found.count(kind_of(request), status, seconds, database, queries)
