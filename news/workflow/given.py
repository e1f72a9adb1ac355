"""What a person gives with a move."""

from dataclasses import dataclass
from datetime import datetime

from news.models import ArticleContent
from news.transitions import TRANSITIONS

# The fields of a form that speak to readers, by the move that takes them.
CHANGE = ("change", "mistake", "words")
FOR_READERS = {
    **dict.fromkeys(("publish", "urgent", "republish", "correct"), CHANGE),
    **dict.fromkeys(("withdraw", "notice"), ("words",)),
}


@dataclass(frozen=True)
class Given:
    """What comes with a move, from a form or from a command.

    `version` is the number the person was looking at, None when that does not matter; `content`
    what they typed when it differs from the newest version; `waived` the keys of findings they
    let stand; `pledge` their promise that no state secret is in it; `at` an aware moment the
    move is to hold from; `address` the client's. For readers: `change` says what a new version
    of a public article is to them ("minor", "update", "correction"), `mistake` what was wrong and
    `words` what they are told.
    """

    version: int | None = None
    note: str = ""
    content: ArticleContent | None = None
    waived: tuple | dict = ()
    pledge: bool = False
    at: datetime | None = None
    address: str | None = None
    change: str = ""
    mistake: str = ""
    words: str = ""


def given(cleaned: dict, action: str) -> dict:
    """What comes with the move, of the cleaned fields `note`, `pledge` and `at` of a form and of
    those for readers (news/readers.py); a moment only where the move may have one."""
    move = TRANSITIONS.get(action)
    timed = move is not None and move.time
    return {
        "note": cleaned["note"],
        "pledge": cleaned["pledge"],
        "at": cleaned["at"] if timed else None,
        **{name: cleaned.get(name, "") for name in FOR_READERS.get(action, ())},
    }
