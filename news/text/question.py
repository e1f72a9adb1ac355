"""What a reader typed into the search box, taken apart: words, numbers, phrases in quotes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .lexemes import Span, Word, readable, spans, words

LONGEST = 200
MOST_WORDS = 16
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True)
class Term:
    """One thing that must be found: a row of words written in one of several ways.

    `form` is the one form of a number or a date, `quoted` says that the words were in quotes.
    """

    ways: tuple[tuple[Word, ...], ...]
    form: str = ""
    quoted: bool = False

    @property
    def typed(self) -> tuple[Word, ...]:
        """The words as they were typed."""
        return self.ways[0]


@dataclass(frozen=True)
class Question:
    """Everything a reader asks for at once; `cut` says that the end was left out."""

    text: str
    terms: tuple[Term, ...]
    cut: bool = False

    @property
    def words(self) -> list[Word]:
        """All words that were typed, in order."""
        return [word for term in self.terms for word in term.typed]

    @property
    def marked(self) -> bool:
        """Whether the reader types diacritics, so that a bare word is meant bare."""
        return any(word.marked for word in self.words)

    @property
    def quoted(self) -> bool:
        """Whether part of it stands in quotes."""
        return any(term.quoted for term in self.terms)


def ask(text: str, same: Iterable[tuple[str, ...]] = ()) -> Question:
    """Take what was typed and groups of words that mean the same; return the question."""
    line = readable(text[: 2 * LONGEST]).strip()
    short = line[:LONGEST]
    terms, left = [], MOST_WORDS
    for term in _terms(short, _Same(same)):
        if len(term.typed) > left:
            break
        terms.append(term)
        left -= len(term.typed)
    whole = sum(len(term.typed) for term in terms) == len(words(short))
    return Question(short, tuple(terms), cut=len(text.strip()) > LONGEST or not whole)


def loose_words(line: str) -> list[Word]:
    """Take the text of a question; return the words in it that stand neither in quotes nor in the
    number of a document or a date."""
    taken = [found.span() for found in _QUOTED.finditer(line)]
    taken += [(span.start, span.end) for span in spans(line)]
    return [
        word for word in words(line) if not any(start <= word.start < end for start, end in taken)
    ]


class _Same:
    """Groups of phrases that mean the same, found again in a row of words."""

    def __init__(self, groups: Iterable[tuple[str, ...]]):
        self.exact, self.folded, self.longest = {}, {}, 0
        for group in groups:
            ways = tuple(tuple(words(readable(phrase))) for phrase in group)
            for way in filter(None, ways):
                rest = tuple(other for other in ways if other and other != way)
                self.longest = max(self.longest, len(way))
                for key, table in ((_exact(way), self.exact), (_folded(way), self.folded)):
                    table[key] = table.get(key, ()) + rest

    def at(self, row: list[Word], start: int) -> tuple[int, tuple]:
        """How many words from `start` on are such a phrase, and its other ways."""
        for length in range(min(self.longest, len(row) - start), 0, -1):
            part = row[start : start + length]
            table, key = self.folded, _folded(part)
            if any(word.marked for word in part):
                table, key = self.exact, _exact(part)
            if key in table:
                return length, table[key]
        return 1, ()


def _terms(line: str, same: _Same) -> Iterator[Term]:
    end = 0
    for phrase in _QUOTED.finditer(line):
        yield from _loose(line[end : phrase.start()], same)
        inside = tuple(words(phrase[1]))
        if inside:
            yield Term((inside,), quoted=True)
        end = phrase.end()
    yield from _loose(line[end:], same)


def _loose(part: str, same: _Same) -> Iterator[Term]:
    """The terms of a text without quotes."""
    end = 0
    for span in _apart(spans(part)):
        yield from _plain(part[end : span.start], same)
        yield Term((tuple(words(part[span.start : span.end])),), form=span.form)
        end = span.end
    yield from _plain(part[end:], same)


def _plain(part: str, same: _Same) -> Iterator[Term]:
    row, at = words(part), 0
    while at < len(row):
        length, ways = same.at(row, at)
        yield Term((tuple(row[at : at + length]), *ways))
        at += length


def _apart(found: list[Span]) -> Iterator[Span]:
    """Those that do not overlap one before them."""
    end = 0
    for span in found:
        if span.start >= end:
            yield span
            end = span.end


def _exact(row: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.exact for word in row)


def _folded(row: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in row)
