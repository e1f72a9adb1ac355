"""Opaque marks of a place in a list, which a program gives back to read on."""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# The longest that `write` makes is far shorter.
LONGEST = 200
LARGEST = 2**63 - 1
LAST = datetime(9000, 1, 1, tzinfo=UTC)


def write(kind: str, at: datetime, number: int) -> str:
    """The mark of a row: the list's kind, the row's moment to the microsecond, its number."""
    moment = (at - BEGINNING) // timedelta(microseconds=1)
    return (
        base64.urlsafe_b64encode(json.dumps([kind, moment, number]).encode()).decode().rstrip("=")
    )


def read(kind: str, text: str) -> tuple[datetime, int] | None:
    """Moment and number of a mark of that kind; None for anything that `write` did not make."""
    try:
        padded = text[:LONGEST] + "=" * (-len(text) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        named, moment, number = found
        at = BEGINNING + timedelta(microseconds=moment)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        return None
    plain = type(moment) is int and type(number) is int and named == kind
    return (at, number) if plain and BEGINNING <= at < LAST and 0 <= number <= LARGEST else None
