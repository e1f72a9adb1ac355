"""Workbooks and CSV files are read as people wrote them; hostile ones are refused in time."""

import io
import time
import zipfile

import pytest

from news.text import sheets, sheets_reading
from news.text.sheets_reading import Line, Unreadable, read
from tests import sheets as made

ROWS = [("Họ và tên", "Điện thoại"), ("Phạm Thị Lan", "0912345678"), ("Đỗ Ước", "")]
LINES = [
    Line(1, ["Họ và tên", "Điện thoại"]),
    Line(2, ["Phạm Thị Lan", "0912345678"]),
    Line(3, ["Đỗ Ước", ""]),
]


def test_what_we_write_we_read():
    assert [line.cells[0] for line in read(made.ours(*ROWS), 9)] == [row[0] for row in ROWS]
    assert read("".join(sheets.csv_lines(ROWS)).encode(), 9) == LINES


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_of_any_office_program(separator, encoding):
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert read(text.encode(encoding), 9) == LINES


def test_the_first_sheet_with_texts_numbers_gaps_and_formulas():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Ô</t></is></c></row>'
        '<row r="4"><c r="B4"><v>912345678</v></c><c r="C4"><v>9.12345678E8</v></c>'
        '<c r="D4" t="str"><f>1+1</f><v>hai</v></c><c r="E4" t="e"><v>#REF!</v></c>'
        '<c r="F4" t="s"><v>77</v></c><c><v>12.5</v></c></row>'
        '<row r="9"><c r="A9" t="s"><v>1</v></c></row>'
    )
    assert read(made.book(rows, ("Họ  và tên", "  ")), 9) == [
        Line(1, ["Họ và tên", "", "Ô"]),
        Line(4, ["", "912345678", "912345678", "hai", "", "", "12.5"]),
    ]


def test_runs_are_joined_and_readings_left_out():
    shared = '<si><r><t>Phạm </t></r><r><t>Lan</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
    parts = {"xl/sharedStrings.xml": f'<sst xmlns="{made.MAIN}">{shared}</sst>'}
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert read(made.book(rows, **parts), 9) == [Line(1, ["Phạm Lan"])]


def test_letters_in_pieces_become_one_form():
    assert read("Pha\u0323m\u200b".encode(), 9) == [Line(1, ["Phạm"])]


def test_no_more_than_asked_for_and_one():
    assert len(read("\n".join("abcdefgh").encode(), 3)) == 4
    rows = "".join(f'<row r="{n}"><c t="str"><v>{n}</v></c></row>' for n in range(1, 9))
    assert len(read(made.book(rows), 3)) == 4


DEEP = "<a>" * 300 + "</a>" * 300
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
FIRST = "xl/worksheets/first.xml"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không có dòng nào"),
        (b"\n ;;\n", "không có dòng nào"),
        ("Họ tên".encode("cp1258", "replace") + b"\xff\xfa", "không phải mã Unicode"),
        (b"a\0b", "không phải là bảng tính"),
        (b"PK\x03\x04rubbish", "không phải là bảng tính"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "kiểu cũ"),
        (made.packed({"a": "b"}), "không phải là bảng tính"),
        (made.book("", **{FIRST: DEEP}), "lớn bất thường"),
        (made.book("", **{FIRST: "<a/>" * 5}), "bị hỏng"),
        (made.book("", **{FIRST: LAUGHS}), "bị hỏng"),
        (made.book("", **{FIRST: OUTSIDE}), "bị hỏng"),
        (made.book("", **{FIRST: "<r>" + "<c/>" * 300_001 + "</r>"}), "lớn bất thường"),
        (made.book("", **{FIRST: " " * (sheets_reading.MAX_XML + 1)}), "lớn bất thường"),
        (made.book("", **{"xl/workbook.xml": "<workbook/>"}), "bị hỏng"),
        (made.book("", **{"xl/_rels/workbook.xml.rels": LAUGHS}), "bị hỏng"),
        (made.book("", **{"xl/vbaProject.bin": "x"}), "macro"),
        (b"x" * (sheets_reading.MAX_BYTES + 1), "lớn hơn 5 MB"),
    ],
)
def test_a_file_that_is_none_or_means_harm_is_refused_with_a_sentence(data, words):
    began = time.process_time()
    with pytest.raises(Unreadable, match=words):
        read(data, 500)
    assert time.process_time() - began < 5


def test_a_relation_out_of_the_archive_leads_nowhere():
    links = made.LINKS.replace("/xl/worksheets/first.xml", "../../../../etc/passwd")
    with pytest.raises(Unreadable, match="bị hỏng"):
        read(made.book("", **{"xl/_rels/workbook.xml.rels": links}), 9)


def test_cells_far_out_and_endless_ones_are_left_out():
    rows = '<row r="1048576"><c r="A1" t="str"><v>x</v></c><c r="XFD1" t="str"><v>y</v></c></row>'
    assert read(made.book(rows), 9) == [Line(1048576, ["x"])]
    long = f'<row r="1"><c r="A1" t="str"><v>{"x" * 100_000}</v></c></row>'
    assert len(read(made.book(long), 9)[0].cells[0]) <= sheets_reading.LONGEST_CELL


def test_a_damaged_archive_is_refused():
    data = made.book('<row r="1"><c r="A1" t="str"><v>abc</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo(FIRST).header_offset + 60
    broken = data[:at] + b"\xff" * 20 + data[at + 20 :]
    with pytest.raises(Unreadable, match="bị hỏng"):
        read(broken, 9)
