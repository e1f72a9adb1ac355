"""Somebody changes from one unit to another: their assignments go along in one step."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from news.authors.models import Unit
from news.models import Assignment

from . import assigning, gaps
from .locking import NOT_YOURS, Refused
from .ranks import may_touch


@dataclass(frozen=True)
class Change:
    """What becomes of one assignment: `twin` when the same one is there already, so that the
    old one is only taken back."""

    row: Assignment
    twin: bool


@dataclass(frozen=True)
class Plan:
    """What would change: the assignments of the unit left, and those that stay as they are."""

    user: User
    left: Unit
    joined: Unit
    changes: list[Change]
    stay: list[Assignment]


def units_held(user: User):
    """The units that somebody's assignments are limited to."""
    return Unit.objects.filter(pk__in=user.assignments.values("unit"))


def plan(user: User, left: Unit, joined: Unit) -> Plan:
    """Look at what a move from one unit to the other would change; nothing is written."""
    rows = list(user.assignments.select_related("role", "unit", "category").order_by("pk"))
    there = {(row.role_id, row.category_id) for row in rows if row.unit_id == joined.pk}
    going = [row for row in rows if row.unit_id == left.pk]
    changes = [Change(row, (row.role_id, row.category_id) in there) for row in going]
    return Plan(user, left, joined, changes, [row for row in rows if row not in going])


def left_alone(wanted: Plan) -> list[gaps.Gap]:
    """What would lie still in the unit that the person leaves."""
    return gaps.without(Q(pk__in=[change.row.pk for change in wanted.changes]))


@transaction.atomic
def carry_out(wanted: Plan, by: User, request=None) -> int:
    """Move the assignments, each written down; return how many. Raises Refused.

    What the plan said is looked at again: somebody else may have changed it meanwhile.
    """
    user = User.objects.select_for_update().get(pk=wanted.user.pk)
    fresh = plan(user, wanted.left, wanted.joined)
    if not may_touch(by, user):
        raise Refused(NOT_YOURS)
    for change in fresh.changes:
        _move(change, fresh.joined, by, request)
    return len(fresh.changes)


def _move(change: Change, unit: Unit, by: User, request) -> None:
    note = f"Chuyển sang {unit.short_name}"
    if change.twin:
        assigning.taken(change.row, by, request, note)
        change.row.delete()
        return
    before = Assignment.objects.select_related("role", "unit", "category").get(pk=change.row.pk)
    change.row.unit = unit
    change.row.save(update_fields=["unit"])
    assigning.changed(before, change.row, by, request, note)
