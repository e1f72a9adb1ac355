"""The phrases of a title: words that follow each other with nothing but a space between them."""

from collections.abc import Iterator
from typing import NamedTuple

from .lexemes import Word, forms, readable, words
from .vietnamese import is_shouting

# With these a phrase neither begins nor ends well.
_WEAK_WORDS = """
    và của các những cho với trong tại trên về là được bị do vì để từ đến ở có theo hoặc cùng khi
    nếu mà thì rằng này đó ra vào lên không đã sẽ đang một nhiều
"""
_WEAK = frozenset(forms(word)[0] for word in _WEAK_WORDS.split())
LONGEST_KEY = 120


class Phrase(NamedTuple):
    """Words by their exact forms and by their folded ones, each parted by a space; `whole` says
    that it may be offered to a reader."""

    exact: str
    key: str
    whole: bool


def phrases(title: str, size: int) -> set[Phrase]:
    """Take a title; return its different phrases of so many words."""
    return {
        _phrase(row[at : at + size])
        for row in _rows(readable(title))
        for at in range(len(row) - size + 1)
    }


def key_of(text: str) -> str:
    """Take a title or the beginning of one; return the key under which it is found."""
    return " ".join(word.folded for word in words(readable(text)))[:LONGEST_KEY]


def shown_in(title: str, exact: str) -> str:
    """Take a title and the exact form of a phrase; return the phrase as the title spells it, in
    small letters where only its place or a shouted title made them large; "" if it is not there."""
    title, wanted = readable(title), exact.split()
    for row in _rows(title):
        for at in range(len(row) - len(wanted) + 1):
            part = row[at : at + len(wanted)]
            if [word.exact for word in part] == wanted:
                return _shown(title[part[0].start : part[-1].end], title, part)
    return ""


def _shown(text: str, title: str, part: list[Word]) -> str:
    if is_shouting(title):
        return text.lower()
    begins = not title[: part[0].start].strip(" “\"'(")
    named = len(part) < 2 or part[1].text[0].isupper() or part[0].text[1:2].isupper()
    return text if named or not begins else text[0].lower() + text[1:]


def _rows(title: str) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in words(title):
        if row and title[row[-1].end : word.start] != " ":
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _phrase(row: list[Word]) -> Phrase:
    ends = (row[0].exact, row[-1].exact)
    whole = len(row) > 1 and not any(end in _WEAK or end.isdigit() for end in ends)
    exact, key = (
        " ".join(forms) for forms in zip(*((w.exact, w.folded) for w in row), strict=True)
    )
    return Phrase(exact, key, whole)
