"""The first sheet of a workbook, or a CSV file, as lines of text; hostile files are refused.

What the file says is never calculated: a formula counts as the value that was saved with it.
"""

import csv
import io
import posixpath
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from news.text import officefile, packed
from news.text.vietnamese import normalise

MAX_BYTES = 5 * 1024 * 1024
MAX_XML = 10 * 1024 * 1024
MAX_ELEMENTS = 300_000
MAX_DEPTH = 50
MAX_COLUMNS = 40
LONGEST_CELL = 1_000
CHUNK = 64 * 1024
# A whole number that was saved as one with decimals or a power of ten.
_ODD_WHOLE = re.compile(r"\d{1,15}(\.0+)?|\d(\.\d{1,14})?E\+?\d{1,2}")

SAVE_AGAIN = "Hãy mở bằng Excel, lưu thành tệp .xlsx mới rồi thử lại."
TOO_LARGE = "Tệp lớn hơn 5 MB. Hãy chép danh sách sang một tệp mới rồi thử lại."
EMPTY = "Tệp không có dòng nào."
DAMAGED = f"Tệp bị hỏng nên không đọc được. {SAVE_AGAIN}"
BOMB = f"Tệp khi mở ra lớn bất thường nên không được đọc. {SAVE_AGAIN}"
NOT_A_SHEET = "Đây không phải là bảng tính. Hãy chọn tệp .xlsx hoặc .csv."
NOT_UTF8 = (
    "Tệp CSV không phải mã Unicode (UTF-8) nên chữ Việt sẽ sai. Trong Excel, hãy lưu thành .xlsx, "
    "hoặc chọn “CSV UTF-8”."
)


class Unreadable(ValueError):
    """A file that cannot be read; its text says why and what to do."""


class Line(NamedTuple):
    """One line: its number in the file, and its cells from the first column on."""

    number: int
    cells: list[str]


def read(data: bytes, most: int, legacy: str = "") -> list[Line]:
    """Take the bytes of a file; return its lines that are not empty, at most `most` and one more.

    `legacy` names the encoding of a CSV file that is not Unicode. Raises Unreadable.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    zipped = data.startswith((b"PK", packed.OLE))
    lines = _workbook(data, most) if zipped else _csv(data, most, legacy)
    if not lines:
        raise Unreadable(EMPTY)
    return lines


def _csv(data: bytes, most: int, legacy: str) -> list[Line]:
    text = _decoded(data, legacy)
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[Line] = []
    try:
        for cells in rows:
            _keep(found, rows.line_num, cells)
            if len(found) > most:
                break
    except csv.Error as error:
        raise Unreadable(DAMAGED) from error
    return found


def _decoded(data: bytes, legacy: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide or not legacy:
            raise Unreadable(NOT_UTF8) from error
        text = _as_legacy(data, legacy)
    if "\0" in text:
        raise Unreadable(NOT_A_SHEET)
    return text


def _as_legacy(data: bytes, legacy: str) -> str:
    try:
        return data.decode(legacy)
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_UTF8) from error


def _keep(found: list[Line], number: int, cells: list[str]) -> None:
    """Add a line unless nothing is written in it."""
    clean = [normalise(cell[:LONGEST_CELL]) for cell in cells[:MAX_COLUMNS]]
    if any(clean):
        found.append(Line(number, clean))


def _workbook(data: bytes, most: int) -> list[Line]:
    try:
        if officefile.kind_of(data) != "xlsx":
            raise Unreadable(NOT_A_SHEET)
        archive = packed.opened(data)
        return _first_sheet(archive, most)
    except officefile.Unfit as unfit:
        known = unfit.args[0] in (officefile.LOCKED, officefile.OLD, officefile.MACROS)
        raise Unreadable(unfit.args[0] if known else NOT_A_SHEET) from unfit
    except packed.Unfit as unfit:
        raise Unreadable(DAMAGED) from unfit


def _first_sheet(archive: zipfile.ZipFile, most: int) -> list[Line]:
    strings = _Strings()
    _parse(archive, "xl/sharedStrings.xml", strings, missing=True)
    sheet = _Sheet(strings.found, most)
    _parse(archive, _sheet_name(archive), sheet)
    return sheet.found


def _sheet_name(archive: zipfile.ZipFile) -> str:
    """The part that holds the sheet whose tab comes first."""
    tabs, links = _Tabs(), _Links()
    _parse(archive, "xl/workbook.xml", tabs)
    _parse(archive, "xl/_rels/workbook.xml.rels", links)
    target = links.found.get(tabs.first or "", "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _parse(archive: zipfile.ZipFile, name: str, target, missing: bool = False) -> None:
    """Feed a part to a target; one that may be missing is as good as empty."""
    if name not in archive.namelist():
        if missing:
            return
        raise Unreadable(DAMAGED)
    if archive.getinfo(name).file_size > MAX_XML:
        raise Unreadable(BOMB)
    # The target refuses what such parsers are attacked with: entities, depth and number.
    parser = ElementTree.XMLParser(target=target)  # noqa: S314
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                parser.feed(chunk)
        parser.close()
    except Unreadable:
        raise
    except (ElementTree.ParseError, LookupError, UnicodeError, *packed.BROKEN) as error:
        raise Unreadable(DAMAGED) from error


class _Target:
    """What every part is read by: names without their spaces, within bounds."""

    def __init__(self):
        self.left, self.depth = MAX_ELEMENTS, 0

    def start(self, tag, attrs):
        """Count, and hand on."""
        self.left -= 1
        self.depth += 1
        if self.left < 0 or self.depth > MAX_DEPTH:
            raise Unreadable(BOMB)
        plain = {name.rpartition("}")[2]: value for name, value in attrs.items()}
        self.begins(tag.rpartition("}")[2], plain)

    def end(self, tag):
        """Hand on."""
        self.depth -= 1
        self.ends(tag.rpartition("}")[2])

    def doctype(self, *_):
        """Entities, hence "billion laughs", need one; Office never writes one."""
        raise Unreadable(DAMAGED)

    def begins(self, tag: str, attrs: dict) -> None:
        """An element begins."""

    def ends(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text between."""

    def close(self):
        """Nothing is left to do."""


