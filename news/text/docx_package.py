"""A .docx file opened with care: what is refused before it is unpacked, and its parts as XML."""

import posixpath
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from news.text import packed

MAX_BYTES = 50 * 1024 * 1024
# A long report has 3 MB of XML in 60,000 elements; trees take some twenty times the memory.
MAX_XML = 20 * 1024 * 1024
MAX_ELEMENTS = 250_000
MAX_DEPTH = 200
CHUNK = 64 * 1024

SAVE_AGAIN = "Hãy mở bằng Word, lưu thành một tệp .docx mới rồi thử lại."
TOO_LARGE = (
    "Tệp lớn hơn 50 MB. Hãy nén ảnh trong Word (chọn một ảnh, thẻ Picture Format, Compress "
    "Pictures), hoặc chia tệp ra, rồi thử lại."
)
EMPTY = "Tệp không có nội dung nào. Hãy kiểm tra rồi chọn lại tệp."
NOT_WORD = "Đây không phải là tệp Word. Hãy chọn tệp có đuôi .docx."
OLD_WORD = "Đây là tệp Word kiểu cũ (.doc). Hãy mở bằng Word rồi lưu thành .docx."
RICH_TEXT = "Đây là tệp RTF. Hãy mở bằng Word rồi lưu thành .docx."
OPEN_DOCUMENT = (
    "Đây là tệp OpenDocument (.odt). Hãy mở bằng LibreOffice hoặc Word rồi lưu thành .docx."
)
ENCRYPTED = "Tệp được khóa bằng mật khẩu. Hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi thử lại."
DAMAGED = f"Tệp bị hỏng nên không đọc được. {SAVE_AGAIN}"
BOMB = (
    "Tệp khi mở ra lớn bất thường nên không được đọc. Hãy chép nội dung sang một tệp Word mới "
    "rồi thử lại."
)

_SENTENCES = {packed.Bomb: BOMB, packed.Locked: ENCRYPTED, packed.Damaged: DAMAGED}
_OFFICE = "schemas.openxmlformats.org"
_STRICT = "purl.oclc.org/ooxml"
# What the code calls an element or attribute: "p" is w:p, "a-blip" is a:blip.
PREFIXES = {
    f"{_OFFICE}/wordprocessingml/2006/main": "",
    f"{_STRICT}/wordprocessingml/main": "",
    f"{_OFFICE}/officeDocument/2006/relationships": "r-",
    f"{_STRICT}/officeDocument/relationships": "r-",
    f"{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp-",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp-",
    f"{_OFFICE}/drawingml/2006/main": "a-",
    f"{_STRICT}/drawingml/main": "a-",
    f"{_OFFICE}/drawingml/2006/picture": "pic-",
    f"{_STRICT}/drawingml/picture": "pic-",
    f"{_OFFICE}/drawingml/2006/chart": "c-",
    f"{_STRICT}/drawingml/chart": "c-",
    f"{_OFFICE}/drawingml/2006/diagram": "dgm-",
    f"{_STRICT}/drawingml/diagram": "dgm-",
    f"{_OFFICE}/officeDocument/2006/math": "m-",
    f"{_STRICT}/officeDocument/math": "m-",
    f"{_OFFICE}/markup-compatibility/2006": "mc-",
    f"{_OFFICE}/package/2006/relationships": "rel-",
    "urn:schemas-microsoft-com:vml": "v-",
}


class Unreadable(ValueError):
    """A file that cannot be imported; its text tells the writer why and what to do."""


class Relation(NamedTuple):
    """What a part of the file refers to: another part by its name, or an address outside."""

    kind: str
    target: str
    external: bool


