"""What a person gives with a move."""

from dataclasses import dataclass
from datetime import datetime

from news.models import ArticleContent
from news.transitions import TRANSITIONS


@dataclass(frozen=True)
class Given:
    """What comes with a move, from a form or from a command.

    `version` is the number the person was looking at, None when that does not matter; `content`
    what they typed when it differs from the newest version; `waived` the keys of findings they
    let stand; `pledge` their promise that no state secret is in it; `at` an aware moment the
    move is to hold from; `address` the client's.
    """

    version: int | None = None
    note: str = ""
    content: ArticleContent | None = None
    waived: tuple | dict = ()
    pledge: bool = False
    at: datetime | None = None
    address: str | None = None


def given(cleaned: dict, action: str) -> dict:
    """What comes with the move, of the cleaned fields `note`, `pledge` and `at` of a form; a
    moment only where the move may have one."""
    move = TRANSITIONS.get(action)
    timed = move is not None and move.time
    return {
        "note": cleaned["note"],
        "pledge": cleaned["pledge"],
        "at": cleaned["at"] if timed else None,
    }
