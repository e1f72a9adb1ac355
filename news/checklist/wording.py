"""Checks of how it is written: title, punctuation, headings, links, tables, dates, numbers."""

import re
from collections.abc import Iterator

from news.text.document import Block
from news.text.vietnamese import fold, is_shouting
from news.text.writer import text_of

from .findings import Finding, Place, at, hint, quote, should
from .reading import Passage, Reading

# Said in place of where a link leads (R41), in folded letters.
EMPTY_LINKS = re.compile(
    r"(?:(?:hay |moi |vui long )?(?:bam|nhan|nhap|kich|xem|click|doc|tai)(?: vao)? )?"
    r"(?:tai day|o day|day|here|them|tiep|chi tiet|link|lien ket)"
    r"|(?:xem|doc|tai|bam|nhan|click)(?: (?:them|tiep|ve|vao))?(?: chi tiet)?(?: tai day)?"
    r"|click here|read more|more|link|lien ket"
)
BARE_ADDRESS = re.compile(r"(?:https?://|www\.[^\s/]+/)\S*", re.IGNORECASE)
# Dates that a Vietnamese reader has to work out; 31/07/2023, 31-7-2023 and 2021-2025 are fine.
DATES = re.compile(
    r"(?<![\w./-])(?:"
    r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d"
    r"|(?<=[Nn]gày )(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.\d\d"
    r"|(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:19|20)\d\d"
    r")(?![\w/-]|\.\d)"
)
THOUSANDS = r"(?<![\w.,/-])(?!0)\d{1,3}(?:,\d{3}){2,}(?![\w/-]|[.,]\d)"
# One group may be a fraction, 4,125 km: only what is counted whole tells them apart.
COUNTED = r"\s*(?:người|hộ|đồng|đ|em|học sinh|lượt|cây|con|căn|nhà|đại biểu|đảng viên|hội viên)\b"
ONE_GROUP = rf"(?<![\w.,/-])(?!0)\d{{1,3}},\d{{3}}(?={COUNTED})"
UNGROUPED = rf"(?<![\w.,/-])[1-9]\d{{4,}}(?={COUNTED})"
# Nobody names what it counts: not the number of an account, a code or a document.
LONG = r"(?<![\w.,/-])(?<!số )(?<!mã )(?<!: )(?!1[89]00)[1-9]\d{6,7}(?![\w/-]|[.,]\d)"
NUMBERS = re.compile(f"{THOUSANDS}|{ONE_GROUP}|{UNGROUPED}|{LONG}")
DOUBLED = re.compile(r"(?<!\.)\.\.(?!\.)|[,;:]\s*[,;:]|,\s*\.(?!\.)|!\s?!|\?\s?\?")


def title(reading: Reading) -> Iterator[Finding]:
    """A title is a line of prose without its full stop."""
    words = reading.content.title
    if is_shouting(words):
        sentence = "Tiêu đề viết hoa toàn bộ: hãy viết thường, chỉ hoa chữ đầu và tên riêng."
        yield should("capitals", "title", sentence, words)
    if words.endswith(".") and not words.endswith(".."):
        yield hint("full-stop", "title", "Cuối tiêu đề không cần dấu chấm.")


def punctuation(reading: Reading) -> Iterator[Finding]:
    """Two marks where one is meant."""
    yield from _examples(reading, DOUBLED, "punctuation", "Dấu câu bị lặp: {}.", around=12)


def dates(reading: Reading) -> Iterator[Finding]:
    """Dates in the order and with the strokes that readers expect."""
    sentence = "Ngày nên viết như 31/07/2023: {}."
    yield from _examples(reading, DATES, "date-form", sentence)


def numbers(reading: Reading) -> Iterator[Finding]:
    """Thousands parted by points."""
    yield from _examples(reading, NUMBERS, "number-form", "Số lớn nên viết như 1.586: {}.")


def headings(reading: Reading) -> Iterator[Finding]:
    """Headings begin at the first level and go down one level at a time (R41)."""
    above = 1
    for heading in reading.headings:
        level, text = int(heading.tag[1]), text_of(heading)
        if level > above + 1:
            sentence = (
                f"Tiêu đề mục {quote(text)} thấp hơn một bậc: hãy chọn “Tiêu đề {above + 1}”."
            )
            yield should("heading-order", "body", sentence, f"{above} {level} {text}", at(text))
        above = level


def links(reading: Reading) -> Iterator[Finding]:
    """The words of a link say where it leads (R41); links of the same words are one finding."""
    alike: dict[str, list[str]] = {}
    for link in reading.links:
        if _says_nothing(link.text):
            alike.setdefault(link.text.strip(), []).append(link.href)
    for text, targets in alike.items():
        count = f"{len(targets)} liên kết" if len(targets) > 1 else "Liên kết"
        sentence = f"{count} {quote(text)} chưa nói dẫn tới đâu: hãy thay bằng tên của trang đích."
        yield should("link-text", "body", sentence, "\n".join([text, *sorted(targets)]), at(text))


def tables(reading: Reading) -> Iterator[Finding]:
    """A table of several rows names its columns or rows in header cells (R42)."""
    for number, table in enumerate(reading.tables, start=1):
        parts = list(table.walk())
        rows = sum(part.tag == "tr" for part in parts)
        if rows > 1 and not any(part.tag == "th" for part in parts):
            sentence = f"Bảng {number} chưa có ô tiêu đề: hãy chọn hàng đầu làm tiêu đề."
            yield should("table-header", "body", sentence, _words(parts), Place("table", number))


def _says_nothing(text: str) -> bool:
    words = re.sub(r"[^a-z ]+", " ", fold(text)).strip()
    folded = " ".join(words.split())
    letters = any(character.isalnum() for character in text)
    bare = EMPTY_LINKS.fullmatch(folded) or BARE_ADDRESS.fullmatch(text.strip())
    return bool(bare) or not letters


def _words(parts: list[Block]) -> str:
    return "\n".join(filter(None, map(text_of, parts)))


def _examples(reading, pattern, code, sentence, around=0) -> Iterator[Finding]:
    """One hint for all places of a kind, with the first three of them."""
    found = [(p, match) for p in reading.passages for match in pattern.finditer(p.plain)]
    if found:
        cited = list(dict.fromkeys(_cited(*pair, around) for pair in found))
        passage, match = found[0]
        text = sentence.format(", ".join(f"“{words}”" for words in cited[:3]))
        yield hint(code, passage.field, text, place=at(passage.text[match.start() : match.end()]))


def _cited(passage: Passage, match: re.Match, around: int) -> str:
    start = passage.text.rfind(" ", 0, max(match.start() - around, 0)) + 1 if around else None
    return passage.text[match.start() if start is None else start : match.end()].strip()
