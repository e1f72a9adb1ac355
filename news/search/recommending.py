"""What editors recommend to whoever searches for certain words."""

from collections.abc import Iterable

from news.search.query import Found
from news.text.lexemes import Word, readable, words
from news.text.question import Question, Term

MOST = 3


def chosen(question: Question, rows: Iterable[tuple[list[str], list[int]]]) -> list[int]:
    """Take a question and recommendations, each its phrases and articles; return the numbers of
    the articles whose phrases the question says, in whatever words mean the same."""
    found = [
        number
        for phrases, articles in rows
        if any(_says(question.terms, words(readable(phrase))) for phrase in phrases)
        for number in articles
    ]
    return list(dict.fromkeys(found))[:MOST]


def without(found: Found, numbers: list[int]) -> Found:
    """What was found but for the articles that stand above it."""
    exactly, nearly = found.numbers[: found.exactly], found.numbers[found.exactly :]
    exactly, nearly = ([n for n in part if n not in numbers] for part in (exactly, nearly))
    return Found([*exactly, *nearly], found.more, len(nearly))


def _says(terms: tuple[Term, ...], row: list[Word]) -> bool:
    """Whether the terms, each in one of its ways, are this row of words and nothing else."""
    if not terms or not row:
        return not terms and not row
    first, *rest = terms
    return any(
        _same(way, row[: len(way)]) and _says(tuple(rest), row[len(way) :]) for way in first.ways
    )


def _same(way: tuple[Word, ...], row: list[Word]) -> bool:
    return len(way) == len(row) and all(map(_equal, way, row))


def _equal(typed: Word, wanted: Word) -> bool:
    """Diacritics count where both have them."""
    bare = not (typed.marked and wanted.marked)
    return typed.exact == wanted.exact or (bare and typed.folded == wanted.folded)
