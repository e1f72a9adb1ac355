"""What the words of a question were meant to be, where they cannot be meant as they were typed."""

from collections.abc import Iterable
from itertools import islice, pairwise, product
from typing import NamedTuple

from news.models import Article
from news.search import frequencies, windows
from news.search.asking import form
from news.search.bounded import TooSlow, fetch
from news.search.index import quoted
from news.text.keystrokes import Reading, read
from news.text.lexemes import Word, words
from news.text.likeliest import Counts, likeliest
from news.text.question import MOST_WORDS, Question, loose_words
from news.text.slips import candidates
from news.text.syllables import is_syllable

# So many words of a question may be slips, and so many pairs are counted.
MOST_SLIPS, MOST_PAIRS = 3, 1_500
# It is a courtesy: whoever asks must not wait for it. Milliseconds.
_PATIENCE = 1000
_KNOWN = """
    SELECT 'known', word, '', 0, NULL::timestamptz
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked(word, lexeme, key)
    WHERE EXISTS (SELECT 1 FROM search_document WHERE vector @@ lexeme::tsquery)
    OR EXISTS (SELECT 1 FROM search_samewords WHERE removed_at IS NULL AND keys @> ARRAY[key])
"""
_COUNTED = """
    UNION ALL SELECT 'counted', exact, p.key, count, NULL
    FROM unnest(%s::text[]) AS wanted(key) JOIN search_phrase p ON p.key = wanted.key
    WHERE article_id IN ({public})
"""
_AHEAD = """
    UNION ALL SELECT 'begins', '', '', 0, b.* FROM ({begins}) b
    UNION ALL SELECT 'common', c.*, '', 0, NULL FROM ({common}) c
"""


class Meaning(NamedTuple):
    """The text of a question as it was meant. If it is not `sure`, it is only proposed;
    `repaired` says that slips of the fingers were put right, not keys read."""

    text: str
    sure: bool = True
    repaired: bool = False


class _Answer(NamedTuple):
    """What the database knows: words that articles hold, and how often words follow each other."""

    known: set[str]
    counts: Counts


def meant(question: Question) -> Meaning | None:
    """Take a question; return what it was meant to be, None if it may well be meant as it stands.

    Only words are changed that no article holds, never those in quotes nor numbers of documents.
    At most one query, none where every word may stand for itself.
    """
    readings, slips = _readings(question), _slips(question)
    if not readings and not slips:
        return None
    row = words(question.text)[:MOST_WORDS]
    keys = {word: _read_ways(reading) for word, reading in readings.items()}
    choices = {word: [*keys.get(word, ()), *slips.get(word, ())] for word in keys | slips}
    answer = _ask(row, readings, choices)
    choices = {
        word: _preferred(keys.get(word, []), ways, answer.counts)
        for word, ways in choices.items()
        if form(word) not in answer.known
    }
    return _chosen(question, row, choices, keys, answer.counts)


def _preferred(read_ways: list[Word], ways: list[Word], counts: Counts) -> list[Word]:
    """Keys that make a word of public titles explain all that was typed: no slip is likelier,
    however common the bare word that is left when the marks are taken for slips."""
    return read_ways if any(counts.of(way) for way in read_ways) else ways


def replaced(text: str, changes: dict[Word, str]) -> str:
    """The text with other words in the places of some of its own."""
    for word in sorted(changes, key=lambda word: -word.start):
        text = text[: word.start] + changes[word] + text[word.end :]
    return text


def _chosen(question: Question, row, choices, keys, counts: Counts) -> Meaning | None:
    best = likeliest([choices.get(word, [word]) for word in row], counts)
    chosen = {word: to for word, to in zip(row, best, strict=True) if word in choices}
    # A slip is put right only by a word that public titles hold.
    read_as = {word: to for word, to in chosen.items() if to in keys.get(word, ())}
    slips = {w: to for w, to in chosen.items() if w not in read_as and counts.of(to)}
    changes = read_as | slips
    if not changes:
        return None
    text = replaced(
        question.text, {word: _like(to.text, word.text) for word, to in changes.items()}
    )
    sure = all(_supported(word, row, best, counts) for word in slips)
    return Meaning(text, sure, repaired=bool(slips))


