"""Letters of other alphabets that look Latin, put right where the whole word proves the slip."""

import re
import unicodedata
from functools import partial
from string import ascii_letters
from typing import NamedTuple

from .syllables import OWN_LETTERS, is_syllable

_CYRILLIC = dict(zip("аеорсухіѕјһԁԛԝАВЕКМНОРСТУХІЅЈ", "aeopcyxisjhdqwABEKMHOPCTYXISJ", strict=True))
# Of small Greek letters only these two: the others stand for quantities far too often.
_GREEK = dict(zip("ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovABEZHIKMNOPTYX", strict=True))
_FULL_WIDTH = {chr(ord(letter) + 0xFEE0): letter for letter in ascii_letters}
# Old converters write the letter of Icelandic or of African languages, or strike out a d.
_STROKED = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
# The hat of Pinyin's ǎ, taken for that of ă.
_CARON = {"\u030c": "\u0306"}

_FOREIGN = _CYRILLIC | _GREEK | _FULL_WIDTH
_CODES = str.maketrans(_FOREIGN | _STROKED | _CARON)
_ALIKE = re.compile(f"[{''.join(_FOREIGN | _STROKED | _CARON)}ǎǍӐӑѐЀ]|[dD][\u0335\u0336]")
_STRUCK = re.compile("([dD])[\u0335\u0336]")
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OWN = re.compile(OWN_LETTERS)
# Signs of Icelandic, Faroese and Old English, where Ð and ð are at home.
_NORSE = re.compile("[þÞæÆ]|(?<=[^\\W\\d_])ð")
_LONGEST_ABBREVIATION = 7


def repair(text: str) -> str:
    """Take any text; return it with look-alike letters as Latin ones, in the words that prove it.

    Words wholly of another alphabet stay, and so do formulas. What changes is NFC.
    """
    while _ALIKE.search(text) and (repaired := _repaired(text)) != text:
        text = repaired  # a word put right tells more about those that are left
    return text


class _Context(NamedTuple):
    """What the sound words of a text say about it."""

    norse: bool
    at_home: bool  # Vietnamese, for all that is known
    surely: bool  # it has letters of no other language


def _repaired(text: str) -> str:
    return _WORD.sub(partial(_word, context=_context(text)), text)


def _context(text: str) -> _Context:
    sound = [word for word in _WORD.findall(text) if not _is_mixed(word)]
    good = sum(map(is_syllable, sound))
    norse = bool(_NORSE.search(text))
    at_home = not norse and 2 * good >= len(sound)
    return _Context(norse, at_home, at_home and any(map(_OWN.search, sound)))


def _is_mixed(word: str) -> bool:
    return bool(_ALIKE.search(word) and _LATIN.search(word))


def _word(found: re.Match, context: _Context) -> str:
    word = found[0]
    if not _is_mixed(word):
        return word
    apart = _STRUCK.sub(_stroke, unicodedata.normalize("NFD", word))
    fixed = unicodedata.normalize("NFC", apart.translate(_CODES))
    proven = _proves_letters(apart, fixed, context) and _proves_marks(apart, fixed, context)
    return fixed if proven else word


def _stroke(found: re.Match) -> str:
    return "Ɖ" if found[1] == "D" else "ɖ"


def _proves_letters(apart: str, fixed: str, context: _Context) -> bool:
    """Say whether the word proves that its foreign letters, if any, are slips."""
    letters = [char for char in apart if char.isalpha()]
    alike = [char for char in letters if char in _FOREIGN]
    latin = [char for char in letters if char not in _FOREIGN]
    if not alike:
        return True
    if not all(unicodedata.name(char, "").startswith("LATIN") for char in latin):
        return False
    greek = not {*alike}.isdisjoint("ον")
    if not is_syllable(fixed):
        return len(letters) > 3 and len(latin) > len(alike) and not greek
    if not "".join(latin).isascii() or len(letters) < len(apart):
        return True
    if greek:
        return len(latin) > 1
    return len(latin) > len(alike) or (context.at_home and len(latin) == len(alike))


def _proves_marks(apart: str, fixed: str, context: _Context) -> bool:
    """Say whether the word proves that Ð, ð, Ɖ, a struck d and ǎ, if any, are đ and ă."""
    if "\u030c" in apart and not (context.at_home and is_syllable(fixed)):
        return False
    if not any(char in _STROKED for char in apart):
        return True
    rest = unicodedata.normalize("NFC", "".join(char for char in apart if char not in _STROKED))
    if _OWN.search(rest):
        return True
    if context.norse:
        return False
    return (context.at_home and is_syllable(fixed)) or _is_abbreviation(fixed, context)


def _is_abbreviation(word: str, context: _Context) -> bool:
    """Say whether it is such as NĐ, QĐ, HĐND; with vowels, it takes a Vietnamese text."""
    if not word.isupper() or not 2 <= len(word) <= _LONGEST_ABBREVIATION:
        return False
    return context.surely or not re.search("[AEIOUY]", unicodedata.normalize("NFD", word))