class _Names(dict):
    """Remembers the short name of every XML name met."""

    def __missing__(self, name: str) -> str:
        uri, _, local = name.rpartition("}")
        bare = uri.removeprefix("{").removeprefix("http://")
        self[name] = (PREFIXES.get(bare, "x-") if uri else "") + local
        return self[name]


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree in short names; stops at what no word processor writes."""

    def __init__(self, most: int):
        super().__init__()
        self.names, self.left, self.depth = _Names(), most, 0

    def start(self, tag, attrs):
        self.depth += 1
        self.left -= 1
        if self.depth > MAX_DEPTH or self.left < 0:
            raise Unreadable(BOMB)
        names = self.names
        return super().start(names[tag], {names[key]: value for key, value in attrs.items()})

    def end(self, tag):
        self.depth -= 1
        return super().end(self.names[tag])

    def doctype(self, *_):
        # Entities, hence "billion laughs", need one; Office never writes one.
        raise Unreadable(DAMAGED)


class Package:
    """The parts of one .docx file, read by name; nothing ever touches the disk."""

    def __init__(self, data: bytes):
        """Raises Unreadable, before anything is unpacked, for what is no harmless Word file."""
        _refuse_foreign(data)
        try:
            self._zip = packed.opened(data)
        except packed.Unfit as unfit:
            raise Unreadable(_SENTENCES[type(unfit)]) from unfit
        self._sizes = {entry.filename: entry.file_size for entry in self._zip.infolist()}
        self._left = MAX_ELEMENTS
        self.main = self._main_part()

    def size(self, name: str) -> int:
        """Take a part's name; return its unpacked size in bytes, -1 when there is none."""
        return self._sizes.get(name, -1)

    @property
    def has_macros(self) -> bool:
        """Whether the file brings programs along."""
        return any(name.endswith("vbaProject.bin") for name in self._sizes)

    def read(self, name: str) -> bytes:
        """Take a part's name; return its bytes, b"" when it is missing. Raises Unreadable."""
        try:
            return self._zip.read(name) if name in self._sizes else b""
        except packed.BROKEN as error:
            raise Unreadable(DAMAGED) from error

    def tree(self, name: str) -> Element | None:
        """Take a part's name; return its root in short names, None if missing.

        Raises Unreadable.
        """
        if self.size(name) > MAX_XML:
            raise Unreadable(BOMB)
        data = self.read(name)
        return self._parsed(data) if data else None

    def relations(self, part: str) -> dict[str, Relation]:
        """Take a part's name; return what it refers to by id. Raises Unreadable."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        entries = [] if root is None else root.iter("rel-Relationship")
        return {entry.get("Id", ""): _relation(entry.attrib, folder) for entry in entries}

    def targets(self, part: str, kind: str) -> list[str]:
        """Take a part's name and a kind as "styles"; return the names of such parts it has."""
        relations = self.relations(part).values()
        found = [relation.target for relation in relations if relation.kind == kind]
        return [name for name in dict.fromkeys(found) if name in self._sizes]

    def _parsed(self, data: bytes) -> Element:
        builder = _Builder(self._left)
        # The builder refuses what such parsers are attacked with: entities, depth and number.
        parser = ElementTree.XMLParser(target=builder)  # noqa: S314
        try:
            for start in range(0, len(data), CHUNK):
                parser.feed(data[start : start + CHUNK])
            root = parser.close()
        except (ElementTree.ParseError, LookupError, UnicodeError, AssertionError) as error:
            raise Unreadable(DAMAGED) from error
        self._left = builder.left
        return root

    def _main_part(self) -> str:
        found = [*self.targets("", "officeDocument"), "word/document.xml"]
        if self.size(found[0]) < 0:
            raise Unreadable(OPEN_DOCUMENT if self._is_open_document() else NOT_WORD)
        return found[0]

    def _is_open_document(self) -> bool:
        return 0 < self.size("mimetype") < 200 and b"opendocument" in self.read("mimetype")


def _refuse_foreign(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    if not data.strip():
        raise Unreadable(EMPTY)
    if data.startswith(packed.OLE):
        raise Unreadable(ENCRYPTED if packed.is_locked_ole(data) else OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise Unreadable(RICH_TEXT)
    if not data.startswith(b"PK"):
        raise Unreadable(NOT_WORD)


def _relation(values: dict[str, str], folder: str) -> Relation:
    kind = values.get("Type", "").rpartition("/")[2]
    target = values.get("Target", "")
    if values.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    path = posixpath.normpath(posixpath.join("/", folder, target))
    return Relation(kind, path.lstrip("/"), external=False)
