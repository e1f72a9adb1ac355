"""Which office file some bytes are, by what is in them: Word, Excel, OpenDocument or none."""

import re
import zipfile

from news.text import packed

# The content type of the part that makes an Office file what it is; templates have another.
_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    f"{_OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{_OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
}
_OPEN = "application/vnd.oasis.opendocument."
OPEN = {f"{_OPEN}text": "odt", f"{_OPEN}spreadsheet": "ods", f"{_OPEN}presentation": "odp"}
TYPES_PART, MIME_PART = "[Content_Types].xml", "mimetype"
MANIFEST, CONTENT = "META-INF/manifest.xml", "content.xml"
LARGEST_PART = 2 * 1024 * 1024
_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"'<]{1,200})["']""")

UNKNOWN = (
    "Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx) và OpenDocument (.odt, .ods, .odp). "
    "Hãy lưu tệp thành một trong các loại này rồi tải lại."
)
OLD = (
    "Tệp Office kiểu cũ (.doc, .xls, .ppt) không nhận được. Hãy mở tệp rồi lưu thành .docx, "
    ".xlsx hoặc PDF."
)
LOCKED = "Tệp có mật khẩu nên người dân không mở được. Hãy bỏ mật khẩu, lưu lại rồi tải lại."
MACROS = (
    "Tệp có macro (chương trình chạy kèm) nên không nhận được. Hãy lưu lại thành .docx, .xlsx "
    "hoặc PDF."
)
DAMAGED = "Tệp bị hỏng nên không mở được. Hãy lưu lại thành tệp mới rồi tải lại."
BOMB = "Tệp khi mở ra lớn bất thường nên không nhận được. Hãy lưu thành PDF rồi tải lại."
_SENTENCES = {packed.Bomb: BOMB, packed.Locked: LOCKED, packed.Damaged: DAMAGED}


class Unfit(ValueError):
    """A file that is not taken; its text says why and what to do."""


def kind_of(data: bytes) -> str:
    """Take the bytes of a file; return "docx", "xlsx", "odt", "ods" or "odp". Raises Unfit."""
    if data.startswith(packed.OLE):
        raise Unfit(LOCKED if packed.is_locked_ole(data) else OLD)
    if not data.startswith(b"PK"):
        raise Unfit(UNKNOWN)
    try:
        archive = packed.opened(data)
        names = {entry.filename for entry in archive.infolist()}
        return _office(archive) if TYPES_PART in names else _open_document(archive, names)
    except packed.Unfit as unfit:
        raise Unfit(_SENTENCES[type(unfit)]) from unfit
    except packed.BROKEN as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(DAMAGED) from error


def _office(archive: zipfile.ZipFile) -> str:
    names = [entry.filename.lower() for entry in archive.infolist()]
    # Of two parts of one name, some programs read the first and some the last.
    if len(set(names)) < len(names):
        raise Unfit(DAMAGED)
    types = {found.decode("latin-1") for found in _TYPE.findall(_part(archive, TYPES_PART))}
    programs = any("macroenabled" in each.lower() or "vba" in each.lower() for each in types)
    if programs or any("vbaproject" in name for name in names):
        raise Unfit(MACROS)
    kinds = {kind for name, kind in OFFICE.items() if name in types}
    if len(kinds) != 1:
        raise Unfit(UNKNOWN)
    return kinds.pop()


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if MIME_PART not in names:
        raise Unfit(UNKNOWN)
    kind = OPEN.get(_part(archive, MIME_PART).decode("latin-1").strip())
    if kind is None or CONTENT not in names:
        raise Unfit(UNKNOWN)
    if MANIFEST in names and b"encryption-data" in _part(archive, MANIFEST):
        raise Unfit(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unfit(MACROS)
    return kind


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise Unfit(BOMB)
    return archive.read(name)
