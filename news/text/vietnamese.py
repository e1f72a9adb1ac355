"""What Vietnamese text needs: one form of every string, slugs, dates, numbers and sort keys."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from .lookalikes import repair

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

# Unseen, though Unicode calls them letters, marks or symbols: combining grapheme joiner, Hangul
# and Khmer fillers, Mongolian and emoji variation selectors, the object placeholder Word leaves.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\ufdd0-\ufdef\U000e0100-\U000e01ef]"
)
# A blank that is none: the empty pattern of Braille.
_LOOKALIKES = {"\u2800": " "}
_MARKS = re.compile("[\u0300-\u036f]+")


class _Characters(dict):
    """Remembers for each code point met what it becomes: a character, or None to drop it."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _becomes(chr(code))
        return self[code]


def _becomes(char: str) -> str | None:
    if char.isspace():
        return " "
    # XML, hence every feed, refuses control characters and the noncharacters ending in FFFE, FFFF.
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"} or ord(char) & 0xFFFE == 0xFFFE:
        return None
    return None if _UNSEEN.match(char) else _LOOKALIKES.get(char, char)


_CHARACTERS = _Characters()


# One form of every string


def normalise_inline(text: str) -> str:
    """Take a text node of HTML; return it clean, a space at either end kept as one space."""
    # Dropping comes first: an invisible between a letter and its mark would stop NFC joining them.
    clean = repair(unicodedata.normalize("NFC", text.translate(_CHARACTERS)))
    return re.sub(" {2,}", " ", clean)


def normalise(text: str) -> str:
    """Take any text; return one NFC line without invisibles, doubled or outer spaces."""
    return normalise_inline(text).strip(" ")


def normalise_block(text: str) -> str:
    """Take text of several lines; return them normalised, paragraphs one blank line apart."""
    lines = "\n".join(normalise(line) for line in text.splitlines())
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")


def fold(text: str) -> str:
    """Take any text; return its search key, without diacritics and case, "Đảng ủy" as "dang uy"."""
    letters = unicodedata.normalize("NFD", normalise(text)).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", letters))
    return normalise(bare.translate({ord("đ"): "d", ord("ð"): "d"}))


def search_words(text: str) -> list[str]:
    """Take any text; return its words to search by, in a-z and 0-9: "Đảng ủy, 26-NQ" gives dang,
    uy, 26 and nq."""
    return re.findall("[a-z0-9]+", fold(text))


def slugify(text: str, max_length: int = 150) -> str:
    """Take a title; return its address in a-z, 0-9 and hyphens, "bai" if nothing is left."""
    # Compatibility forms last: "m²" becomes "m2", "ﬁ" becomes "fi".
    plain = fold(unicodedata.normalize("NFKD", fold(text)))
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-") or "bai"
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


# Dates and times, always on the Vietnamese clock


def _local(moment: date) -> date:
    """Return a datetime on the Vietnamese clock and a plain date as it is."""
    if not isinstance(moment, datetime):
        return moment
    if moment.utcoffset() is None:
        raise ValueError("A naive datetime does not say which day it is in Vietnam.")
    return moment.astimezone(VIETNAM)


def _clock(moment: datetime) -> str:
    return f"{_local(moment):%H:%M}"


def weekday(day: date) -> str:
    """Take a date or aware datetime; return "Thứ Hai" … "Chủ Nhật"."""
    return WEEKDAYS[_local(day).weekday()]


def short_date(day: date) -> str:
    """Take a date or aware datetime; return "31/07/2023"."""
    local = _local(day)
    return f"{local.day:02}/{local.month:02}/{local.year:04}"


def long_date(day: date) -> str:
    """Take a date or aware datetime; return "Thứ Hai, 31/07/2023"."""
    return f"{weekday(day)}, {short_date(day)}"


def full_timestamp(moment: datetime) -> str:
    """Take an aware datetime; return "Thứ Hai, 31/07/2023 | 14:05 GMT+7"."""
    return f"{long_date(moment)} | {_clock(moment)} GMT+7"


