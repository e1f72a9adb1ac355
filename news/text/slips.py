"""Which syllables a slip of the fingers may have been: a letter too many, too few, another one, or
two that changed places."""

from collections.abc import Iterator
from functools import cache, lru_cache

from .lexemes import forms
from .syllables import all_syllables, is_syllable

SHORTEST, LONGEST = 2, 9
MOST = 60


@lru_cache(maxsize=4_000)
def candidates(word: str, bare: bool) -> tuple[str, ...]:
    """Take a word in any case; return the syllables it may stand for, none if it is one. With
    `bare` they have no diacritics, as whoever typed none means."""
    lower = word.lower()
    if not (SHORTEST <= len(lower) <= LONGEST and lower.isalpha()) or is_syllable(lower):
        return ()
    known = _bare() if bare else all_syllables()
    found = dict.fromkeys(other for other in _beside(lower, _letters(bare)) if other in known)
    return tuple(found)[:MOST]


def _beside(word: str, letters: str) -> Iterator[str]:
    """Every word at a distance of one, the likeliest kinds of slip first."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + letter + tail for head, tail in cuts for letter in letters)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in letters)


@cache
def _bare() -> frozenset[str]:
    return frozenset(forms(syllable)[1] for syllable in all_syllables())


@cache
def _letters(bare: bool) -> str:
    return "".join(
        sorted({letter for word in (_bare() if bare else all_syllables()) for letter in word})
    )
