"""What follows when somebody's factors change: the record, the duty, other sessions, old codes."""

from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from accounts import record, sessions
from accounts.factors import duty, recovery, totp
from accounts.models import Factor, Kind, User


class Needed(Exception):
    """The last factor of somebody whose role asks for one."""


def put_app(request, secret: str, step: int) -> Factor:
    """Give the person this app, in place of the one they may have, on an old telephone say.

    Raises IntegrityError when another request does so at the same moment.
    """
    old = request.user.factors.filter(kind=Kind.TOTP).first()
    if old:
        old.delete()
        record.log("factor_removed", request, note=old.name, before={"kind": old.kind})
    return totp.add(request.user, secret, step)


def added(request, factor: Factor) -> list[str]:
    """Settle what follows a new factor; return the recovery codes if these are the first ones."""
    user = request.user
    record.log("factor_added", request, note=factor.name, after={"kind": factor.kind})
    duty.settle(user)
    _end_other_sessions(request)
    return [] if user.recovery_codes.exists() else new_codes(request)


def new_codes(request) -> list[str]:
    """New recovery codes in place of the old ones, for this one time."""
    codes = recovery.renew(request.user)
    record.log("recovery_made", request, after={"count": len(codes)})
    return codes


@transaction.atomic
def remove(request, factor: Factor) -> None:
    """Take one of the person's own factors off. Raises Needed."""
    user = User.objects.select_for_update().get(pk=request.user.pk)
    others = user.factors.exclude(pk=factor.pk).exists()
    if not others and duty.holds(user):
        raise Needed
    factor.delete()
    if not others:
        # Codes stand in for a factor; without one they would be a second password.
        user.recovery_codes.all().delete()
    record.log("factor_removed", request, note=factor.name, before={"kind": factor.kind})
    duty.settle(user)
    _end_other_sessions(request)


def take_all_off(user: User) -> dict:
    """Remove every factor and recovery code of the person and end all their sessions; return
    what there was, for the record. In the caller's transaction."""
    kinds = list(user.factors.order_by("pk").values_list("kind", flat=True))
    before = {"factors": kinds, "codes": recovery.left(user)}
    user.factors.all().delete()
    user.recovery_codes.all().delete()
    sessions.end_all(user, "factors")
    duty.begin_again(user)
    return before


def _end_other_sessions(request) -> None:
    sessions.end_all(request.user, "factors", but=request.signed_in)
    update_session_auth_hash(request, request.user)
