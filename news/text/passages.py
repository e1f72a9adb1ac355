"""Where the words that were looked for stand in a text, and the passage that shows them best."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from .lexemes import Word, readable, words
from .question import Question, Term

# A passage shows so many words, from a text of which so many letters are looked through.
LENGTH = 42
REACH = 30_000
# How far before the first found word a passage may begin, so that it begins with a sentence.
BEFORE = 9
# A heading ends without a sign; its line must not run into the next.
_LINES = re.compile(r"(?<![.!?:;…”])\n+")


class Piece(NamedTuple):
    """A part of a text, and whether it is what was looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class Marker:
    """Finds the words of a question again; `loosely` also where diacritics differ."""

    question: Question
    loosely: bool = False
    _rows: list[tuple] = field(default_factory=list)

    def __post_init__(self):
        for term in self.question.terms:
            self._rows.extend(_rows(term, self.loosely))
        self._rows.sort(key=len, reverse=True)

    def whole(self, text: str) -> list[Piece]:
        """The whole text, with what was found apart."""
        text = readable(text)
        return _cut(text, [(a.start, b.end) for a, b, _ in self._hits(words(text))], 0, len(text))

    def passage(self, text: str) -> list[Piece]:
        """The part of a text with most of what was looked for; its beginning if none of it."""
        text = readable(_LINES.sub(" – ", text[:REACH]))
        row = words(text)
        if not row:
            return []
        hits = list(self._hits(row))
        first = _best(row, hits, text)
        last = min(first + LENGTH, len(row)) - 1
        start = row[first].start if first else 0
        end = row[last + 1].start if last + 1 < len(row) else len(text)
        pieces = _cut(text, [(a.start, b.end) for a, b, _ in hits], start, end)
        ahead = [Piece("… ")] if first else []
        return [*ahead, *pieces, *([Piece("…")] if last + 1 < len(row) else [])]

    def _hits(self, row: list[Word]):
        """The first and last word of each find, and which row of words it is."""
        at = 0
        while at < len(row):
            wanted = next((i for i, keys in enumerate(self._rows) if _stands(row, at, keys)), None)
            if wanted is None:
                at += 1
                continue
            end = at + len(self._rows[wanted])
            yield row[at], row[end - 1], wanted
            at = end


def _rows(term: Term, loosely: bool):
    """What is marked: a word alone, a row of words only as a whole."""
    for way in term.ways:
        yield tuple(_key(word, term.quoted, loosely) for word in way)
    if term.form and loosely:
        yield from ((_key(word, False, True),) for word in term.typed)


def _key(word: Word, quoted: bool, loosely: bool) -> tuple[int, str]:
    """Which form of a word of the text must be which."""
    exact = quoted or (word.marked and not loosely)
    return (3, word.exact) if exact else (4, word.folded)


def _stands(row: list[Word], at: int, keys: tuple) -> bool:
    if at + len(keys) > len(row):
        return False
    return all(row[at + place][form] == wanted for place, (form, wanted) in enumerate(keys))


def _best(row: list[Word], hits: list[tuple], text: str) -> int:
    """Where the passage begins: the span with most different finds, then most finds."""
    starts = [word.start for word in row]
    places = [(bisect_left(starts, first.start), which) for first, _, which in hits]
    if not places:
        return 0
    best, first, inside, left = (0, 0), places[0][0], Counter(), 0
    for place, which in places:
        inside[which] += 1
        while place - places[left][0] > LENGTH - BEFORE - 4:
            inside[places[left][1]] -= 1
            left += 1
        worth = (sum(1 for count in inside.values() if count), inside.total())
        if worth > best:
            best, first = worth, places[left][0]
    return _sentence(row, first, text)


def _sentence(row: list[Word], first: int, text: str) -> int:
    """A little earlier, at the beginning of a sentence where one is near."""
    for at in range(first, max(first - BEFORE, 0), -1):
        if any(sign in text[row[at - 1].end : row[at].start] for sign in ".!?:;"):
            return at
    return 0 if first <= BEFORE else first - BEFORE // 2


def _cut(text: str, found: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    """The pieces of a span; finds with nothing but a space between them are one."""
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if first < start or last > end:
            continue
        beside = joined and not text[joined[-1][1] : first].strip()
        joined.append((joined.pop()[0] if beside else first, last))
    pieces, at = [], start
    for first, last in joined:
        pieces += [Piece(text[at:first]), Piece(text[first:last], found=True)]
        at = last
    return [piece for piece in [*pieces, Piece(text[at:end])] if piece.text]
