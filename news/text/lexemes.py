"""How a text is taken apart to be found: its words and their two forms, numbers and dates.

Index and query go through these same functions. The exact form of a syllable is its letters and
then the number of its tone, so that hoà and hòa are one; the folded form has bare letters only.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from .vietnamese import normalise_inline

# 1.586 is one number, 3,5 too; letters and digits part at everything else.
_WORD = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]+,[0-9]+(?![^\W_])|[^\W_]+")
# "25-NQ/TW", "25 -NQ/TW", "12/2025/NĐ-CP", "759/QĐ-TTg", "10/2022/QH15".
_SIGN = r"(?:\s?[-–/]|[-–/]\s)"
_NUMBER = re.compile(
    rf"(?<![^\W_])[0-9]{{1,6}}(?:\s?/\s?[0-9]{{4}})?"
    rf"(?:{_SIGN}[^\W\d_]{{1,10}}[0-9]{{0,2}}(?![^\W_]))+"
)
_DATE = re.compile(
    r"(?<![0-9/])(?:ng[àa]y\s)?([0-9]{1,2})(?:\s?[/.-]\s?|\sth[áa]ng\s)"
    r"([0-9]{1,2})(?:\s?[/.-]\s?|\sn[ăa]m\s)([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS = re.compile("[\u0300-\u036f]")
# Kỹ and kĩ, quý and quí are the same word; thuý and thúi are not.
_LAST_Y = re.compile("^([^aeiouyăâêôơư]+|qu)y$")
LONGEST_WORD = 40


class Word(NamedTuple):
    """A word of a text, where it stands there, and its forms."""

    text: str
    start: int
    end: int
    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether it is written with a tone or a letter that bare typing does not have."""
        return self.exact not in (self.folded, self.folded + "0")


class Span(NamedTuple):
    """A number of a document or a date: its place in the text and its one form."""

    start: int
    end: int
    form: str


def words(text: str) -> list[Word]:
    """Take a normalised text; return its words in order, monstrous ones left out."""
    return [
        Word(found[0], found.start(), found.end(), *forms(found[0]))
        for found in _WORD.finditer(text)
        if len(found[0]) <= LONGEST_WORD
    ]


@lru_cache(maxsize=30_000)
def forms(word: str) -> tuple[str, str]:
    """Take a word; return its exact and its folded form: "Đảng" gives "đang2" and "dang"."""
    lower = word.lower()
    if any(char.isdigit() for char in lower):
        plain = re.sub(r"(?<=[0-9])\.(?=[0-9])", "", lower)
        return plain, _bare(plain)
    letters = unicodedata.normalize("NFD", lower)
    tone = next((_TONES[char] for char in letters if char in _TONES), "0")
    toneless = "".join(char for char in letters if char not in _TONES)
    exact = unicodedata.normalize("NFC", toneless).replace("ð", "đ")
    exact = _LAST_Y.sub(r"\1i", exact)
    return exact + tone, _bare(exact)


def spans(text: str) -> list[Span]:
    """Take a normalised text; return the numbers of documents and the dates in it."""
    found = [Span(*match.span(), number_form(match[0])) for match in _NUMBER.finditer(text)]
    return sorted([*found, *_dates(text)])


def number_form(number: str) -> str:
    """Take the number of a document; return its one form: "05 -NQ/TW" gives "n:5-nq-tw"."""
    parts = [part.lower() for part in re.split(r"[-–/\s]+", number) if part]
    return "n:" + "-".join(_bare(part).lstrip("0") or "0" for part in parts)


def date_form(day: date) -> str:
    """Take a day; return the form under which its mentions are found."""
    return f"d:{day:%Y-%m-%d}"


def readable(text: str) -> str:
    """Take any text; return it in the form that `words` and `spans` read."""
    return normalise_inline(text)


def _dates(text: str) -> Iterator[Span]:
    for match in _DATE.finditer(text):
        day, month, year = map(int, match.groups())
        try:
            yield Span(*match.span(), date_form(date(year, month, day)))
        except ValueError:
            continue


def _bare(text: str) -> str:
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.translate({ord("đ"): "d", ord("ð"): "d"}).casefold()
