"""Who must have a second factor, and until when they may still work without one.

The date stands in the account (`factor_due_at`), which every request reads anyway, and only
while there is something to do: it is empty for people without the duty and with a factor.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User

RIGHT = "accounts.must_use_second_factor"
# After a lost device: time to get another one, not time to forget about it.
AFTER_RESET = 3


def holds(user: User) -> bool:
    """Whether a role of the person asks for a second factor."""
    return user.has_perm(RIGHT)


def roles() -> set[int]:
    """The numbers of the roles (groups) that ask for one."""
    app, name = RIGHT.split(".")
    asking = Group.objects.filter(
        permissions__codename=name, permissions__content_type__app_label=app
    )
    return set(asking.values_list("pk", flat=True))


def settle(user: User) -> None:
    """Bring the date in line with the person's roles and factors: at each sign-in, and when
    either changes. A date that runs goes on running."""
    _write(user, _due(user, user.factor_due_at or _in_days(settings.SECOND_FACTOR_GRACE_DAYS)))


def begin_again(user: User) -> None:
    """After a reset: a short time from now."""
    _write(user, _due(user, _in_days(min(AFTER_RESET, settings.SECOND_FACTOR_GRACE_DAYS))))


def overdue(user: User) -> bool:
    """Whether the time is over. Roles are asked only then, in case the duty has ended."""
    if user.factor_due_at is None or user.factor_due_at > timezone.now():
        return False
    settle(user)
    return user.factor_due_at is not None


def _due(user: User, due: datetime) -> datetime | None:
    return due if holds(user) and not user.factors.exists() else None


def _in_days(days: int) -> datetime:
    """The beginning of that day, so that "trước ngày" means what it says."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _write(user: User, due: datetime | None) -> None:
    if due != user.factor_due_at:
        user.factor_due_at = due
        User.objects.filter(pk=user.pk).update(factor_due_at=due)