def machine_time(moment: datetime) -> str:
    """Take an aware datetime; return "2023-07-31T14:05:00+07:00": HTML allows no microseconds."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def short_moment(moment: datetime) -> str:
    """ "14:05 ngày 31/07/2023", as a sentence has it; `moment` must be aware."""
    return f"{_clock(moment)} ngày {short_date(moment)}"


def relative_day(moment: datetime, now: datetime) -> str:
    """Take two aware datetimes; return "08:40" today, "Hôm qua, 16:20", else "22/11/2026"."""
    day, today = _local(moment).date(), _local(now).date()
    if day == today:
        return _clock(moment)
    if day == today - timedelta(days=1):
        return f"Hôm qua, {_clock(moment)}"
    return short_date(day)


# Numbers


def group_digits(number: int) -> str:
    """Take a whole number; return it grouped by points, "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float | Decimal, places: int) -> str:
    """Take a number; return it with so many decimals after a comma, halves rounded up: "3,5"."""
    # Through str: 2.675 as typed rounds to 2,68, its binary value would give 2,67.
    exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:z,f}".translate({ord(","): ".", ord("."): ","})


def file_size(size: int) -> str:
    """Take a number of bytes; return it as people say it, "350 KB" or "1,2 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{decimal(size / 1024 / 1024, 1).removesuffix(',0')} MB"


def playing_time(seconds: int) -> str:
    """Take a number of seconds; return it as people say it, "1 giờ 5 phút" or "4 phút 12 giây"."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    # Of something that lasts hours nobody counts the seconds.
    parts = [(hours, "giờ"), (minutes, "phút"), (0 if hours else rest, "giây")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


# Sort keys. A key is levels parted by a space, each compared before the next: letters, tones,
# then the text itself for case and the rest. It is printable, survives normalise(), is at most
# five times as long as the text, and sorts by code point, hence alike in Python and under C.UTF-8.

# "~" follows z, so "a~" (ă) comes after every word in a and before b; "!" precedes 0.
_LETTERS = {
    ("a", "\u0306"): "a~",
    ("a", "\u0302"): "a~~",
    ("e", "\u0302"): "e~",
    ("o", "\u0302"): "o~",
    ("o", "\u031b"): "o~~",
    ("u", "\u031b"): "u~",
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_PART = re.compile("[0-9]+|[^\\W_][\u0300-\u036f]*")
# Part of a word, no break: H’Hen Niê, K'Bảo; and the point in 1.586.
_INSIDE = re.compile(r"['’ʼ]|(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")


def _words(text: str) -> list[str]:
    whole = unicodedata.normalize("NFD", normalise(text).casefold())
    return _WORD.findall(_INSIDE.sub("", whole))


def _weight(part: str) -> str:
    if part[0] in "0123456789":
        digits = part.lstrip("0") or "0"
        return f"{min(len(digits), 99):02}{digits}"
    letter = "d~" if part[0] == "đ" else part[0]
    return next((_LETTERS[letter, mark] for mark in part[1:] if (letter, mark) in _LETTERS), letter)


def _tone(word: str) -> str:
    return next((_TONES[mark] for mark in word if mark in _TONES), "0")


def _levels(words: list[str]) -> str:
    letters = "!".join("".join(map(_weight, _PART.findall(word))) for word in words)
    letters = unicodedata.normalize("NFC", letters)  # Korean syllables were taken apart
    return f"{letters or '!'} {''.join(map(_tone, words)) or '0'}"


def title_key(text: str) -> str:
    """Take a title; return a key that sorts it by the Vietnamese alphabet, "Bài 2" before 10."""
    return f"{_levels(_words(text))} {normalise(text)}".rstrip(" ")


def person_key(text: str) -> str:
    """Take a full name; return a key that sorts by given name, then family and middle name."""
    words = _words(text)
    return f"{_levels(words[-1:])} {_levels(words[:-1])} {normalise(text)}".rstrip(" ")


# Length and shape


def count_syllables(text: str) -> int:
    """Take any text; return its number of words as Word counts them, a lone dash included."""
    return len(normalise(text).split())


def excerpt(text: str, length: int) -> str:
    """Take any text; return its beginning, whole words and "…" within so many characters."""
    line = normalise(text)
    if len(line) <= length:
        return line
    start = line[: max(length, 1)].rpartition(" ")[0] or line[: max(length - 1, 0)]
    return start.rstrip(" ,;:.…–-(“") + "…"


def is_shouting(title: str) -> bool:
    """Take a title; say whether it is two or more words written all in capitals."""
    return title.isupper() and len(_words(title)) > 1