class _Tabs(_Target):
    """The workbook: which sheet comes first."""

    first = None

    def begins(self, tag, attrs):
        if tag == "sheet":
            self.first = self.first or attrs.get("id", "")


class _Links(_Target):
    """The targets of a part's relations by their id."""

    def __init__(self):
        super().__init__()
        self.found: dict[str, str] = {}

    def begins(self, tag, attrs):
        if tag == "Relationship":
            self.found[attrs.get("Id", "")] = attrs.get("Target", "")


class _Words(_Target):
    """Collects the text of <t>, but not how it is spoken (<rPh>)."""

    def __init__(self):
        super().__init__()
        self.words, self.wanted, self.spoken = "", False, False

    def begins(self, tag, attrs):
        self.spoken = self.spoken or tag == "rPh"
        self.wanted = tag == "t" and not self.spoken

    def ends(self, tag):
        self.wanted = False
        self.spoken = self.spoken and tag != "rPh"

    def data(self, text):
        if self.wanted and len(self.words) < LONGEST_CELL:
            self.words += text


class _Strings(_Words):
    """The texts that cells name by number."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def ends(self, tag):
        super().ends(tag)
        if tag == "si":
            self.found.append(self.words)
            self.words = ""


class _Sheet(_Words):
    """The lines of a sheet; what lies beyond the bounds is left out."""

    def __init__(self, strings: list[str], most: int):
        super().__init__()
        self.strings, self.most, self.found = strings, most, []
        self.number, self.cells, self.column, self.kind = 0, [], 0, ""

    def begins(self, tag, attrs):
        super().begins(tag, attrs)
        self.wanted = self.wanted or tag == "v"
        if tag == "row":
            self.number = _whole(attrs.get("r", "")) or self.number + 1
            self.cells, self.column = [], 0
        elif tag == "c":
            self.column = _column(attrs.get("r", "")) or self.column + 1
            self.kind, self.words = attrs.get("t", "n"), ""

    def ends(self, tag):
        super().ends(tag)
        if tag == "c" and self.column <= MAX_COLUMNS:
            self.cells += [""] * (self.column - len(self.cells))
            self.cells[self.column - 1] = self._text()
        elif tag == "row" and len(self.found) <= self.most:
            _keep(self.found, self.number, self.cells)

    def _text(self) -> str:
        if self.kind == "s":
            at = _whole(self.words.strip())
            return self.strings[at] if at is not None and at < len(self.strings) else ""
        if self.kind == "n" and _ODD_WHOLE.fullmatch(self.words):
            return f"{float(self.words):.0f}"
        return "" if self.kind == "e" else self.words


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else None


def _column(place: str) -> int:
    """The number of the column of "B7", 0 for none."""
    letters = re.match("[A-Z]{1,3}", place)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
