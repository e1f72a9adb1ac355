"""Text as old files bring it: writes Vietnamese in TCVN3 and VNI, read back as Windows-1252."""

import unicodedata
from pathlib import Path

DATA = Path(__file__).parent / "data"
VIETNAMESE = DATA.joinpath("legacy_vietnamese.txt").read_text(encoding="utf-8").splitlines()
FOREIGN = DATA.joinpath("legacy_foreign.txt").read_text(encoding="utf-8").splitlines()

# By rows of codes, as the standard prints them.
_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {
    letter: bytes([first + at]).decode("cp1252")
    for first, row in _ROWS.items()
    for at, letter in enumerate(row)
}
LETTERS = sorted({*TCVN3} | {letter.upper() for letter in TCVN3})
# The marks of VNI by hat, for no tone and then à ả ã á ạ.
_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
_MARKS = {"": " øûõùï", "\u0302": "âàåãáä", "\u0306": "êèúüéë", "\u031b": " øûõùï"}
_SINGLE = {"ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def as_tcvn3(text: str) -> str:
    """Return the text in TCVN3, which has toned letters in small only."""
    return "".join(TCVN3.get(char) or TCVN3.get(char.lower(), char) for char in text)


def as_vni(text: str) -> str:
    """Return the text in VNI."""
    return "".join(map(_vni, text))


def _vni(char: str) -> str:
    small = _vni_small(char.lower())
    return small.upper() if char.isupper() else small


def _vni_small(char: str) -> str:
    base, *marks = unicodedata.normalize("NFD", char)
    if char in _SINGLE or not marks:
        return _SINGLE.get(char, char)
    hat = next((mark for mark in marks if mark in _MARKS), "")
    tone = next((mark for mark in marks if mark in _TONES), "")
    base = {"o\u031b": "ô", "u\u031b": "ö"}.get(base + hat, base)
    return base + _MARKS[hat][_TONES.index(tone)].strip()
