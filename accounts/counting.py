"""Counting what failed: rows of the record, one try at a time; the one rule of every short wait."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import Max, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import AccountEvent, User

# So many failures within the span, then as long a wait.
TRIES = 5
SPAN = timedelta(minutes=15)
DAY = timedelta(hours=24)
NOBODY = 0
# What administrators do for somebody who cannot get in. They are told to try again, so what failed
# before counts no more. Nobody can bring these about for an account that is not in their charge.
AFRESH = ("unlocked", "code_made", "factor_reset_agreed")


def failures(user: User | None, action: str):
    """What failed at an account within a day, since an administrator let its owner try anew.

    `action` is the word of the record. A name that is nobody's (None) is asked about as well: an
    answer must not be quicker for it.
    """
    number = user.pk if user else NOBODY
    anew = AccountEvent.objects.filter(subject_id=number, action__in=AFRESH).order_by()
    latest = Subquery(anew.values("subject").annotate(at=Max("at")).values("at"))
    since = Greatest(latest, Value(timezone.now() - DAY))
    return AccountEvent.objects.filter(subject_id=number, action=action, at__gt=since)


def too_many(rows, now: datetime) -> bool:
    """Whether the newest failures came within the span, and the last of them within it too."""
    newest = list(rows.order_by("-at").values_list("at", flat=True)[:TRIES])
    if len(newest) < TRIES:
        return False
    return newest[0] - newest[-1] <= SPAN and now - newest[0] < SPAN


def in_turn(who: str) -> None:
    """One try at a time for `who`, until the end of the transaction: twenty at once count as
    twenty."""
    key = int.from_bytes(sha256(who.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
