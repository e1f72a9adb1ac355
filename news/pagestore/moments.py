"""When the clock alone will change what readers see: publications, expiries, banners, midnight."""

from datetime import timedelta
from threading import Lock

from django.db import connection
from django.utils import timezone

# Every column that readers' pages compare with the present. An article's publication and expiry
# stand among the changes that programs follow.
_NEXT = """
    SELECT extract(epoch FROM min(moment))::float8 FROM (
        SELECT min(at) FROM changes_publicchange WHERE at > now()
        UNION ALL SELECT min(due_at) FROM news_article WHERE due_at > now()
        UNION ALL SELECT min(starts_at) FROM news_pin WHERE starts_at > now()
        UNION ALL SELECT min(ends_at) FROM news_pin WHERE ends_at > now()
        UNION ALL SELECT min(starts_at) FROM site_banner WHERE starts_at > now()
        UNION ALL SELECT min(ends_at) FROM site_banner WHERE ends_at > now()
        UNION ALL SELECT min(begins_at) FROM site_outage WHERE begins_at > now()
        UNION ALL SELECT min(returns_at) FROM site_outage WHERE returns_at > now()
    ) AS moments(moment)
"""
# The name of what is said when one of them is set anew.
NAME = "moments"
_lock = Lock()
_known: dict[int, float] = {}


def until(clock: int, now: float) -> float:
    """The moment (seconds since 1970) at which pages that are made now become wrong.

    Asked once for every state of the generations' clock, since every such column is watched.
    """
    with _lock:
        found = _known.get(clock)
    if found is None or found <= now:
        found = min(_midnight(), _next())
        with _lock:
            _known.clear()
            _known[clock] = found
    return found


def forget() -> None:
    """Ask anew, as another database may say something else."""
    with _lock:
        _known.clear()


def _next() -> float:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        return cursor.fetchone()[0] or float("inf")


def _midnight() -> float:
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
