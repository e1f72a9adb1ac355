"""What a check reports: how strong it is, which text it is about, and where that stands."""

import hashlib
from dataclasses import dataclass
from enum import Enum

from news.text.vietnamese import excerpt

LONGEST_QUOTE = 60


class Strength(Enum):
    """What a finding asks of the writer; the value is the word on the screen."""

    MUST = "Phải sửa"
    SHOULD = "Nên sửa"
    HINT = "Gợi ý"


@dataclass(frozen=True)
class Place:
    """Where in a field the finding stands: this passage, or the picture or table of this number."""

    kind: str = ""
    number: int = 0
    passage: str = ""


@dataclass(frozen=True)
class Finding:
    """One sentence at its field, which says what to do.

    `offence` is the offending text itself; a waiver holds for it and no other. It may hold a
    personal number, so it is never shown: `text` masks it.
    """

    code: str
    strength: Strength
    field: str
    text: str
    offence: str = ""
    place: Place = Place()

    @property
    def fingerprint(self) -> str:
        """A short mark of the offending text."""
        return hashlib.sha256(f"{self.code}\0{self.offence}".encode()).hexdigest()[:32]

    @property
    def key(self) -> str:
        """What names the finding in a form."""
        return f"{self.code}.{self.fingerprint}"


def must(code: str, field: str, text: str, **more) -> Finding:
    """A finding that blocks sending and publishing."""
    return Finding(code, Strength.MUST, field, text, **more)


def should(code: str, field: str, text: str, offence: str, place: Place = Place()) -> Finding:
    """A finding that blocks until it is mended or waived with a reason."""
    return Finding(code, Strength.SHOULD, field, text, offence, place)


def hint(code: str, field: str, text: str, **more) -> Finding:
    """A finding that never blocks."""
    return Finding(code, Strength.HINT, field, text, **more)


def quote(text: str) -> str:
    """A passage as a sentence cites it: “its first words…”."""
    return f"“{excerpt(text, LONGEST_QUOTE)}”"


def at(passage: str) -> Place:
    """The place of a passage of text."""
    return Place("text", passage=passage.split("\n", 1)[0].strip())
