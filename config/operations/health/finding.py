"""What a check is, and what it finds: a state, a sentence, and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class State(IntEnum):
    """How it stands; the number is the exit code of `manage.py health`, as Nagios wants it."""

    GOOD = 0
    LOOK = 1
    BROKEN = 2

    @property
    def label(self) -> str:
        """The word of the screen."""
        return ("tốt", "cần xem", "hỏng")[self]


@dataclass(frozen=True)
class Finding:
    """How something stands. `do` says what helps, for whoever may be no technician; `numbers` are
    what a program draws curves of."""

    state: State
    says: str
    do: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """Something that is looked at: its key for programs, its name for people."""

    key: str
    name: str
    ask: Callable[[], Finding]


@dataclass(frozen=True)
class Result:
    """A check with what it found."""

    check: Check
    finding: Finding


def good(says: str, **numbers: float) -> Finding:
    """All is well."""
    return Finding(State.GOOD, says, numbers=numbers)


def look(says: str, do: str, **numbers: float) -> Finding:
    """Somebody should look at it in the coming days."""
    return Finding(State.LOOK, says, do, numbers)


def broken(says: str, do: str, **numbers: float) -> Finding:
    """It does not work, now."""
    return Finding(State.BROKEN, says, do, numbers)


def worst(results: list[Result]) -> State:
    """The state of the whole."""
    return max((result.finding.state for result in results), default=State.GOOD)


def in_words(number: int) -> str:
    """A number of bytes as people say it."""
    size, unit = (number / 2**30, "GB") if number >= 2**30 else (number / 2**20, "MB")
    return f"{size:.1f} {unit}".replace(".", ",")
