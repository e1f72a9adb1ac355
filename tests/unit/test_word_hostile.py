"""Files that are no Word files, broken or made to do harm are refused with a sentence."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress

import pytest

from news.text import docx_package
from news.text.word import Unreadable, read
from tests.docx import PNG, docx, p, part, picture, row, run, table, text_box, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return str(refused.value)


def with_document(xml: str | bytes) -> bytes:
    return docx(extra={"word/document.xml": xml})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không có nội dung"),
        (b"  \n", "không có nội dung"),
        ("Xin chào".encode(), "không phải là tệp Word"),
        (b"%PDF-1.7", "không phải là tệp Word"),
        (PNG, "không phải là tệp Word"),
        (OLE + b"\0" * 600, "lưu thành .docx"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "bỏ mật khẩu"),
        (rb"{\rtf1 a}", "RTF"),
        (ODT, "OpenDocument"),
        (zipped({"xl/workbook.xml": "<a/>"}), "không phải là tệp Word"),
        (b"PK\x03\x04" + b"x" * 50, "bị hỏng"),
        (docx(p("a"))[:-30], "bị hỏng"),
        (with_document("<w:document"), "bị hỏng"),
        (with_document("<a/>"), "bị hỏng"),
        (with_document(b"\xff\xfe\0"), "bị hỏng"),
        (with_document('<?xml version="1.0" encoding="la"?><a/>'), "bị hỏng"),
        (docx(), "không có nội dung"),
        (docx(p(" "), p()), "không có nội dung"),
        (b"x" * (50 * 1024 * 1024 + 1), "50 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_of_wrong_file_has_its_sentence(data, words):
    sentence = refusal(data)
    assert words in sentence
    assert sentence.endswith(".")


def test_an_encrypted_entry():
    data = bytearray(docx(p("a")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "mật khẩu" in refusal(bytes(data))


def test_a_wrong_checksum():
    data = bytearray(docx(p("a")))
    entry = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
    data[entry.header_offset + 60] ^= 0xFF
    assert "bị hỏng" in refusal(bytes(data))


# Made to fill memory or time


def bomb() -> bytes:
    """220 MB of zeros in some 220 KB."""
    out = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for at in range(11):
            archive.writestr(f"word/media/{at}.png", b"\0" * 20 * 1024 * 1024)
    return out.getvalue()


def liar() -> bytes:
    """A document of 20 MB that says it is 1 KB."""
    data = bytearray(with_document(part("document", "<w:body>" + " " * 20_000_000 + "</w:body>")))
    real = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml").file_size
    packed = struct.pack("<L", real)
    return bytes(data).replace(packed, struct.pack("<L", 1024))


def laughs() -> str:
    """A billion laughs."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = part("document", f"<w:body>{p('&a9;')}</w:body>").replace("&amp;a9;", "&a9;")
    head, rest = body.split("?>", 1)
    return f'{head}?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>{rest}'


DEEP = 5_000
HOSTILE = {
    "bomb": bomb,
    "liar": liar,
    "laughs": lambda: with_document(laughs()),
    "laughs in styles": lambda: docx(p("a"), extra={"word/styles.xml": laughs()}),
    "laughs in UTF-16": lambda: with_document(laughs().replace("UTF-8", "UTF-16").encode("utf-16")),
    "outer entity": lambda: with_document('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>'),
    "entries": lambda: zipped({f"{at}": "" for at in range(5_001)}),
    "directory": lambda: b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000,
    "elements": lambda: with_document(part("document", f"<w:body>{'<w:p/>' * 250_001}</w:body>")),
    "depth": lambda: with_document(part("document", "<w:body>" + "<w:sdt><w:sdtContent>" * DEEP
                                        + "</w:sdtContent></w:sdt>" * DEEP + "</w:body>")),
    "big xml": lambda: with_document(part("document", f"<w:body>{' ' * 21_000_000}</w:body>")),
    "long": lambda: docx(p("a" * 2_000_001)),
    "boxes": lambda: docx(p("<w:txbxContent><w:p>" * 99 + "</w:p></w:txbxContent>" * 99)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_do_harm_is_refused_at_once(name):
    data = HOSTILE[name]()
    tracemalloc.start()
    began = time.process_time()
    assert refusal(data).endswith(".")
    taken, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 15
    assert peak < 200 * 1024 * 1024


def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch):
    data = bomb()
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert refusal(data) == docx_package.BOMB


# Strange, yet read


def nested(depth: int) -> str:
    inner = p("a")
    for _ in range(depth):
        inner = table(row(f"<w:tc>{inner}</w:tc>"))
    return inner


STRANGE = {
    "names": lambda: docx(p("Tin"), p("a"), extra={"../../x": "a", "/etc/x": "a", "C:\\x": "a"}),
    "relation outside": lambda: docx(
        p("a"), p(picture("x")),
        extra={"word/_rels/document.xml.rels": '<a xmlns="http://schemas.openxmlformats.org/package'
               '/2006/relationships"><Relationship Id="x" Target="../../../etc/passwd"/></a>'},
    ),
    "style ring": lambda: docx(
        p(run("a"), style="A"),
        styles='<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    ),
    "nested tables": lambda: docx(nested(30)),
    "wild numbers": lambda: docx(
        p("a", number="1", level=99), p("b", number="x"),
        table('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="-9"/></w:tcPr></w:tc></w:tr>',
              '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/><w:vMerge/></w:tcPr></w:tc></w:tr>'),
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="9e9"/>'
        '<w:lvlText w:val="%1%9%"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId '
        'w:val="1"/></w:num>',
    ),
    "fields left open": lambda: docx(
        p('<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r>', "a"),
        p('<w:r><w:fldChar/><w:instrText>HYPERLINK "</w:instrText><w:sym/></w:r>', "b"),
    ),
    "bare parts": lambda: docx("<w:r><w:t>a</w:t></w:r>", "<w:tc/>", "<w:tr/>", "<w:tbl/>", p("b")),
    "script": lambda: docx(p(run("<script>alert(1)</script>")), p(run("b"), style="]=>script")),
    "font": lambda: docx(p(run("a", font=".Vn'];x => script&quot;&gt;&lt;script&gt;")), p("b")),
    "box in box": lambda: docx(p("a", text_box(p("b", text_box(p("c")))))),
}  # fmt: skip


TAGS = """
p r tbl tr tc pPr rPr sdt sdtContent hyperlink ins del numPr drawing pict txbxContent fldChar b jc
footnoteReference sym tcPr vMerge gridSpan trPr tblHeader fldSimple rFonts
"""


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_strange_is_read_without_harm(name):
    document = read(STRANGE[name]())
    assert "<script" not in document.body
    assert document.pictures == ()
    assert "a" in document.title + document.body


def test_damaged_bytes_never_raise_anything_else():
    good = docx(p("Tin", style="Title"), p("a"), table(row("b", "c")), p(picture()))
    chance = random.Random(7)  # noqa: S311
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(Unreadable):
            read(bytes(data))


def test_shuffled_markup_never_raises_anything_else():
    chance = random.Random(11)  # noqa: S311

    def grown(depth: int) -> str:
        if not depth or chance.random() < 0.1:
            return "<w:t>a</w:t>"
        tag = chance.choice(TAGS.split())
        inside = "".join(grown(depth - 1) for _ in range(chance.randint(0, 3)))
        return f'<w:{tag} w:val="x" w:id="1">{inside}</w:{tag}>'

    for _ in range(300):
        with suppress(Unreadable):
            read(docx(p("Tin"), *(grown(6) for _ in range(4))))
