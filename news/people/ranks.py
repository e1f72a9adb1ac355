"""Who may touch whose account: nobody reaches above himself, or at himself."""

from accounts.roles import may_manage, rank

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
