"""Pictures, their captions and the tables that hold them, in the blocks of a Word file."""

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from .docx_blocks import has_picture, is_all, is_shown, said
from .docx_looks import HEADINGS
from .docx_package import Package, Relation

# "Hình 1", "Ảnh:", "(Ảnh: …)", "Biểu đồ 2."
_NUMBERED = re.compile(r"\W{0,2}(?:ảnh|hình|biểu đồ|sơ đồ|bản đồ)\s*(?:\d|[:.(–-])", re.IGNORECASE)
_CALLED = re.compile(r"\W{0,2}(?:trong ảnh|ảnh|hình ảnh)\b", re.IGNORECASE)
LONGEST = 250
MAX_PICTURES = 100
MAX_PICTURE_BYTES = 20 * 1024 * 1024
MAX_ALL_BYTES = 80 * 1024 * 1024
MOST_CAPTIONS = 2  # what is seen, and who took it


def keep_pictures(block: Element, keep: Callable[[Element], bool]) -> None:
    """Take a block; drop the pictures that `keep` refuses."""
    for parent in list(block.iter()):
        for picture in parent.findall("picture"):
            if not keep(picture):
                parent.remove(picture)


def arrange(blocks: list[Element]) -> list[Element]:
    """Take blocks; return them with every picture alone, captions marked, tables made ready.

    Roles given: "picture" and "caption". A table that only held pictures and captions in place is
    taken apart; the others get their head rows.
    """
    parts = [part for block in blocks for part in _parts(block)]
    out: list[Element] = []
    for block in filter(is_shown, parts):
        if _captions(out, block):
            block.set("role", "caption")
            _calm(block, "b", "i")
        elif block.get("role") == "caption":
            del block.attrib["role"]
        out.append(block)
    return out


def _calm(block: Element, *looks: str) -> None:
    """Take away looks that what the block is gives it anyway."""
    for run in block.iter("r"):
        for look in looks:
            run.attrib.pop(look, None)


def _parts(block: Element) -> list[Element]:
    if block.tag == "p":
        return _split(block) if has_picture(block) else [block]
    if cells := _held_pictures(block):
        return [part for cell in cells for inner in cell for part in _parts(inner)]
    for cell in block.findall("tr/tc"):
        cell[:] = arrange(list(cell))
    _mark_head(block)
    return [block]


def _split(paragraph: Element) -> list[Element]:
    """Return the pictures of a paragraph in paragraphs of their own, and what is said after."""
    pictures = []
    for parent in list(paragraph.iter()):
        for picture in parent.findall("picture"):
            parent.remove(picture)
            alone = Element("p", {"role": "picture"})
            alone.append(picture)
            pictures.append(alone)
    return [*pictures, paragraph] if said(paragraph) else pictures


def _captions(before: list[Element], block: Element) -> bool:
    """Say whether a block is the caption of the picture before it."""
    roles = [each.get("role") for each in before[-MOST_CAPTIONS:]]
    if block.tag != "p" or "picture" not in roles or block.get("role") in (*HEADINGS, "picture"):
        return False
    text = said(block)
    if roles[-1] == "caption":
        return bool(_NUMBERED.match(text)) and len(text) <= LONGEST
    if block.get("role") == "caption" or _NUMBERED.match(text):
        return len(text) <= 2 * LONGEST
    quiet = block.get("align") == "center" and not is_all(block, "b")
    called = _CALLED.match(text) or is_all(block, "i") or quiet
    return len(text) <= LONGEST and not block.get("marker") and bool(called)


def _held_pictures(table: Element) -> list[Element]:
    """Return the cells of a table that only holds pictures in place, each before its caption."""
    rows = table.findall("tr")
    cells = [row.findall("tc") for row in rows]
    flat = [cell for row in cells for cell in row]
    if not has_picture(table) or table.find(".//tbl") is not None:
        return []
    texts = [said(cell) for cell in flat]
    if any(len(text) > LONGEST for text in texts) or sum(map(has_picture, flat)) * 2 < len(flat):
        return []
    if len(rows) == 2 and len(cells[0]) == len(cells[1]) and all(map(has_picture, cells[0])):
        return [cell for column in zip(*cells, strict=True) for cell in column]
    return flat


def _mark_head(table: Element) -> None:
    """Make the first row a head when it says so or is all bold, with the rows merged into it."""
    rows = table.findall("tr")
    heads = next((at for at, row in enumerate(rows) if not row.get("header")), len(rows))
    heads = max(heads, 1) if len(rows) > 1 and (heads or _is_bold(rows[0])) else 0
    while 0 < heads < len(rows) and _joins(rows[heads]):
        heads += 1
    for at, row in enumerate(rows):
        row.set("header", "1" if at < heads < len(rows) else "")
        if row.get("header"):
            _calm(row, "b")


def _is_bold(row: Element) -> bool:
    bold = [is_all(paragraph, "b") for paragraph in row.iter("p") if said(paragraph)]
    return len(row.findall("tc")) > 1 and bool(bold) and all(bold)


def _joins(row: Element) -> bool:
    return any(cell.get("merge") == "continue" for cell in row.findall("tc"))


def captions(blocks: list[Element]) -> dict[Element, list[Element]]:
    """Take arranged blocks; return the caption paragraphs of each picture that has some."""
    found: dict[Element, list[Element]] = {}
    last = None
    for paragraph in (each for block in blocks for each in block.iter("p")):
        if paragraph.get("role") == "caption" and last is not None:
            found.setdefault(last, []).append(paragraph)
        else:
            last = paragraph.find("picture")
    return found


class Store:
    """The bytes of the pictures of one file, each kept once however often it is shown."""

    def __init__(self, package: Package, relations: Mapping[str, Relation]):
        self._package, self._relations = package, relations
        self._known: dict[str, bytes] = {}
        self.shown = self.unread = self.surplus = 0

    def keep(self, picture: Element) -> bool:
        """Take a picture; say whether it can be used, else count why not."""
        if self.shown >= MAX_PICTURES:
            self.surplus += 1
            return False
        good = bool(self.data(picture))
        self.shown += good
        self.unread += not good
        return good

    def data(self, picture: Element) -> bytes:
        """Take a picture; return its bytes, b"" when no browser could show it."""
        relation = self._relations.get(picture.get("rel", ""))
        name = "" if relation is None or relation.external else relation.target
        if name not in self._known:
            self._known[name] = self._load(name)
        return self._known[name]

    def extension(self, picture: Element) -> str:
        """Take a picture; return the ending its file name should have."""
        return _format(self.data(picture))

    def _load(self, name: str) -> bytes:
        room = MAX_ALL_BYTES - sum(map(len, self._known.values()))
        if not 0 < self._package.size(name) <= min(MAX_PICTURE_BYTES, room):
            return b""
        data = self._package.read(name)
        return data if _format(data) else b""


def _format(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
