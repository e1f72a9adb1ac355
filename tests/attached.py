"""Files as officials attach them, good and bad, made here so that none lies in the repository."""

import io
import zipfile
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

SENTENCE = "Ke hoach tuyen truyen nam 2026 cua Ban Tuyen giao va Dan van"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODT = "application/vnd.oasis.opendocument.text"


def pdf(text: str = SENTENCE, pages: int = 1, change=None) -> bytes:
    """A PDF whose pages say `text` (none: as a scan does); `change` may do more to its writer."""
    writer = PdfWriter()
    for _ in range(pages):
        _write(writer.add_blank_page(width=595, height=842), writer, text)
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _write(page, writer, text: str) -> None:
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = {NameObject(key): NameObject(value) for key, value in font.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(names)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})


def scan(pages: int = 1) -> bytes:
    """A PDF of pages without a letter."""
    return pdf("", pages)


def encrypted(writer) -> None:
    """Lock a PDF."""
    writer.encrypt("mat khau", algorithm="RC4-128")


def with_script(writer) -> None:
    """A PDF that runs a program when it is opened."""
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    action[NameObject("/JS")] = TextStringObject("app.alert('x');")
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)


def with_action(kind: str):
    """A PDF that does something when it is opened."""

    def change(writer) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind)})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def with_hidden_action(writer) -> None:
    """The kind of the action stands elsewhere, and the action deep in an array."""
    kind = writer._add_object(NameObject("/Launch"))
    action = DictionaryObject({NameObject("/S"): kind})
    kept = ArrayObject([ArrayObject([action]), TextStringObject("x")])
    writer._root_object[NameObject("/Rieng")] = writer._add_object(kept)


def with_bomb(writer) -> None:
    """A PDF whose page is 100 MB of spaces."""
    stream = StreamObject()
    stream._data = zlib.compress(b" " * 100_000_000, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def with_parcel(writer) -> None:
    """A PDF that carries another file."""
    writer.add_attachment("bang.xlsx", b"PK")


def office(kind: str = WORD, **parts: bytes) -> bytes:
    """A Word or Excel file; `parts` are further ones, "__" for "/"."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    inside = {"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>"}
    return packed({**inside, **{name.replace("__", "/"): data for name, data in parts.items()}})


def open_document(kind: str = ODT, manifest: bytes = b"<manifest/>", **parts: bytes) -> bytes:
    """An OpenDocument file."""
    inside = {"mimetype": kind.encode(), "content.xml": b"<content/>"}
    inside["META-INF/manifest.xml"] = manifest
    return packed({**inside, **{name.replace("__", "/"): data for name, data in parts.items()}})


def mp3(frames: int = 100, announced: int | None = None, tag: bytes = b"") -> bytes:
    """An MP3 of silence, 36 ms a frame; its first frame may announce how many there are."""
    silent = b"\xff\xfb\x18\xc0" + bytes(140)
    first = silent
    if announced is not None:
        side = silent[:4] + bytes(17) + b"Xing" + (1).to_bytes(4, "big")
        first = (side + announced.to_bytes(4, "big")).ljust(len(silent), b"\0")
    return tag + first + silent * (frames - 1)


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of an MP4 file."""
    inside = b"".join(parts)
    return (8 + len(inside)).to_bytes(4, "big") + name + inside


def track(kind: bytes = b"soun", codec: bytes = b"mp4a") -> bytes:
    """A track of an MP4 file."""
    table = box(b"stsd", bytes(4), (1).to_bytes(4, "big"), box(codec, bytes(28)))
    media = box(b"hdlr", bytes(8), kind, bytes(13)), box(b"minf", box(b"stbl", table))
    return box(b"trak", box(b"mdia", *media))


def m4a(*tracks: bytes, seconds: int = 72) -> bytes:
    """An M4A; one track of AAC unless told otherwise."""
    times = (1000).to_bytes(4, "big") + (seconds * 1000).to_bytes(4, "big")
    header = box(b"mvhd", bytes(12), times, bytes(80))
    movie = box(b"moov", header, *(tracks or (track(),)))
    return box(b"ftyp", b"M4A \0\0\0\0") + movie + box(b"mdat", bytes(500))


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb(size: int = 210 * 1024 * 1024) -> bytes:
    """A Word file that becomes enormous."""
    return office(word__media__x=bytes(size))
