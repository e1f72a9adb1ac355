"""Words to articles: who matches, from the newest on and never too many, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from news.models import Article
from news.search import asking, windows
from news.search.bounded import PATIENCE, fetch
from news.search.ranking import Score, loose_score, score
from news.search.windows import Window
from news.text.question import Question

# Of each kind so many of the newest are ranked, two hundred in all.
OF_TITLES, OF_ALL = 30, 140
# A phrase is known only by opening a vector: in each span so many of the newest are opened.
OPENED = 800
# What is dear to look for is looked for in so many spans.
NEWER = 2
# With fewer results than this, words are also found that were typed otherwise.
FEW = 5
# Who asks in a whole sentence asks for some of its words.
WHOLE_SENTENCE = 5
# More are looked at than shown, because some may have left the site meanwhile.
SPARE = 10
# Kinds of text that may be asked for, and the lexeme each has in the index.
KINDS = {"tin": "k:tin", "trang": "k:trang", "ban-nghe": "h:sound", "tep": "h:file"}
_INSTANT = timedelta(microseconds=1)
# An expression, so that the planner neither walks along the dates nor opens every vector of a span:
# its months are lexemes of the query.
_WHEN = "published_at + interval '0'"
_NEWEST = f"ORDER BY {_WHEN} DESC, pk DESC"


@dataclass(frozen=True)
class Narrowing:
    """Within which sections, unit, author and time a reader looks, and for which kind of text.

    `signed` is a readable name as it was typed, `kind` a key of KINDS.
    """

    categories: tuple[int, ...] = ()
    unit: int | None = None
    author: int | None = None
    signed: str = ""
    kind: str = ""
    since: datetime | None = None
    before: datetime | None = None

    @property
    def lexemes(self) -> str:
        """As a tsquery; "" when there is none."""
        found = asking.one_of(f"c:{pk}" for pk in self.categories)
        for wanted in self._alone():
            found = asking.both(found, wanted)
        return found

    def _alone(self) -> Iterator[str]:
        yield asking.one_of([f"u:{self.unit}"] if self.unit else [])
        yield asking.one_of([f"a:{self.author}"] if self.author else [])
        yield asking.one_of([KINDS[self.kind]] if self.kind else [])
        yield asking.signed(self.signed)


@dataclass(frozen=True)
class Found:
    """The numbers of articles in their order; `more` says that there are further ones, `nearly`
    how many at the end hold the words only nearly as they were typed."""

    numbers: list[int] = field(default_factory=list)
    more: bool = False
    nearly: int = 0

    @property
    def exactly(self) -> int:
        """How many hold the words as they were typed."""
        return len(self.numbers) - self.nearly


@dataclass(frozen=True)
class _Part:
    """SQL with its parameters."""

    sql: str
    given: list


class _Kind(NamedTuple):
    """A way to match, how many of its newest are ranked, and whether the oldest span is looked
    through as well; what is dear to look for is sought among the newer articles."""

    wanted: str
    most: int
    deep: bool = True


def ranked(question: Question, narrowing: Narrowing, until: datetime | None = None) -> Found:
    """The best of the public articles that hold the words. `until` keeps later pages stable:
    what was published from then on is not looked at. Raises TooSlow."""
    if not question.terms:
        return Found()
    until = until or timezone.now()
    spans = windows.of(min(until, narrowing.before or until))
    # What holds the very words is not to be crowded out by what holds others for them.
    deep = not question.quoted
    kinds = [
        *(_Kind(wanted, OF_TITLES) for wanted in _titles(question)),
        _Kind(asking.everything(question), OF_ALL, deep),
        _Kind(asking.as_typed(question), OF_ALL // 2, deep),
    ]
    scored, held = score(question, until), asking.closely(question)
    rows = _run(_in_order(kinds, narrowing, spans, scored, held))
    found = Found([pk for pk, _ in rows], more=any(full for _, full in rows))
    if len(rows) >= FEW:
        return found
    return _nearly(found, question, narrowing, spans, until)


def newest(question: Question, narrowing: Narrowing, size: int, after=None, loose=False) -> Found:
    """The newest `size` articles that hold the words, or those after the pair (time, number).

    `loose` leaves diacritics out of account. Raises TooSlow.
    """
    if not question.terms:
        return Found()
    until = after[0] + _INSTANT if after else timezone.now()
    before = min(until, narrowing.before or until)
    spans = windows.of(before, paging=bool(after))
    wanted = asking.everything(question, asking.folded if loose else asking.form)
    part = _newest(_Kind(wanted, size + SPARE), narrowing, spans, after)
    public = _public()
    sql = f"SELECT pk, full_ FROM ({part.sql}) c {public.sql} {_NEWEST}"
    rows = _run(_Part(sql, [*part.given, *public.given]))
    more = len(rows) > size or any(full for _, full in rows)
    return Found([pk for pk, _ in rows[:size]], more, nearly=len(rows[:size]) if loose else 0)


def somehow(
    question: Question, wanted: str, narrowing: Narrowing, most: int, patience: int = PATIENCE
) -> Found:
    """The best `most` of what matches a looser tsquery `wanted`, within so many milliseconds.
    Raises TooSlow."""
    now = timezone.now()
    spans = windows.of(now)
    part = _in_order([_Kind(wanted, OF_ALL)], narrowing, spans, loose_score(question, now))
    return Found([pk for pk, _ in _run(part, patience)[:most]])


def _nearly(found: Found, question: Question, narrowing, spans, until) -> Found:
    """After what was found as typed, what holds the words without regard to diacritics, or all
    words but one or two."""
    most = OF_ALL // 2
    loosely = [
        _Kind(asking.everything(question, asking.folded), most, not question.quoted),
        _Kind(asking.nearly_everything(question), most, deep=False),
    ]
    if not found.numbers and len(question.words) >= WHOLE_SENTENCE and not question.quoted:
        loosely.append(_Kind(asking.somewhere_in_title(question), most))
    kinds = [kind for kind in loosely if kind.wanted != asking.everything(question)]
    if not any(kind.wanted for kind in kinds):
        return found
    scored, held = loose_score(question, until), asking.closely_or_nearly(question)
    rows = _run(_in_order(kinds, narrowing, spans, scored, held))
    rest = [pk for pk, _ in rows if pk not in found.numbers]
    return Found([*found.numbers, *rest], any(full for _, full in rows), len(rest))


def _titles(question: Question) -> list[str]:
    """What a title may hold of it, as the index knows without looking."""
    if question.quoted:
        return [asking.quotes_in_title(question)]
    return [asking.phrase_of_title(question), asking.in_title(question)]


def _in_order(kinds: list[_Kind], narrowing, spans, scored: Score, held="") -> _Part:
    """The matches of all kinds that hold `held`, in the order of their score; a vector is opened
    only once."""
    parts = [_newest(kind, narrowing, spans) for kind in kinds if kind.wanted]
    public, hits = _public(), " UNION ALL ".join(f"SELECT * FROM ({p.sql}) k" for p in parts)
    sql = f"""
        WITH hits AS MATERIALIZED ({hits}),
        once AS (SELECT pk, bool_or(full_) AS full_ FROM hits {public.sql} GROUP BY pk),
        flat AS MATERIALIZED (
            SELECT pk, full_, d.* FROM once CROSS JOIN LATERAL (
                SELECT published_at, title_size, vector || '' AS vector
                FROM search_document WHERE article_id = pk OFFSET 0
            ) d
        )
        SELECT pk, full_ FROM flat {"WHERE vector @@ %s::tsquery" if held else ""}
        ORDER BY ({scored.sql}) DESC, published_at DESC, pk DESC
    """
    given = [value for part in parts for value in part.given]
    sifted = [held] if held else []
    return _Part(sql, [*given, *public.given, *sifted, *scored.given])


def _newest(kind: _Kind, narrowing: Narrowing, spans, after=None) -> _Part:
    """The newest matches; a span further back is looked at only while they are fewer."""
    wanted, most = kind.wanted, kind.most
    spans = spans if kind.deep else spans[:NEWER]
    reach = [s for s in spans if not narrowing.since or s.until > narrowing.since] or spans[:1]
    parts = [_in_window(wanted, narrowing, span, after) for span in reach]
    rows = " UNION ALL ".join(f"({part.sql} {_NEWEST} LIMIT {most:d})" for part in parts)
    return _Part(
        f"SELECT pk, published_at, count(*) OVER () >= {most:d} AS full_ "
        f"FROM (SELECT * FROM ({rows}) w LIMIT {most:d}) w",
        [value for part in parts for value in part.given],
    )


def _in_window(wanted: str, narrowing: Narrowing, span: Window, after) -> _Part:
    apart = asking.in_any_order(wanted)
    query = asking.both(asking.both(apart, narrowing.lexemes), span.lexemes)
    sql = (
        "SELECT article_id AS pk, published_at, vector FROM search_document "
        f"WHERE vector @@ %s::tsquery AND {_WHEN} < %s"
    )
    given = [query, span.until]
    since = max(filter(None, (span.since, narrowing.since)), default=None)
    if since:
        sql, given = f"{sql} AND {_WHEN} >= %s", [*given, since]
    if after:
        sql = f"{sql} AND ({_WHEN}, article_id) < (%s, %s)"
        given = [*given, *after]
    if apart == wanted:
        return _Part(f"SELECT pk, published_at FROM ({sql}) r", given)
    opened = f"{sql} {_NEWEST} LIMIT {OPENED:d}"
    sql = f"SELECT pk, published_at FROM ({opened}) r WHERE vector @@ %s::tsquery"
    return _Part(sql, [*given, wanted])


def _public() -> _Part:
    """The rule of what citizens see, as a join to `pk`: asked of each article by its number, where
    the planner might read all public ones."""
    own = RawSQL("pk", [], output_field=BigIntegerField())
    sql, given = (
        Article.objects.public().filter(pk=own).order_by().values("id").query.sql_with_params()
    )
    return _Part(f"CROSS JOIN LATERAL ({sql} OFFSET 0) p", list(given))


def _run(part: _Part, patience: int = PATIENCE) -> list[tuple]:
    return fetch(part.sql, part.given, patience)
