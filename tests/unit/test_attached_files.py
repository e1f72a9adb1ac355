"""What may be attached to an article is decided by what is in the file, never by its name."""

import time

import pytest

from news.text import officefile, pdf
from tests import attached

MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = attached.WORD.replace("document.main", "template.main")
GRAPHICS = "application/vnd.oasis.opendocument.graphics"


@pytest.fixture
def documents_in_this_process():
    """Here the process itself is tested."""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (attached.office(), "docx"),
        (attached.office(attached.EXCEL), "xlsx"),
        (attached.open_document(), "odt"),
        (attached.open_document(f"{attached.ODT}\n"), "odt"),
        (attached.open_document("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (attached.open_document("application/vnd.oasis.opendocument.presentation"), "odp"),
    ],
)
def test_office_files_are_known_by_their_parts(data, kind):
    assert officefile.kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", officefile.UNKNOWN),
        (b"<html><script>alert(1)</script>", officefile.UNKNOWN),
        (b"{\\rtf1 abc}", officefile.UNKNOWN),
        (b"MZ" + bytes(200), officefile.UNKNOWN),
        (attached.packed({"a.txt": b"a"}), officefile.UNKNOWN),
        (attached.office("application/xml"), officefile.UNKNOWN),
        (attached.office(TEMPLATE), officefile.UNKNOWN),
        (attached.open_document(GRAPHICS), officefile.UNKNOWN),
        (attached.packed({"mimetype": attached.ODT.encode()}), officefile.UNKNOWN),
        (attached.OLE + bytes(600), officefile.OLD),
        (attached.OLE + "EncryptedPackage".encode("utf-16-le"), officefile.LOCKED),
        (attached.office(MACRO_WORD), officefile.MACROS),
        (attached.office(word__vbaProject=b""), officefile.MACROS),
        (attached.office(**{"word__VBAPROJECT.BIN": b"x"}), officefile.MACROS),
        (attached.open_document(Basic__Standard__x=b"Sub"), officefile.MACROS),
        (attached.open_document(manifest=b"<m:encryption-data/>"), officefile.LOCKED),
        (attached.office(**{"[content_types].XML": b"<Types/>"}), officefile.DAMAGED),
        (attached.office()[:-60], officefile.DAMAGED),
        (b"PK\x03\x04" + bytes(100), officefile.DAMAGED),
        (attached.packed({"[Content_Types].xml": bytes(3_000_000)}), officefile.BOMB),
        (attached.packed({f"p{n}": b"" for n in range(5_001)}), officefile.BOMB),
    ],
)
def test_what_is_no_plain_office_file_is_refused_in_words(data, sentence):
    with pytest.raises(officefile.Unfit) as refused:
        officefile.kind_of(data)
    assert str(refused.value) == sentence


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = attached.bomb()
    assert len(data) < 300_000
    began = time.process_time()
    with pytest.raises(officefile.Unfit, match="lớn bất thường"):
        officefile.kind_of(data)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("data", "report"),
    [
        (attached.pdf(), pdf.Report("", 1, True)),
        (attached.pdf(pages=14), pdf.Report("", 14, True)),
        (attached.scan(3), pdf.Report("", 3, False)),
        (attached.pdf("Trang 1"), pdf.Report("", 1, False)),
        (attached.pdf(change=attached.encrypted), pdf.Report(pdf.LOCKED)),
        (attached.pdf(change=attached.with_script), pdf.Report(pdf.ACTIVE, 1, True)),
        (attached.pdf(change=attached.with_action("/Launch")), pdf.Report(pdf.ACTIVE, 1, True)),
        (attached.pdf(change=attached.with_action("/SubmitForm")), pdf.Report(pdf.ACTIVE, 1, True)),
        (attached.pdf(change=attached.with_action("/GoTo")), pdf.Report("", 1, True)),
        (attached.pdf(change=attached.with_hidden_action), pdf.Report(pdf.ACTIVE, 1, True)),
        (attached.pdf(change=attached.with_parcel), pdf.Report(pdf.PARCEL, 1, True)),
        (attached.pdf(change=attached.with_bomb), pdf.Report(pdf.HARD)),
        (attached.pdf()[:200], pdf.Report(pdf.DAMAGED)),
        (b"%PDF-1.7\n<script>alert(1)</script>", pdf.Report(pdf.DAMAGED)),
        (b"%PDF-1.7\n", pdf.Report(pdf.DAMAGED)),
    ],
)
def test_a_pdf_is_looked_into(data, report):
    assert pdf.inspect(data) == report


def test_too_many_pages_are_told(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert pdf.inspect(attached.pdf(pages=3)) == pdf.Report(pdf.LONG, 3)


def test_a_text_that_cannot_be_read_is_no_scan(monkeypatch):
    def broken(page):
        raise KeyError("/Font")

    monkeypatch.setattr(pdf, "_is_written", broken)
    assert pdf.inspect(attached.pdf()) == pdf.Report("", 1, None)


def test_another_process_says_the_same():
    assert pdf.inspect_apart(attached.pdf(pages=2)) == pdf.Report("", 2, True)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0)
    assert pdf.inspect_apart(attached.pdf()) == pdf.Report(pdf.HARD)
