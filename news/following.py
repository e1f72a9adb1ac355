"""Roles that follow the groups of a single sign-on: given everywhere, and taken back with them."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import record
from accounts.models import User
from news.models import Assignment


@transaction.atomic
def follow(user: User, wanted: set[str], had: set[str], request=None, note: str = "") -> set[str]:
    """Give the roles (names) that are wanted and take back those of `had` that no longer are.

    Return those that now come from the groups: what an administrator gave is neither taken over
    nor taken back.
    """
    for name in sorted(had - wanted):
        if _everywhere(user, name).delete()[0]:
            about = {"subject": user, "before": _described(name), "note": note}
            record.log("role_taken", request, **about)
    return (had & wanted) | {
        name for name in sorted(wanted - had) if _give(user, name, request, note)
    }


def _give(user: User, name: str, request, note: str) -> bool:
    role = Group.objects.get(name=name)
    _, made = Assignment.objects.get_or_create(user=user, role=role, unit=None, category=None)
    if made:
        record.log("role_given", request, subject=user, after=_described(name), note=note)
    return made


def _everywhere(user: User, name: str):
    return Assignment.objects.filter(user=user, role__name=name, unit=None, category=None)


def _described(name: str) -> dict:
    return {"role": name, "unit": "", "category": ""}
