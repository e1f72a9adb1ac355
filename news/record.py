"""Checks that the record of moves is whole: no row changed, none taken out, none put in."""

from dataclasses import dataclass

from django.db import connection

# Every row's hash again from its own words and the hash before it, by the function that sealed it.
BROKEN = """
SELECT serial FROM (
    SELECT e.serial, e.hash, lag(e.hash, 1, '') OVER chain AS previous,
        lag(e.serial, 1, 0::bigint) OVER chain AS before, news_event_hash(e, lag(e.hash, 1, '')
        OVER chain) AS expected
    FROM news_articleevent e WINDOW chain AS (ORDER BY e.serial)
) AS rows
WHERE hash <> expected OR serial <> before + 1
ORDER BY serial LIMIT 1
"""
HEAD = "SELECT serial, hash FROM news_articleevent ORDER BY serial DESC LIMIT 1"


@dataclass(frozen=True)
class Findings:
    """What a check found: how many rows, the seal of the last one, and the first that is wrong.

    Rows cut off at the end leave no gap: compare `length` and `seal` with those noted earlier.
    """

    length: int
    seal: str
    broken_at: int | None


def check() -> Findings:
    """Read the whole record and compare every seal."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        broken = cursor.fetchone()
        cursor.execute(HEAD)
        length, seal = cursor.fetchone() or (0, "")
    return Findings(length, seal, broken[0] if broken else None)
