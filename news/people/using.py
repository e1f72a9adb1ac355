"""How accounts are used: when last, by what, and who has not come for long."""

from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts import sessions
from accounts.codes import usable
from accounts.models import AccountEvent, Factor, User
from news.models import Assignment

SECOND_FACTOR = "must_use_second_factor"
WARNED_AFTER, LOCKED_AFTER = timedelta(days=30), timedelta(days=45)
# From these an account is waited for anew: it was opened again, or its owner got a code.
BEGINS_ANEW = ("unlocked", "code_made")


def with_use(rows):
    """The accounts with `used_at`: when they were last used, None for never."""
    return rows.annotate(used_at=Greatest("seen_at", "last_login"))


def with_quiet(rows):
    """The accounts with `quiet_since`: from when nothing is heard of them."""
    anew = AccountEvent.objects.filter(subject=OuterRef("pk"), action__in=BEGINS_ANEW)
    latest = anew.order_by().values("subject").annotate(at=Max("at")).values("at")
    since = Greatest("seen_at", "last_login", "date_joined", Subquery(latest))
    return rows.annotate(quiet_since=since)


def quiet(days: timedelta):
    """The open accounts of which nothing was heard for so long. The command line's own are for
    the day when nobody else gets in, so they may lie idle."""
    rows = with_quiet(User.objects.filter(is_active=True, is_superuser=False))
    return rows.filter(quiet_since__lte=timezone.now() - days)


def never_used():
    """The open accounts that nobody has signed in to yet."""
    return User.objects.filter(is_active=True, last_login=None, seen_at=None)


def must_prove_twice():
    """Who holds a role that asks for a second factor, as a condition on accounts."""
    rows = Assignment.objects.filter(user=OuterRef("pk"), role__permissions__codename=SECOND_FACTOR)
    return Exists(rows)


def without_factor():
    """The open accounts whose role asks for a second factor and that have none."""
    rows = User.objects.filter(must_prove_twice(), is_active=True)
    return rows.exclude(Exists(Factor.objects.filter(user=OuterRef("pk"))))


def with_open_code():
    """The accounts whose owner holds a code that still works."""
    return User.objects.filter(Exists(usable().filter(user=OuterRef("pk"))))


def open_codes():
    """The codes that still work, the first to expire first."""
    return usable().select_related("user", "made_by").order_by("expires_at")


def summary(user: User) -> dict:
    """What an account's page says of its use: devices, open sessions, factors."""
    return {
        "devices": user.devices.filter(forgotten_at=None).count(),
        "open_sessions": sessions.alive(user).count(),
        "factors": list(user.factors.order_by("added_at")),
        "must_prove_twice": User.objects.filter(must_prove_twice(), pk=user.pk).exists(),
    }
