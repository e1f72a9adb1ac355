"""Records whose rows the database seals into a chain: reading one through, comparing every seal."""

from dataclasses import dataclass

from django.db import connection, models

# Every row's hash again from its own words and the hash before it, by the function that sealed it.
BROKEN = """
SELECT serial FROM (
    SELECT e.serial, e.hash, lag(e.serial, 1, 0::bigint) OVER chain AS before,
        {seal}(e, lag(e.hash, 1, '') OVER chain) AS expected
    FROM {table} e WINDOW chain AS (ORDER BY e.serial)
) AS rows
WHERE hash <> expected OR serial <> before + 1
ORDER BY serial LIMIT 1
"""


@dataclass(frozen=True)
class Findings:
    """What a check found: how many rows, the seal of the last one, and the first that is wrong.

    Rows cut off at the end leave no gap: compare `length` and `seal` with those noted earlier.
    """

    length: int
    seal: str
    broken_at: int | None


def check(record: type[models.Model], seal: str) -> Findings:
    """Read a whole record and compare every seal.

    `record` has the columns `serial` and `hash`; `seal` is the database's function that made the
    hash of a row from the row and the hash before it.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(BROKEN.format(table=quote(record._meta.db_table), seal=quote(seal)))
        broken = cursor.fetchone()
    last = record.objects.order_by("-serial").values_list("serial", "hash").first()
    length, hashed = last or (0, "")
    return Findings(length, hashed, broken[0] if broken else None)
