"""Which words can be Vietnamese: syllables are a closed set of onset, rhyme and tone."""

import unicodedata
from collections.abc import Iterator
from functools import cache


def _set(words: str) -> set[str]:
    return set(words.split())


ONSETS = _set("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
RHYMES = _set(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu y "
    "o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay "
    "oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt "
    "uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu"
)
# After "qu" the glide is already written.
QU_RHYMES = _set(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e ec en eo et "
    "ê êch ên ênh êt êu i it y ych ynh yt yên yêt ơ ơi ơn ơt ôc"
)
Y_ONSETS = {"", "d", "h", "k", "l", "m", "n", "s", "t", "th", "v"}
# Names and loan words that keep a spelling of their own.
BORROWED = {"đắk", "đăk", "lắk", "lăk", "krông"}

# A character class: the letters that Vietnamese shares with no language of Western Europe.
OWN_LETTERS = (
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_STOPPED_TONES = ("\u0301", "\u0323")
_HATTED = "ăâêôơư"


def is_syllable(word: str) -> bool:
    """Take a word, in any case and composition; say whether Vietnamese could spell it so.

    Both places of a tone count (hoà, hòa), and so do the usual slips of typists (qúy, tóan).
    """
    return unicodedata.normalize("NFC", word).lower() in _syllables()


def spelt(letters: str, tone: int) -> str:
    """Take the letters of a syllable without its tone, and the tone's place in TONES; return the
    syllable as the house spells it ("hoa", 1: "hoà"), "" where Vietnamese has none."""
    return _spellings().get((letters, tone), "")


def parted(word: str) -> tuple[str, int]:
    """Take a word in lower case; return its letters without the tone, and the tone's place in
    TONES."""
    marks = unicodedata.normalize("NFD", word)
    tone = next((TONES.index(mark) for mark in marks if mark in TONES), 0)
    bare = "".join(mark for mark in marks if mark not in TONES)
    return unicodedata.normalize("NFC", bare), tone


def all_syllables() -> frozenset[str]:
    """Every syllable in each of its spellings."""
    return _syllables()


@cache
def _spellings() -> dict[tuple[str, int], str]:
    """Of several spellings the one whose mark stands later: hoà, quý, thuỷ."""
    return {parted(word): word for word in sorted(_syllables(), key=_place)}


def _place(word: str) -> int:
    """Where the mark of the tone stands."""
    marks = unicodedata.normalize("NFD", word)
    return next((at for at, mark in enumerate(marks) if mark in TONES), 0)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(word for onset in {"", *ONSETS} for word in _with_onset(onset)) | BORROWED


def _with_onset(onset: str) -> Iterator[str]:
    for rhyme in RHYMES | QU_RHYMES:
        if not _joins(onset, rhyme):
            continue
        if onset == "gi" and rhyme[0] == "i":
            yield from ("g" + toned for toned in _toned(rhyme))
            continue
        yield from (onset + toned for toned in _toned(rhyme))
        if onset in ("gi", "qu") and len(rhyme) < 3:
            yield from (onset[0] + toned + rhyme for toned in _toned(onset[1])[1:])


def _joins(onset: str, rhyme: str) -> bool:
    """Spelling rules: which rhymes an onset may stand before."""
    if onset == "qu" or rhyme not in RHYMES:
        return onset == "qu" and rhyme in QU_RHYMES
    if rhyme == "y":
        return onset in Y_ONSETS
    if rhyme.startswith("yê") or not onset:
        return not onset and not rhyme.startswith("iê")
    if onset in ("k", "gh", "ngh"):
        return rhyme[0] in "eêi"
    return onset not in ("c", "g", "ng") or rhyme[0] not in "eêi"


@cache
def _toned(rhyme: str) -> tuple[str, ...]:
    """Return the rhyme with each tone it can bear, at each place where the mark may stand."""
    stopped = rhyme.endswith(("c", "ch", "p", "t"))
    return tuple(
        unicodedata.normalize("NFC", rhyme[: at + 1] + tone + rhyme[at + 1 :])
        for tone in (_STOPPED_TONES if stopped else TONES)
        for at in _places(rhyme)
    )


def _places(rhyme: str) -> tuple[int, ...]:
    hatted = [at for at, letter in enumerate(rhyme) if letter in _HATTED]
    if hatted:
        return (hatted[-1],)
    vowels = sum(letter in "aeiouy" for letter in rhyme)
    if rhyme[:2] in ("oa", "oe", "uy") and vowels == 2:
        return (0, 1)
    if vowels == 3 or (vowels == 2 and rhyme[-1] not in "aeiouy"):
        return (1,)
    return (0,)
