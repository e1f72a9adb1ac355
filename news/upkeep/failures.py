"""What failed in the background and waits for a person: which kinds, which rows, done again or let
be. Both may be asked for twice: the second time nothing is left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from news.upkeep.models import Dismissal

# What is shown of one kind, and done by one press of "all".
MOST = 100
NOTHING = "Việc này đã được chạy lại hoặc bỏ qua rồi."


@dataclass(frozen=True)
class Failure:
    """One piece of work that failed for good."""

    key: str
    what: str
    at: datetime
    tries: int
    why: str
    # What it is about, in words, and where that can be seen; "" where this person may not open it.
    about: str = ""
    link: str = ""
    details: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of work: `rows` gives, for a person, those that failed, the newest first; `again`
    has one done again and says whether there was anything to do."""

    key: str
    title: str
    hint: str
    rows: Callable[[object], list[Failure]]
    again: Callable[[str], bool]
    # Whether all may be done again by one press.
    together: bool = True
    # What is said when there was nothing to do, or it failed once more.
    in_vain: str = NOTHING


@dataclass(frozen=True)
class Shown:
    """A kind with its rows as they are on the screen."""

    kind: Kind
    failures: list[Failure] = field(default_factory=list)


def waiting(kinds: dict[str, Kind], user) -> list[Shown]:
    """The kinds with something that nobody has let be."""
    found = [Shown(kind, _left(kind, user)) for kind in kinds.values()]
    return [shown for shown in found if shown.failures]


def again(kind: Kind, keys: list[str], user) -> int:
    """Have these done again, of those that wait; return how many were begun."""
    known = {failure.key for failure in _left(kind, user)}
    return sum(kind.again(key) for key in keys if key in known)


def all_again(kind: Kind, user) -> int:
    """Have all done again that the screen shows."""
    keys = [failure.key for failure in _left(kind, user)]
    return again(kind, keys, user) if kind.together else 0


def dismiss(kind: Kind, key: str, user) -> bool:
    """Let one be; it comes back when it fails again. Return whether it was waiting."""
    found = next((failure for failure in _left(kind, user) if failure.key == key), None)
    if found is None:
        return False
    given = {"failed_at": found.at, "by": user, "at": timezone.now()}
    Dismissal.objects.update_or_create(kind=kind.key, key=key, defaults=given)
    return True


def _left(kind: Kind, user) -> list[Failure]:
    rows = kind.rows(user)
    seen = Dismissal.objects.filter(kind=kind.key, key__in=[row.key for row in rows])
    let_be = dict(seen.values_list("key", "failed_at"))
    return [row for row in rows if row.key not in let_be or row.at > let_be[row.key]][:MOST]