def _supported(word: Word, row: list[Word], best: list[Word], counts: Counts) -> bool:
    """Whether a neighbour speaks for what was chosen; a word alone speaks for itself."""
    at = row.index(word)
    pairs = [best[at - 1 : at + 1]] * (at > 0) + [best[at : at + 2]] * (at + 1 < len(row))
    return len(row) == 1 or any(counts.of(*pair) for pair in pairs)


def _readings(question: Question) -> dict[Word, Reading]:
    """The words that can be read as something else; what makes sense only beside a sure reading
    is left out where there is none."""
    found = {word: read(word.text) for word in _touchable(question.text)}
    readings = {word: reading for word, reading in found.items() if reading}
    if any(reading.sure for reading in readings.values()):
        return readings
    return {word: reading for word, reading in readings.items() if not reading.rare}


def _read_ways(reading: Reading) -> list[Word]:
    """Who leaves a tone to the end may have left out the stroke of the đ: "dang3" for đảng."""
    ways = [reading.text, f"đ{reading.text[1:]}"] if reading.text[0] == "d" else [reading.text]
    return [words(way)[0] for way in ways if is_syllable(way)]


def _slips(question: Question) -> dict[Word, list[Word]]:
    """The words that are no syllables nor surely typed keys, with those they may have been."""
    bare = not question.marked
    asked = [w for w in _touchable(question.text) if not (read(w.text) and read(w.text).sure)]
    found = {word: candidates(word.text, bare) for word in asked}
    rows = ((word, [words(way)[0] for way in ways]) for word, ways in found.items() if ways)
    return dict(islice(rows, MOST_SLIPS))


def _touchable(text: str) -> list[Word]:
    """Its loose words without abbreviations, which are capitals among other letters."""
    shouting = text.isupper()
    loose = loose_words(text)[:MOST_WORDS]
    return [word for word in loose if shouting or not word.text.isupper()]


def _like(way: str, word: str) -> str:
    """With the capitals of what was typed."""
    if word.isupper():
        return way.upper()
    return way.capitalize() if word[0].isupper() else way


def _ask(row: list[Word], readings: dict, choices: dict) -> _Answer:
    """Beside a sure reading only titles count, because texts hold other people's slips of the
    keyboard. The search that follows wants to know where its spans begin: this is asked at once."""
    sure = any(reading.sure for reading in readings.values())
    asked = [form(word) for word in choices]
    titled = {form(word) for word in readings} if sure else set()
    lexemes = [quoted(f"t:{word}" if word in titled else word) for word in asked]
    keys = [word.folded for word in choices]
    public, given = Article.objects.public().values("pk").query.sql_with_params()
    ahead = windows.stale()
    sql = _KNOWN + _COUNTED.format(public=public)
    if ahead:
        sql += _AHEAD.format(begins=windows.beginnings(), common=frequencies.STATISTICS)
    try:
        rows = fetch(sql, [asked, lexemes, keys, _keys(row, choices), *given], _PATIENCE)
    except TooSlow:
        # A word that is so common that looking for it takes long is known.
        return _Answer(set(asked), Counts([]))
    if ahead:
        windows.remember([at for kind, *_, at in rows if kind == "begins"])
        frequencies.remember(next(told for kind, told, *_ in rows if kind == "common"))
    known = {word for kind, word, *_ in rows if kind == "known"}
    return _Answer(known, Counts([r[1:4] for r in rows if r[0] == "counted"]))


def _keys(row: list[Word], choices: dict[Word, Iterable[Word]]) -> list[str]:
    """The candidates, and the pairs they may make with what stands beside them."""
    places = [{way.folded for way in choices.get(word, [word])} for word in row]
    alone = {way.folded for ways in choices.values() for way in ways}
    beside = (
        f"{first} {second}"
        for (word, a), (other, b) in pairwise(zip(row, places, strict=True))
        if word in choices or other in choices
        for first, second in product(sorted(a), sorted(b))
    )
    return sorted(alone | set(islice(beside, MOST_PAIRS)))
