"""What TCVN3 and VNI text looks like when it is read as Windows-1252, and what it means."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum


class Encoding(StrEnum):
    """An encoding from before Unicode that lives on in old files and their fonts."""

    TCVN3 = "tcvn3"
    VNI = "vni"

    @property
    def label(self) -> str:
        """The name that staff know, with the fonts by which they know it."""
        return _LABELS[self]


_LABELS = {Encoding.TCVN3: "TCVN3 (ABC, phông .Vn…)", Encoding.VNI: "VNI (phông VNI-…)"}

# One character for each letter. Tones stand in the order à ả ã á ạ.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# A base and a mark for most letters; the mark tells the tone and the hat together.
_VNI = dict(zip("ìíæóòîñôö", "ìíỉĩịỵđơư", strict=True))
for _bases, _marks, _letters in (
    ("aeou", "øûõùï", ("àảãáạ", "èẻẽéẹ", "òỏõóọ", "ùủũúụ")),
    ("y", "øûõù", ("ỳỷỹý",)),
    ("aeo", "âàåãáä", ("âầẩẫấậ", "êềểễếệ", "ôồổỗốộ")),
    ("a", "êèúüéë", ("ăằẳẵắặ",)),
    ("ôö", "øûõùï", ("ờởỡớợ", "ừửữứự")),
):
    for _base, _row in zip(_bases, _letters, strict=True):
        _VNI |= {_base + mark: letter for mark, letter in zip(_marks, _row, strict=True)}

_TCVN3_CODES = str.maketrans(_TCVN3)
# Longest first. Marks in the other case than their base occur: the base decides.
_VNI_UNIT = "[aeou][øûõùï]|y[øûõù]|[aeo][âàåãáä]|a[êèúüéë]|[ôö][øûõùï]?|[ìíæóòîñ]"
_VNI_LETTER = re.compile(_VNI_UNIT, re.IGNORECASE)

_SYMBOLS = "".join(char for char in _TCVN3 if not char.isalpha()) + "µª"
# Runs that may be words of the encoding. In VNI the symbols are what they seem to be.
_SPLITTERS = "¯°±²³´º¿"
WORDS = {
    Encoding.TCVN3: re.compile(f"(?:[{_SYMBOLS}]|[^\\W\\d_{_SPLITTERS}])+"),
    Encoding.VNI: re.compile(f"[^\\W\\d_{_SPLITTERS}ªµ¹¼½¾]+"),
}
_SPELT = {
    Encoding.TCVN3: re.compile(f"[A-Za-z{''.join(_TCVN3)}]+"),
    Encoding.VNI: re.compile(f"(?:{_VNI_UNIT}|[a-z])+", re.IGNORECASE),
}
# What no language writes: a symbol or a capital within a word, or a vowel with its mark behind.
_TELLING = {
    Encoding.TCVN3: re.compile(f"[{_SYMBOLS}]|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞ]"),
    Encoding.VNI: re.compile("[aeouyôö][øûõùïâàåãáäêèúüéë]|^ñ", re.IGNORECASE),
}
# Formulas, units and quotations are made so, though, m×n, N·m, µm, »%C«; and Thaï, où in French.
_DOUBTFUL = re.compile("[a-z][·×÷][a-z]|[µ¬][a-z]|[a-z][«»]|[«»][a-z]|[a-z]*[ao]ï|où", re.I)

# Fonts with an encoding of their own are pasted as private characters: 0xF000 and the byte.
_PRIVATE = {0xF000 + code: chr(code) for code in range(0x20, 0xFF)}
# µ is often turned into the Greek letter on its way, mostly by readers of PDF.
_PRIVATE[0x03BC] = "µ"
# A bullet, a fraction or a copyright sign that is no letter, though its code is one.
_ORNAMENT = re.compile(
    "^\\s*([·§¨ØÞßàðüý\uf0a7\uf0a8\uf0b7\uf0d8\uf0de\uf0e0\uf0f0\uf0fc]\\s)"
    "|[0-9]\\s?([×¼½¾])(?![^\\W\\d_])|(©)(?=\\s?[0-9])"
)


def plain_codes(text: str) -> str:
    """Take text as it was pasted; return it with every byte of a font as its own character."""
    return unicodedata.normalize("NFC", text).translate(_PRIVATE)


def spelt(word: str, encoding: Encoding) -> str | None:
    """Take one of the `WORDS`; return its Unicode form, None if the encoding cannot write it."""
    return _letters(word, encoding) if _SPELT[encoding].fullmatch(word) else None


def is_doubtful(word: str) -> bool:
    """Take a word; say whether it may as well be a formula, a unit or French."""
    return bool(_DOUBTFUL.fullmatch(word))


def is_telling(word: str, encoding: Encoding) -> bool:
    """Take a word; say whether it holds a sign that only this encoding writes."""
    return bool(_TELLING[encoding].search(word))


def letters_used(word: str, encoding: Encoding) -> list[str]:
    """Take a word; return the special letters in it, as the encoding writes them."""
    if encoding is Encoding.VNI:
        return _VNI_LETTER.findall(word.lower())
    return [char for char in word if char in _TCVN3]


def convert(text: str, encoding: Encoding) -> str:
    """Take text of an encoding; return it in Unicode, NFC.

    TCVN3 has no capitals with a tone: they come back where the letters beside them tell.
    """
    lines = plain_codes(text).splitlines(keepends=True)
    return "".join(_nfc("".join(_converted([line], encoding))) for line in lines)


def convert_pieces(pieces: list[str], encoding: Encoding, shouted: Collection[int]) -> list[str]:
    """Take one block in pieces; return the pieces in Unicode, ornaments kept, `shouted` capital."""
    plain = [plain_codes(piece) for piece in pieces]
    texts = _converted(plain, encoding)
    if encoding is Encoding.TCVN3:
        texts = _with_ornaments([_nfc(piece) for piece in pieces], texts)
    return [_nfc(text.upper() if at in shouted else text) for at, text in enumerate(texts)]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _converted(pieces: list[str], encoding: Encoding) -> list[str]:
    if encoding is Encoding.VNI:
        return [_letters(piece, encoding) for piece in _glued(pieces)]
    return _parted(_tcvn3_line("".join(pieces)), pieces)


def _letters(text: str, encoding: Encoding) -> str:
    if encoding is Encoding.TCVN3:
        return text.translate(_TCVN3_CODES)
    return _VNI_LETTER.sub(_vni_letter, text)


def _vni_letter(found: re.Match) -> str:
    letter = _VNI[found[0].lower()]
    return letter.upper() if found[0][0].isupper() else letter


def _glued(pieces: list[str]) -> list[str]:
    """Return the pieces with a mark at the head of one joined to its vowel in the one before."""
    glued: list[str] = []
    for piece in pieces:
        before = next((at for at in reversed(range(len(glued))) if glued[at]), None)
        pair = (glued[before][-1] + piece[:1]).lower() if before is not None else ""
        moved = len(pair) == 2 and pair in _VNI
        if moved:
            glued[before] += piece[0]
        glued.append(piece[moved:])
    return glued


def _parted(text: str, pieces: list[str]) -> list[str]:
    """Return the text cut where the pieces of the same length end."""
    parts, start = [], 0
    for piece in pieces:
        parts.append(text[start : start + len(piece)])
        start += len(piece)
    return parts


def _with_ornaments(originals: list[str], texts: list[str]) -> list[str]:
    before, after = "".join(originals), list("".join(texts))
    for found in _ORNAMENT.finditer(before):
        start, end = found.span(found.lastindex)
        after[start:end] = before[start:end]
    return _parted("".join(after), originals)


# Capitals of TCVN3


def _tcvn3_line(text: str) -> str:
    """Convert a line; the length stays."""
    letters = list(_letters(text, Encoding.TCVN3))
    words = list(_SPELT[Encoding.TCVN3].finditer(text))
    for found, capital in zip(words, _capitals([found[0] for found in words]), strict=True):
        if capital:
            letters[slice(*found.span())] = "".join(letters[slice(*found.span())]).upper()
    return "".join(letters)


def _capitals(words: list[str]) -> list[bool]:
    """Say of each word whether it is in capitals; "Hµ" between "THµNH" and "NéI" is."""
    shapes = [_shape(word) for word in words]
    left = _nearest(shapes)
    right = _nearest(shapes[::-1])[::-1]
    return [
        shape if shape is not None else bool({*sides} - {None}) and False not in sides
        for shape, *sides in zip(shapes, left, right, strict=True)
    ]


def _nearest(shapes: list[bool | None]) -> list[bool | None]:
    nearest, last = [], None
    for shape in shapes:
        last = last if shape is None else shape
        nearest.append(last)
    return nearest


def _shape(word: str) -> bool | None:
    """True for capitals, False for small letters, None when "Hµ" may be Hà or HÀ."""
    if any("a" <= char <= "z" for char in word):
        return False
    small = any(_TCVN3.get(char, "A").islower() for char in word)
    return True if small and any("A" <= char <= "Z" for char in word[1:]) else None
