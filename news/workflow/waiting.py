"""Which articles wait for a person, as a query that says of each row what `ahead` says of it."""

from collections import defaultdict

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from news.models import MOST_STEPS, ArticleVersion, State
from news.models.category import STEPS
from news.rights import permitted, visible
from news.transitions import FORWARD, TRANSITIONS

# A draft is its writer's own matter, and nobody has to put a withdrawn text online again.
NEXT = (*FORWARD, "confirm")
# How many steps the section of an article has.
STEPS_THERE = Coalesce("category__steps", "category__parent__steps", Value(MOST_STEPS))
# What has its moment waits for nobody, unless it could not keep it.
UNHINDERED = Q(due_at=None) | ~Q(due_failure="")
# Asked of the few articles in question; as "exists" the database would gather all that one wrote.
LAST_WRITER = Subquery(
    ArticleVersion.objects.filter(article=OuterRef("pk"), number=OuterRef("latest_version")).values(
        "created_by"
    )
)


def waiting(user, moves=NEXT):
    """The articles on which the person may make one of the moves now, as a queryset.

    What has its moment already waits for nobody, unless it could not keep it, and nothing waits
    for the second look of those who wrote it. `moves` may be "confirm" and those that ask of an
    article nothing but its state.
    """
    asked, where, own = Q(pk=None), Q(pk=None), _own(user)
    for (permission, other_eyes), states in rights_asked(moves).items():
        places = Q(pk=None)
        for number, state in states:
            places |= Q(steps=number, state=state)
        where |= places & permitted(user, permission) & (~own if other_eyes else Q())
        asked |= Q(state__in={state for _, state in states})
    if "confirm" in moves:
        flagged = Q(urgent_by__isnull=False)
        where |= flagged & permitted(user, TRANSITIONS["confirm"].permission) & _confirmable(user)
        asked |= flagged
    # `asked` says nothing new; with it the database reads only the few rows in these states.
    rows = visible(user).filter(asked, UNHINDERED, binned_at=None)
    return rows.alias(steps=STEPS_THERE, last_writer=LAST_WRITER).filter(where)


def rights_asked(moves) -> dict[tuple[str, bool], list[tuple[int, State]]]:
    """For every right, and whether other eyes than the writer's are asked for, the steps and
    states in which one of the moves asks for it."""
    found = defaultdict(list)
    for move in (TRANSITIONS[name] for name in moves if name != "confirm"):
        for number in STEPS:
            for state in move.sources_in(number):
                right = (move.permission_in(state), move.asks_other_eyes(state))
                found[right].append((number, state))
    return found


def _own(user) -> Q:
    """What the person began or was the last to save."""
    return Q(created_by=user.pk) | Q(last_writer=user.pk)


def _confirmable(user) -> Q:
    if not TRANSITIONS["confirm"].asks_other_eyes(State.PUBLISHED):
        return Q()
    return ~_own(user) & ~Q(urgent_by=user.pk)
