"""Roles that follow the groups of a single sign-on: given everywhere or in one unit, and taken back
with them."""

import logging

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import record
from accounts.models import User
from news.authors.models import Unit
from news.models import Assignment

logger = logging.getLogger(__name__)

AT = "@"


@transaction.atomic
def follow(user: User, wanted: set[str], had: set[str], request=None, note: str = "") -> set[str]:
    """Give the roles that are wanted and take back those of `had` that no longer are.

    A role is its name, or its name, "@" and the code of the unit it is limited to. Return those
    that now come from the groups: what an administrator gave is neither taken over nor taken back,
    and a role in a unit that is not there is not given.
    """
    for role in sorted(had - wanted):
        if _rows(user, role).delete()[0]:
            about = {"subject": user, "before": _described(role), "note": note}
            record.log("role_taken", request, **about)
    return (had & wanted) | {
        role for role in sorted(wanted - had) if _give(user, role, request, note)
    }


def _give(user: User, role: str, request, note: str) -> bool:
    name, at, code = role.partition(AT)
    unit = Unit.objects.filter(code=code).first() if at else None
    if at and unit is None:
        logger.error("OIDC_ROLES names a unit that is not there: %s", code)
        return False
    group = Group.objects.get(name=name)
    _, made = Assignment.objects.get_or_create(user=user, role=group, unit=unit, category=None)
    if made:
        record.log("role_given", request, subject=user, after=_described(role), note=note)
    return made


def _rows(user: User, role: str):
    name, at, code = role.partition(AT)
    rows = Assignment.objects.filter(user=user, role__name=name, category=None)
    return rows.filter(unit__code=code) if at else rows.filter(unit=None)


def _described(role: str) -> dict:
    """The same words as an administrator's own (news.people.assigning)."""
    name, at, code = role.partition(AT)
    unit = Unit.objects.filter(code=code).first() if at else None
    return {"role": name, "unit": unit.name if unit else "", "category": ""}
