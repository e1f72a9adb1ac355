"""Who may be a result: the newest articles that match, a few of each way to match, as SQL.

The ways and the spans of time are rows of one statement, not statements of their own: planning a
search took longer than many a search.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from news.search import asking
from news.search.frequencies import Walk, common
from news.search.windows import NEAR, Window

# A phrase is known only by opening a vector: in each span so many of the newest are opened.
OPENED = 200
# So many articles the index walks through at once, whatever their age.
STRIDE = 20_000
# With so many in the newest span the next one gives enough.
SOME = 5
# With so many in the newest span, three pages of results, nobody looks further back for more.
ENOUGH = 30
# With fewer results than this, what is dear to look for is looked for a little further back.
FEW = 5
_ALWAYS = datetime(1, 1, 2, tzinfo=UTC)
# An expression, so that the planner neither walks along the dates nor opens every vector of a span:
# its months are lexemes of the query.
_WHEN = "published_at + interval '0'"
NEWEST = f"ORDER BY {_WHEN} DESC, pk DESC"
# A span further back is looked at only while the newer ones gave too few.
_ROWS = """
    SELECT way.nr, found.* FROM {ways}
    CROSS JOIN LATERAL (
        SELECT pk, published_at, count(*) OVER () >= way.enough AS full_ FROM (
            SELECT hit.pk, hit.published_at
            FROM (VALUES {looks}) look(nr, query, wanted, since, until)
            CROSS JOIN LATERAL ({hits} {newest} LIMIT way.most) hit
            WHERE look.nr = way.nr LIMIT way.most
        ) enough
    ) found
"""
_WAYS = "(VALUES {ways}) {name}(nr, most, enough, other, least, limit_)"
# What a step after another one may still take; no row where it is not worth its trouble.
_SECOND = """
    (SELECT step.nr, step.most - found.count_ AS most, step.most - found.count_ AS enough
    FROM {ways} CROSS JOIN LATERAL (
        SELECT count(*) AS count_ FROM first_ WHERE first_.nr = step.other
    ) found WHERE found.count_ BETWEEN step.least AND step.limit_ OFFSET 0) way
"""
_LOOK = "(%s, %s::tsquery, %s::tsquery, %s::timestamptz, %s::timestamptz)"
_HITS = f"""
    SELECT article_id AS pk, published_at FROM search_document
    WHERE vector @@ look.query AND {_WHEN} >= look.since AND {_WHEN} < look.until
"""  # noqa: S608 - made of our own words
_OPENED = f"""
    SELECT pk, published_at FROM (
        SELECT article_id AS pk, published_at, vector FROM search_document
        WHERE vector @@ look.query AND {_WHEN} >= look.since AND {_WHEN} < look.until
        {NEWEST} LIMIT {{opened:d}}
    ) newest WHERE vector @@ look.wanted
