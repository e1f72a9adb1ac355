"""Words typed for Telex or VNI that no program turned into Vietnamese: "uyr nhaan", "uy3 nha6n".

A key either stands for itself or for a mark on what was typed before it. All ways to read a word
are tried; only what is a syllable is left, and of these the one with the most marks.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .syllables import is_syllable, parted, spelt

SHORTEST, LONGEST = 2, 12
LONGEST_SYLLABLE = len("nghiêng")
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}
_VOWELS = set("aeiouyăâêôơư")
# Which tone a key means, as a place in TONES.
_TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
_VNI_TONES = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
_VNI_MARKS = {"6": _HATS, "7": _HORNS, "8": _BREVE}
# Telex doubles these letters for a real sound too: Noong Hẹt, xoong.
_DOUBLED = ("oong", "ooc")


class Reading(NamedTuple):
    """What a word was meant to be. A `sure` one could hardly be anything else; where it is not, a
    name or a foreign word may be meant ("bus" reads as "bú"); a `rare` one only makes sense beside
    others that are sure."""

    text: str
    sure: bool
    rare: bool = False


class _Typed(NamedTuple):
    """What was read so far: letters, the tone, and how many keys were marks."""

    letters: str = ""
    tone: int = 0
    marks: int = 0


@lru_cache(maxsize=10_000)
def read(word: str) -> Reading | None:
    """Take one word as it was typed; return what was meant, None where it stands for itself."""
    lower = word.lower()
    doubled = any(rhyme in lower for rhyme in _DOUBLED)
    if not SHORTEST <= len(lower) <= LONGEST or (is_syllable(lower) and not doubled):
        return None
    readings = sorted(_readings(lower), key=lambda typed: (-typed.marks, typed))
    if not readings:
        return None
    best = readings[0]
    text = _as_capital(spelt(best.letters, best.tone), word)
    single = len(lower) - best.marks < SHORTEST
    sure = best.marks > 1 or lower.startswith("dd") or parted(lower)[1] > 0
    return Reading(text, sure and not single, rare=single or is_syllable(lower))


def _readings(word: str) -> Iterator[_Typed]:
    letters, tone = parted(word)
    ways = {_Typed(tone=tone)}
    for key in letters:
        ways = {way for typed in ways for way in _pressed(typed, key) if _can_go_on(way)}
    for typed in ways:
        if typed.marks and spelt(typed.letters, typed.tone):
            yield typed


def _can_go_on(typed: _Typed) -> bool:
    """Whether it may still become a syllable, so that no word has many readings to try."""
    marked = sum(letter in "âêôăơư" for letter in typed.letters)
    return len(typed.letters) <= LONGEST_SYLLABLE and marked <= 2


def _pressed(typed: _Typed, key: str) -> Iterator[_Typed]:
    """Every way in which one more key may be meant."""
    if not key.isdigit() and key != "w":
        yield typed._replace(letters=typed.letters + key)
    if key == "w" and not typed.letters.endswith(("ư", "ơ", "ă")):
        yield _more(typed, typed.letters + "ư")
    for marks in _marks(key):
        yield from _marked(typed, marks)
    if key in "d9" and typed.letters[:1] == "d":
        yield _more(typed, "đ" + typed.letters[1:])
    tone = _TELEX_TONES.get(key) or _VNI_TONES.get(key)
    if tone and not typed.tone and set(typed.letters) & _VOWELS:
        yield typed._replace(tone=tone, marks=typed.marks + 1)


def _marks(key: str) -> Iterator[dict[str, str]]:
    if key == "w":
        yield from (_HORNS, _BREVE)
    elif key in _HATS:
        yield {key: _HATS[key]}
    elif key in _VNI_MARKS:
        yield _VNI_MARKS[key]


def _marked(typed: _Typed, marks: dict[str, str]) -> Iterator[_Typed]:
    """The mark on any letter that can bear it; "uo" may bear two horns."""
    letters = typed.letters
    for at, letter in enumerate(letters):
        if letter in marks:
            yield _more(typed, letters[:at] + marks[letter] + letters[at + 1 :])
    for pair in ("uo", "ưo"):
        if marks is _HORNS and pair in letters:
            yield _more(typed, letters.replace(pair, "ươ"))


def _more(typed: _Typed, letters: str) -> _Typed:
    return typed._replace(letters=letters, marks=typed.marks + 1)


def _as_capital(reading: str, word: str) -> str:
    """With the capitals of what was typed; the doubled capital of "DDảng" is one."""
    if word.isupper():
        return reading.upper()
    return reading.capitalize() if word[0].isupper() else reading
