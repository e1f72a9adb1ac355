"""When the clock alone will change what readers see: publications, expiries, banners, midnight."""

from datetime import UTC, datetime, timedelta
from threading import Lock

from django.db import connection
from django.utils import timezone

# Every column that readers' pages compare with the present. An article's publication and expiry
# stand among the changes that programs follow.
_NEXT = """
    SELECT extract(epoch FROM min(moment))::float8 FROM (
        SELECT min(at) FROM changes_publicchange WHERE at > %(now)s
        UNION ALL SELECT min(due_at) FROM news_article WHERE due_at > %(now)s
        UNION ALL SELECT min(starts_at) FROM news_pin WHERE starts_at > %(now)s
        UNION ALL SELECT min(ends_at) FROM news_pin WHERE ends_at > %(now)s
        UNION ALL SELECT min(starts_at) FROM site_banner WHERE starts_at > %(now)s
        UNION ALL SELECT min(ends_at) FROM site_banner WHERE ends_at > %(now)s
        UNION ALL SELECT min(begins_at) FROM site_outage WHERE begins_at > %(now)s
        UNION ALL SELECT min(returns_at) FROM site_outage WHERE returns_at > %(now)s
    ) AS moments(moment)
"""
# The name of what is said when one of them is set anew.
NAME = "moments"
_lock = Lock()
# For what the clock said: after which moment the next one was looked for, and that.
_known: dict[int, tuple[float, float]] = {}


def until(clock: int, now: float) -> float:
    """The moment (seconds since 1970) at which pages become wrong whose making began at `now`.

    One that comes while a page is made counts. Asked once for every state of the generations'
    clock, since every such column is watched.
    """
    with _lock:
        after, found = _known.get(clock, (now, now))
    if not after <= now < found:
        found = min(_midnight(now), _next(now))
        with _lock:
            _known.clear()
            _known[clock] = now, found
    return found


def forget() -> None:
    """Ask anew, as another database may say something else."""
    with _lock:
        _known.clear()


def _next(now: float) -> float:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": datetime.fromtimestamp(now, UTC)})
        return cursor.fetchone()[0] or float("inf")


def _midnight(now: float) -> float:
    tomorrow = timezone.localtime(datetime.fromtimestamp(now, UTC)) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
