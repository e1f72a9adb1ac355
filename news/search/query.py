"""Words to articles: who matches, from the newest on and never too many, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from news.models import Article
from news.search import asking, candidates, windows
from news.search.bounded import PATIENCE, fetch
from news.search.candidates import FEW, NEWEST, Part, Reach, Way
from news.search.ranking import Score, loose_score, score
from news.text.asking_words import content
from news.text.question import Question

# Of each kind so many of the newest are ranked, two hundred at most.
OF_TITLES, OF_ALL = 30, 100
# Who asks in a whole sentence asks for some of its words.
WHOLE_SENTENCE = 5
# More are looked at than shown, because some may have left the site meanwhile.
SPARE = 10
# Kinds of text that may be asked for, and the lexeme each has in the index.
KINDS = {"tin": "k:tin", "trang": "k:trang", "ban-nghe": "h:sound", "tep": "h:file"}
_INSTANT = timedelta(microseconds=1)


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


def ranked(question: Question, narrowing: Narrowing, until: datetime | None = None) -> Found:
    """The best of the public articles that hold the words. `until` keeps later pages stable:
    what was published from then on is not looked at. Raises TooSlow."""
    if not question.terms:
        return Found()
    until = until or timezone.now()
    spans = windows.of(min(until, narrowing.before or until))
    reach = Reach.NEWER if question.quoted else Reach.RATED
    ways = [
        Way(asking.everything(question), OF_ALL, reach),
        # What holds the very words is not to be crowded out by what holds others for them.
        Way(asking.as_typed(question), OF_ALL // 2, reach),
        *(Way(wanted, OF_TITLES) for wanted in _titles(question)),
    ]
    scored, held = score(question, until), asking.closely(question)
    rows = _run(_in_order(ways, narrowing, spans, scored, held))
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
    spans = windows.of(before)
    wanted = asking.everything(question, asking.folded if loose else asking.form)
    # A page further on has spans of its own.
    way = Way(wanted, size + SPARE, Reach.NEWER if question.quoted else Reach.ALL)
    part, public = candidates.of([way], narrowing, spans, after), _public()
    sql = f"SELECT pk, full_ FROM ({part.sql}) c {public.sql} {NEWEST}"
    rows = _run(Part(sql, [*part.given, *public.given]))
    # What has to be opened was looked for in the newer spans: there may be more further back.
    bounded = question.quoted and bool(rows) and len(spans) > 2
    more = bounded or len(rows) > size or any(full for _, full in rows)
    return Found([pk for pk, _ in rows[:size]], more, nearly=len(rows[:size]) if loose else 0)


def somehow(
    question: Question, wanted: str, narrowing: Narrowing, most: int, patience: int = PATIENCE
) -> Found:
    """The best `most` of what matches a looser tsquery `wanted`, within so many milliseconds.
    Raises TooSlow."""
    now = timezone.now()
    spans = windows.of(now)
    part = _in_order([Way(wanted, OF_ALL)], narrowing, spans, loose_score(question, now))
    return Found([pk for pk, _ in _run(part, patience)[:most]])


def _nearly(found: Found, question: Question, narrowing, spans, until) -> Found:
    """After what was found as typed, what holds the words without regard to diacritics, or all
    words but one or two."""
    most, reach = OF_ALL // 2, Reach.NEWER if question.quoted else Reach.RATED
    sentence = not found.numbers and len(question.words) >= WHOLE_SENTENCE and not question.quoted
    question = content(question) if sentence else question
    close = Reach.NEWEST if sentence else Reach.NEARBY
    loosely = [
        Way(asking.everything(question, asking.folded), most, reach),
        Way(asking.nearly_everything(question), most, close),
        *([Way(asking.somewhere_in_title(question), most)] if sentence else []),
    ]
    ways = [way for way in loosely if way.wanted != asking.everything(question)]
    if not any(way.wanted for way in ways):
        return found
    scored, held = loose_score(question, until), asking.closely_or_nearly(question)
    rows = _run(_in_order(ways, narrowing, spans, scored, held))
    rest = [pk for pk, _ in rows if pk not in found.numbers]
    return Found([*found.numbers, *rest], any(full for _, full in rows), len(rest))


def _titles(question: Question) -> list[str]:
    """What a title may hold of it, as the index knows without looking."""
    if question.quoted:
        return [asking.quotes_in_title(question)]
    return [asking.phrase_of_title(question), asking.in_title(question)]


def _in_order(ways: list[Way], narrowing, spans, scored: Score, held="") -> Part:
    """The matches of all ways that hold `held`, in the order of their score. A vector is opened
    only once: deleting an empty lexeme from it gives it back as it is, open."""
    hits, public = candidates.of(ways, narrowing, spans), _public()
    sql = f"""
        WITH hits AS MATERIALIZED ({hits.sql}),
        once AS (SELECT pk, bool_or(full_) AS full_ FROM hits GROUP BY pk),
        flat AS MATERIALIZED (
            SELECT pk, full_, d.* FROM once {public.sql} CROSS JOIN LATERAL (
                SELECT published_at, title_size, ts_delete(vector, '') AS vector
                FROM search_document WHERE article_id = pk OFFSET 0
            ) d
        )
        SELECT pk, full_ FROM flat {"WHERE vector @@ %s::tsquery" if held else ""}
        ORDER BY ({scored.sql}) DESC, published_at DESC, pk DESC
    """
    return Part(sql, [*hits.given, *public.given, *([held] if held else []), *scored.given])


def _public() -> Part:
    """The rule of what citizens see, as a join to `pk`: asked of each article by its number, where
    the planner might read all public ones."""
    own = RawSQL("pk", [], output_field=BigIntegerField())
    sql, given = (
        Article.objects.public().filter(pk=own).order_by().values("id").query.sql_with_params()
    )
    return Part(f"CROSS JOIN LATERAL ({sql} OFFSET 0) p", list(given))


def _run(part: Part, patience: int = PATIENCE) -> list[tuple]:
    return fetch(part.sql, part.given, patience)
