"""What somebody who is typing may be about to type: phrases of titles, and whole titles.

Nothing is shown from the tables themselves: a phrase is cut out of the title of an article that
citizens see at this moment, and a title is that article's own.
"""

from itertools import pairwise
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from news.models import Article
from news.search.bounded import TooSlow, fetch
from news.search.index import pair_form, quoted
from news.text.lexemes import Word, readable, words
from news.text.phrases import key_of, shown_in
from news.text.syllables import parted

LONGEST, FEWEST_LETTERS = 100, 2
# So many phrases at most, and so many suggestions in all.
PHRASES, ALL = 5, 8
# With fewer than this, titles are offered too that hold the words further on.
FEW = 4
# So many tiers hold counts up to a million; titles of so many years are looked through.
TIERS, YEARS = 20, 30
# A phrase that goes on in the same way nearly every time is not offered beside the longer one.
NEARLY_ALWAYS = 0.7
_PATIENCE = 1000
# From the most frequent tier on, and from the newest year, each no further than wanted: the work
# is the same whatever the beginning and however large the tables.
_CANDIDATES = """
    (SELECT f.* FROM generate_series(%(tiers)s, 1, -1) AS t(tier) CROSS JOIN LATERAL (
        SELECT exact, count, article_id FROM search_phrase
        WHERE tier = t.tier AND key >= %(key)s AND key < %(end)s ORDER BY key LIMIT 20
    ) f LIMIT 60)
    UNION ALL
    (SELECT f.* FROM generate_series(%(year)s, %(year)s - %(years)s, -1) AS y(year)
    CROSS JOIN LATERAL (
        SELECT '', 0, article_id FROM search_title
        WHERE year = y.year AND key >= %(key)s AND key < %(end)s ORDER BY key LIMIT 8
    ) f LIMIT 16)
"""


_HOLDING = """
    SELECT article_id FROM search_document WHERE vector @@ %s::tsquery
    ORDER BY published_at DESC LIMIT %s
"""


class Suggestion(NamedTuple):
    """Words to look for; with an address it is the title of what stands there."""

    text: str
    url: str = ""


class _Found(NamedTuple):
    exact: str
    count: int
    article: int


def suggest(typed: str) -> list[Suggestion]:
    """Take what somebody has typed so far; return how it may go on, the likeliest first.

    At most four queries, none for less than two letters. Raises nothing: too slow is no suggestion.
    """
    line = readable(typed[:LONGEST])
    beginning, key = words(line), key_of(line)
    if len(key) < FEWEST_LETTERS:
        return []
    found = _candidates(key + " " * line.endswith(" "))
    titles = _titles({row.article for row in found})
    phrases = _phrases([row for row in found if row.exact], titles, beginning)
    whole = [titles[row.article] for row in found if not row.exact and row.article in titles]
    whole = [title for title in whole if _goes_on(words(readable(title.title)), beginning)]
    if len(phrases) + len(whole) < FEW and len(key) > FEWEST_LETTERS:
        whole += _inside(beginning)
    fitting = [Suggestion(row.title, row.get_absolute_url()) for row in whole]
    offered = _different([*phrases[:PHRASES], *fitting])
    return [s for s in offered if s.url or s.text.lower() != line.strip().lower()][:ALL]


def _candidates(key: str) -> list[_Found]:
    year = timezone.localtime().year + 1
    given = {"key": key, "end": f"{key}\U0010ffff", "year": year, "years": YEARS, "tiers": TIERS}
    return [_Found(*row) for row in _fetch(_CANDIDATES, given)]


def _inside(beginning: list[Word]) -> list[Article]:
    """Titles that hold the words somewhere. They are rare, or there would be phrases of them."""
    row = [word.folded for word in beginning[-3:]]
    lexemes = [pair_form(*pair) for pair in pairwise(row)] or [f"t:{row[0]}"]
    wanted = " & ".join(map(quoted, lexemes))
    numbers = [pk for (pk,) in _fetch(_HOLDING, [f"{wanted}:*", ALL])]
    titles = _titles(set(numbers))
    return [titles[pk] for pk in numbers if pk in titles and _holds(titles[pk].title, beginning)]


def _holds(title: str, beginning: list[Word]) -> bool:
    row = words(readable(title))
    return any(_goes_on(row[at:], beginning) for at in range(len(row)))


def _fetch(sql: str, given) -> list[tuple]:
    try:
        return fetch(sql, given, _PATIENCE)
    except TooSlow:
        return []


def _titles(numbers: set[int]) -> dict[int, Article]:
    """Those that citizens see, but for a title that is about to be replaced."""
    if not numbers:
        return {}
    settled = Q(due_at=None) | Q(due_at__gt=timezone.now())
    rows = Article.objects.public().filter(settled, pk__in=numbers)
    return rows.only("title", "slug", "kind").in_bulk()


def _phrases(found: list[_Found], titles: dict, beginning: list[Word]) -> list[Suggestion]:
    """The phrases as a public title has them, the most frequent first."""
    found = [row for row in found if row.article in titles and not _cut_short(row, found)]
    found.sort(key=lambda row: -row.count)
    shown = [shown_in(titles[row.article].title, row.exact) for row in found]
    fitting = [text for text in shown if text and _goes_on(words(text), beginning)]
    return _different([Suggestion(text) for text in fitting])


def _cut_short(row: _Found, found: list[_Found]) -> bool:
    """Whether nearly all titles go on in the same way."""
    longer = (other for other in found if other.exact.startswith(row.exact + " "))
    return any(other.count >= NEARLY_ALWAYS * row.count for other in longer)


def _goes_on(row: list[Word], beginning: list[Word]) -> bool:
    """Whether words may be what was begun; typed diacritics count, missing ones do not."""
    if len(row) < len(beginning):
        return False
    *before, (last, typed) = zip(row, beginning, strict=False)
    return all(_is(word, t) for word, t in before) and _begun(last, typed)


def _is(word: Word, typed: Word) -> bool:
    return word.exact == typed.exact if typed.marked else word.folded == typed.folded


def _begun(word: Word, typed: Word) -> bool:
    """The same for the word that is not finished yet."""
    if not typed.marked:
        return word.folded.startswith(typed.folded)
    (letters, tone), (begun, typed_tone) = parted(word.text.lower()), parted(typed.text.lower())
    return letters.startswith(begun) and typed_tone in (0, tone)


def _different(found: list[Suggestion]) -> list[Suggestion]:
    """Each spelling once, where it stands first."""
    first: dict[str, Suggestion] = {}
    for suggestion in found:
        first.setdefault(suggestion.text.lower(), suggestion)
    return list(first.values())
