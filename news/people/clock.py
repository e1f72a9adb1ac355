"""What the clock does to accounts: it ends them after the last day, and those nobody uses."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import record
from accounts.models import AccountEvent, User
from news.text.vietnamese import short_date

from . import using
from .locking import Refused, lock

LEFT = "Hết ngày làm việc cuối {}"
UNUSED = f"Không dùng trong {using.LOCKED_AFTER.days} ngày"
WARNED = "dormant"
# So long after the warning at the earliest.
GRACE = using.LOCKED_AFTER - using.WARNED_AFTER


def end_work() -> int:
    """Lock the accounts whose last day is over, but never the last administrator; how many."""
    rows = User.objects.filter(is_active=True, is_superuser=False)
    rows = rows.filter(last_day__lt=timezone.localdate()).order_by("pk")
    return sum(_locked(user, LEFT.format(short_date(user.last_day))) for user in rows)


def warn_unused() -> int:
    """Put down, once, that nothing was heard of an account for long, which writes the mail."""
    now, rows = timezone.now(), using.quiet(using.WARNED_AFTER).filter(~_warned())
    for user in rows.order_by("pk"):
        until = short_date(max(now + GRACE, user.quiet_since + using.LOCKED_AFTER))
        days = (now - user.quiet_since).days
        record.log(WARNED, subject=user, after={"days": days, "until": until})
    return len(rows)


def lock_unused() -> int:
    """Lock the accounts that were warned of and still not used; how many.

    Whoever was never warned is warned first, also when the clock stood still for months.
    """
    rows = using.quiet(using.LOCKED_AFTER).filter(_warned(before=GRACE))
    return sum(_locked(user, UNUSED) for user in rows.order_by("pk"))


def _warned(before: timedelta = timedelta(0)) -> Exists:
    """Whether the silence of now was put down, at least so long ago."""
    rows = AccountEvent.objects.filter(subject=OuterRef("pk"), action=WARNED)
    since = OuterRef("quiet_since")
    return Exists(rows.filter(at__gt=since, at__lte=timezone.now() - before))


def _locked(user: User, reason: str) -> bool:
    try:
        lock(user, reason, None)
    except Refused:
        # The last administrator, or somebody else was quicker.
        return False
    return True
