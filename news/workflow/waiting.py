"""Which articles wait for a person, as a query that says the same as `available` of each row."""

from collections import defaultdict

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from news.models import MOST_STEPS, State
from news.models.category import STEPS
from news.rights import permitted, visible
from news.transitions import FORWARD, TRANSITIONS

# A draft is its writer's own matter, and nobody has to put a withdrawn text online again.
NEXT = (*FORWARD, "confirm")


def waiting(user, moves=NEXT):
    """The articles on which the person may make one of the moves now, as a queryset.

    What has its moment already waits for nobody, unless it could not keep it. `moves` may be
    "confirm" and those that ask of an article nothing but its state.
    """
    steps = Coalesce("category__steps", "category__parent__steps", Value(MOST_STEPS))
    asked, where = Q(pk=None), Q(pk=None)
    for permission, states in _asked(moves).items():
        places = Q(pk=None)
        for number, state in states:
            places |= Q(steps=number, state=state)
        where |= places & permitted(user, permission)
        asked |= Q(state__in={state for _, state in states})
    if "confirm" in moves:
        flagged = Q(urgent_by__isnull=False)
        where |= flagged & permitted(user, TRANSITIONS["confirm"].permission)
        asked |= flagged
    # `asked` says nothing new; with it the database reads only the few rows in these states.
    unhindered = Q(due_at=None) | ~Q(due_failure="")
    rows = visible(user).filter(asked, unhindered, binned_at=None)
    return rows.alias(steps=steps).filter(where)


def _asked(moves) -> dict[str, list[tuple[int, State]]]:
    """For every right the steps and states in which one of the moves asks for it."""
    found = defaultdict(list)
    for move in (TRANSITIONS[name] for name in moves if name != "confirm"):
        for number in STEPS:
            for state in move.sources_in(number):
                found[move.permission_in(state)].append((number, state))
    return found
