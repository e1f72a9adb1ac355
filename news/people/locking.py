"""Locking an account with a reason and opening it again; both are on record."""

from django.db import transaction
from django.utils import timezone

from accounts import codes, record, sessions
from accounts.models import User

from . import administrators
from .ranks import may_touch

LOCKED, OPEN = "Tài khoản này đã bị khoá rồi.", "Tài khoản này đang hoạt động, không cần mở khoá."
NOT_YOURS = "Bạn không được khoá hay mở khoá tài khoản này."


class Refused(Exception):
    """What may not be done to an account; its text is the sentence to show."""


@transaction.atomic
def lock(user: User, reason: str, by: User | None, request=None) -> None:
    """Lock the account for a reason; its sessions end with their next request and its code now.

    `by` is None when the clock does it. Raises Refused: for the last administrator, and for who
    may not touch the account.
    """
    row = _held(user, by)
    if not row.is_active:
        raise Refused(LOCKED)
    last = administrators.refusal_to_lock(row)
    if last:
        raise Refused(last)
    row.is_active, row.locked_at = False, timezone.now()
    row.locked_reason, row.locked_by = reason, by
    row.save(update_fields=["is_active", "locked_at", "locked_reason", "locked_by"])
    codes.end(row)
    sessions.end_all(row, "locked")
    record.log("locked", request, actor=by, subject=row, note=reason)


@transaction.atomic
def unlock(user: User, reason: str, by: User, request=None) -> None:
    """Open the account again; a last day that has passed is forgotten. Raises Refused."""
    row = _held(user, by)
    if row.is_active:
        raise Refused(OPEN)
    row.is_active, row.locked_at, row.locked_reason, row.locked_by = True, None, "", None
    if row.last_day and row.last_day < timezone.localdate():
        row.last_day = None
    row.save(update_fields=["is_active", "locked_at", "locked_reason", "locked_by", "last_day"])
    record.log("unlocked", request, actor=by, subject=row, note=reason)


def _held(user: User, by: User | None) -> User:
    """The account's row, locked, as it stands now; whoever acts is looked at again too."""
    administrators.hold()
    row = User.objects.select_for_update().get(pk=user.pk)
    if by is None:
        return row
    actor = User.objects.get(pk=by.pk)
    if not actor.is_active or not may_touch(actor, row):
        raise Refused(NOT_YOURS)
    return row