"""  # noqa: S608 - made of our own words


class Part(NamedTuple):
    """SQL with its parameters."""

    sql: str
    given: list


class After(NamedTuple):
    """What makes a step worth its trouble: how many another one found, from `least` to `most`."""

    other: int = 0
    least: int = 0
    most: int = 0


class Reach(Enum):
    """How far back something is looked for unless it is so rare that all of time is cheap."""

    # By date nothing may be left out.
    ALL = "span by span"
    # Looking through the next span would cost as much as all that is older.
    RATED = "in the newest span; by what this gave, in the next one or in all that is older"
    NEWER = "in the two newer spans"
    NEARBY = "in the newest span, in the next one only where this gave few"
    NEWEST = "in the newest span"


class Way(NamedTuple):
    """A way to match, how many of its newest are taken, and how far back it reaches."""

    wanted: str
    most: int
    reach: Reach = Reach.RATED

    @property
    def opens(self) -> bool:
        """Whether only an opened vector tells."""
        return asking.in_any_order(self.wanted) != self.wanted


class _Step(NamedTuple):
    """A way in some spans, under a number of its own."""

    nr: int
    way: Way
    asked: str
    spans: list[Window]
    after: After | None = None

    @property
    def enough(self) -> int:
        """From how many on there may be more than were found."""
        partly = self.way.reach is Reach.RATED and self.spans[0].since
        return min(self.way.most, ENOUGH) if partly else self.way.most


def of(ways: list[Way], narrowing, spans: list[Window], after=None) -> Part:
    """The newest matches of each way within a `Narrowing`: their `pk`, `published_at` and whether
    there were as many as may be taken (`full_`). `after` is the pair (time, number) of the article
    behind which to begin."""
    steps = list(_steps(ways, narrowing, spans))
    first = _union([step for step in steps if not step.after], narrowing, after)
    second = _union([step for step in steps if step.after], narrowing, after)
    if not second.sql:
        return first
    sql = f"""
        WITH first_ AS MATERIALIZED ({first.sql}) SELECT * FROM first_ UNION ALL {second.sql}
    """  # noqa: S608 - made of our own words
    return Part(sql, [*first.given, *second.given])


def _steps(ways: list[Way], narrowing, spans: list[Window]) -> Iterator[_Step]:
    since = narrowing.since or _ALWAYS
    spans = [one for one in spans if one.until > since] or spans[:1]
    for nr, way in enumerate(ways):
        if not way.wanted:
            continue
        asked = asking.both(asking.in_any_order(way.wanted), narrowing.lexemes)
        walk = common().walk(asked)
        cheap = walk and _is_cheap(walk, way.most)
        parts = [([Window(spans[0].until)], None)] if cheap else _parts(nr, way, spans)
        for turn, (some, after) in enumerate(parts):
            yield _Step(nr + turn * len(ways), way, asked, some, after)


def _parts(nr: int, way: Way, spans: list[Window]) -> list[tuple]:
    """The spans that are looked through one after the other, and after what."""
    first, newer, second = spans[:1], spans[:2], spans[1:2]
    older = [Window(one.until) for one in second]
    steps = {
        Reach.ALL: [(spans, None)],
        Reach.NEWER: [(newer, None)],
        Reach.NEWEST: [(first, None)],
        Reach.NEARBY: [(first, None), (second, After(nr, 0, FEW - 1))],
        Reach.RATED: [
            (first, None),
            (second, After(nr, SOME, min(way.most, ENOUGH) - 1)),
            (older, After(nr, 0, SOME - 1)),
        ],
    }
    return [(some, after) for some, after in steps[way.reach] if some]


def _is_cheap(walk: Walk, most: int) -> bool:
    """Whether all of time may be looked through at once: for words that are rare, and not so often
    together that the newest span would give enough. Words of one subject are found together more
    often than by chance."""
    together = (walk.found * walk.walked) ** 0.5
    return walk.walked * common().articles <= STRIDE and together * NEAR < most


def _union(steps: list[_Step], narrowing, after) -> Part:
    hits = {False: _HITS, True: _OPENED.format(opened=OPENED)}
    sorts = {opens: [step for step in steps if step.way.opens is opens] for opens in hits}
    parts = [_rows(some, hits[opens], narrowing, after) for opens, some in sorts.items() if some]
    sql = " UNION ALL ".join(part.sql for part in parts)
    return Part(sql, [value for part in parts for value in part.given])


def _rows(steps: list[_Step], hits: str, narrowing, after) -> Part:
    looks = [look for step in steps for look in _looks(step, narrowing.since or _ALWAYS)]
    if after:
        hits = hits.replace("AND", f"AND ({_WHEN}, article_id) < (%s, %s) AND", 1)
    sql = _ROWS.format(
        ways=_ways(steps), looks=", ".join([_LOOK] * len(looks)), hits=hits, newest=NEWEST
    )
    return Part(sql, [value for look in looks for value in look] + list(after or ()))


def _ways(steps: list[_Step]) -> str:
    rows = ", ".join(map(_numbers, steps))
    if not steps[0].after:
        return _WAYS.format(ways=rows, name="way")
    return _SECOND.format(ways=_WAYS.format(ways=rows, name="step"))


def _numbers(step: _Step) -> str:
    numbers = (step.nr, step.way.most, step.enough, *(step.after or After()))
    return f"({', '.join(f'{number:d}' for number in numbers)})"


def _looks(step: _Step, since: datetime) -> Iterator[tuple]:
    """What is looked for in each span, from the newest on."""
    for span in step.spans:
        query = asking.both(step.asked, span.lexemes)
        begin = max(since, span.since or _ALWAYS)
        yield step.nr, query, step.way.wanted, begin, span.until
