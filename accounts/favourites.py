"""Passwords that many people choose, in every way they are typed: "matkhau", "M@tKhau2023!".

The words stand in favourites.txt. From each come the forms without marks and with the keys of
Telex, run together; Django's list of 20,000 is asked as well.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise, product
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator

from news.text.vietnamese import fold

FILE = Path(__file__).with_name("favourites.txt")
# A favourite word does not grow strong by a second and a third one.
MOST_PARTS = 3
# What people put for letters; 1 is an l or an i.
LEET = [str.maketrans("@403157$!+€£", f"aaoe{one}stsitel") for one in "li"]
# The keys of Telex that type a mark: of a tone, and of a vowel's shape (None: the vowel again).
TONES = dict(zip("\u0300\u0301\u0309\u0303\u0323", "fsrxj", strict=True))
SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
# Neighbours on a keyboard, in the alphabet and among digits.
ROWS = (
    *("1234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
    "abcdefghijklmnopqrstuvwxyz",
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p"),
    "q1w2e3r4t5y6u7i8o9p0",
)
NEIGHBOURS = {pair for row in ROWS for pair in zip(row, row[1:] + row[:1], strict=True)}
MOST_JUMPS = 2


def common(password: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether many people would choose this, or one who starts from the `own` words, which are
    folded and run together."""
    words = stems() | own
    return _listed(password.casefold()) or any(made_of(bare, words) for bare in bared(password))


def simple(password: str) -> bool:
    """Whether it is digits alone, few different signs, or runs along keyboard or alphabet."""
    typed = fold(password).replace(" ", "")
    jumps = sum(a != b and not _next_to(a, b) for a, b in pairwise(typed))
    digits = re.fullmatch(r"[\d\W_]*\d[\d\W_]*", password)
    return bool(digits) or len(set(typed)) < 5 or jumps <= MOST_JUMPS


def bared(password: str) -> set[str]:
    """What may have been meant: letters alone, without what was put around and for them."""
    typed = fold(password).replace(" ", "")
    tail = re.sub(r"[\W\d_]+$", "", typed)
    forms = {tail, re.sub(r"^[\W\d_]+", "", tail), re.sub(r"[\W_]+", "", typed)}
    meant = {re.sub(r"[\W\d_]", "", form.translate(table)) for form in forms for table in LEET}
    return {*meant, re.sub(r"[\W\d_]", "", typed), re.sub(r"[\W_]", "", tail)} - {""}


def made_of(bare: str, words: frozenset[str], parts: int = MOST_PARTS) -> bool:
    """Whether a text is one to `parts` of the words, one after the other."""
    if bare in words:
        return True
    if parts == 1:
        return False
    cuts = range(3, len(bare) - 2)
    return any(bare[:at] in words and made_of(bare[at:], words, parts - 1) for at in cuts)


@cache
def stems() -> frozenset[str]:
    """Every way to type the words of favourites.txt, read once."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    phrases = [line for line in lines if line and not line.startswith("#")]
    return frozenset(form for phrase in phrases for form in typed_forms(phrase))


def typed_forms(phrase: str) -> set[str]:
    """How a phrase is typed in one go: each syllable plain, or in Telex with or without its tone.

    VNI types marks with digits, which `bared` takes away.
    """
    syllables = [_ways(syllable) for syllable in phrase.split()]
    return {"".join(way) for way in product(*syllables)}


def _ways(syllable: str) -> list[str]:
    telex = (_keys(syllable, late=True), _keys(syllable, late=False))
    toneless = "".join(sign for sign in _apart(syllable) if sign not in TONES)
    return sorted({fold(syllable), *telex, _keys(toneless, late=True)})


def _keys(syllable: str, *, late: bool) -> str:
    """The keys of a syllable in Telex; its tone after all letters if `late`, or at its vowel."""
    keys, end = "", ""
    for sign in _apart(syllable):
        if sign in TONES:
            keys, end = (keys, TONES[sign]) if late else (keys + TONES[sign], "")
        elif sign in SHAPES:
            keys += SHAPES[sign] or keys[-1]
        else:
            keys += "dd" if sign == "đ" else sign
    return keys + end


def _apart(syllable: str) -> str:
    """Letters and marks one by one, the tone after the shape: Unicode puts ạ's dot first."""
    signs = unicodedata.normalize("NFD", syllable)
    return re.sub("([\u0323])([\u0302\u0306\u031b])", r"\2\1", signs)


@cache
def _django_list() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _listed(password: str) -> bool:
    bare = re.sub(r"[\W\d_]+$", "", password)
    listed = _django_list().passwords
    return password in listed or bare in listed or fold(bare) in listed


def _next_to(one: str, other: str) -> bool:
    return (one, other) in NEIGHBOURS or (other, one) in NEIGHBOURS
