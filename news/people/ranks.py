"""Who may touch whose account: nobody reaches above himself, or at himself."""

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.roles import ROLES, may_manage, rank
from news.models import Assignment

SUPERUSER_RANK = 4


def rank_of(user) -> int:
    """The highest rank among a person's roles; the command line's superuser stands above all."""
    if user.is_superuser:
        return SUPERUSER_RANK
    return rank(user.assignments.values_list("role__name", flat=True))


def may_touch(actor, user, *roles: str) -> bool:
    """Whether `actor` may change the account `user` and hand out or take back these roles.

    An account that is not saved yet has no rank.
    """
    if actor.is_superuser or user.is_superuser:
        return actor.is_superuser
    held = rank_of(user) if user.pk else 0
    return actor.pk != user.pk and may_manage(rank_of(actor), max(rank(roles), held))


def touchable(actor):
    """The accounts that `may_touch` allows, as a queryset."""
    own = rank_of(actor)
    if actor.is_superuser:
        return User.objects.all()
    if not may_manage(own, 0):
        return User.objects.none()
    above = [role.label for role in ROLES if not may_manage(own, role.rank)]
    held = Assignment.objects.filter(user=OuterRef("pk"), role__name__in=above)
    return User.objects.filter(~Exists(held), is_superuser=False).exclude(pk=actor.pk)
