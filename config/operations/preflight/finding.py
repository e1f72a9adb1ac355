"""What the pre-flight says of one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: BROKEN stops an upgrade."""

    GOOD = "tốt"
    NOTE = "CHÚ Ý"
    BROKEN = "HỎNG"


@dataclass(frozen=True)
class Finding:
    """One line: how bad, about what, and what to do."""

    level: Level
    about: str
    text: str


def good(about: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.GOOD, about, text)


def note(about: str, text: str) -> Finding:
    """To be looked at when there is time."""
    return Finding(Level.NOTE, about, text)


def broken(about: str, text: str) -> Finding:
    """To be repaired first."""
    return Finding(Level.BROKEN, about, text)
