"""Roles given, changed and taken back, each written down with what stood before."""

from accounts import record
from accounts.factors import duty
from accounts.models import User
from news.models import Assignment


def described(assignment: Assignment) -> dict:
    """What an assignment says, in words: they may be others by the time somebody reads them."""
    return {
        "role": assignment.role.name,
        "unit": str(assignment.unit.name if assignment.unit else ""),
        "category": str(assignment.category.name if assignment.category else ""),
    }


def give_all(assignments: list[Assignment], by, request=None) -> None:
    """Save new assignments, checked before, in the caller's transaction, and write them down."""
    Assignment.objects.bulk_create(assignments)
    about = [{"actor": by, "subject": row.user, "after": described(row)} for row in assignments]
    record.log_all("role_given", request, about)
    owing = duty.roles()
    for user in {row.user for row in assignments if row.role_id in owing}:
        _settle(user.pk)


def given(assignment: Assignment, by, request=None) -> None:
    """Write down that it was given; with the role begins the time to get a second factor."""
    after = described(assignment)
    record.log("role_given", request, actor=by, subject=assignment.user, after=after)
    _settle(assignment.user_id)


def taken(assignment: Assignment, by, request=None, note: str = "") -> None:
    """Write down that it was taken back; to be called while the row is still there."""
    before = described(assignment)
    record.log("role_taken", request, actor=by, subject=assignment.user, before=before, note=note)


def changed(before: Assignment, after: Assignment, by, request=None, note: str = "") -> None:
    """Write down what became of it: taken from one person and given to another, or changed."""
    if before.user_id != after.user_id:
        taken(before, by, request)
        given(after, by, request)
    elif described(before) != described(after):
        values = {"before": described(before), "after": described(after), "note": note}
        record.log("role_changed", request, actor=by, subject=after.user, **values)
        _settle(after.user_id)


def _settle(pk: int) -> None:
    # Read anew: the person in hand may remember the rights of before.
    duty.settle(User.objects.get(pk=pk))
