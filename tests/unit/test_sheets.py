"""Files for office programs: what Excel reads back, and nothing that runs."""

import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import sheets
from news.text.html_words import count_words
from news.text.vietnamese import VIETNAM
from news.text.workdays import is_workday, workdays_between

MOMENT = datetime(2026, 11, 26, 14, 5, tzinfo=VIETNAM)
DANGEROUS = ["=1+1", "+84", "-2", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")']
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def workbook(rows) -> zipfile.ZipFile:
    out = io.BytesIO()
    sheets.write_xlsx(out, rows, sheet="Bài viết", widths=[9, 60])
    return zipfile.ZipFile(out)


def cells(rows) -> list[list]:
    """The sheet as a program reads it: texts as str, numbers as float, empty cells as None."""
    root = ET.fromstring(workbook(rows).read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    return [[_value(cell) for cell in row] for row in root.iterfind(".//m:row", NS)]


def _value(cell):
    text, number = cell.find("m:is/m:t", NS), cell.find("m:v", NS)
    assert cell.find("m:f", NS) is None
    if text is not None:
        return text.text or ""
    return None if number is None else float(number.text)


def test_a_workbook_gives_back_what_was_put_in():
    rows = [["Số", "Tiêu đề"], [5001, "Đẩy mạnh “chuyển đổi số” & <xã>"], [None, ""], [1, MOMENT]]
    read = cells(rows)
    assert read[:3] == [["Số", "Tiêu đề"], [5001.0, rows[1][1]], [None, None]]
    begins = datetime(1899, 12, 30, tzinfo=VIETNAM)
    moment = begins + timedelta(days=read[3][1])
    assert abs(moment - MOMENT) < timedelta(seconds=1)


def test_every_part_of_a_workbook_is_xml_and_is_named():
    book = workbook([["a"]])
    types = book.read("[Content_Types].xml").decode()
    for name in book.namelist():
        ET.fromstring(book.read(name))  # noqa: S314 - our own
        assert name.endswith(".rels") or name.startswith("[") or f"/{name}" in types
    assert b'name="B\xc3\xa0i vi\xe1\xba\xbft"' in book.read("xl/workbook.xml")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_taken_for_a_formula(text):
    line = list(sheets.csv_lines([[text]]))[1]
    assert line.lstrip('"').startswith("'")
    part = workbook([["h"], [text]]).read("xl/worksheets/sheet1.xml").decode()
    assert f'<c s="{sheets.TEXT}" t="inlineStr">' in part
    assert 'quotePrefix="1"' in workbook([]).read("xl/styles.xml").decode()


def test_a_csv_begins_with_the_mark_and_parts_by_semicolons():
    lines = list(sheets.csv_lines([["Số", "Tên"], [1, "Nói; “được” làm"], [-1, None, MOMENT]]))
    assert lines == [
        "\ufeff",
        "Số;Tên\r\n",
        '1;"Nói; “được” làm"\r\n',
        "-1;;26/11/2026 14:05\r\n",
    ]


@given(st.lists(st.lists(st.one_of(st.text(), st.integers(-(10**9), 10**9), st.none()))))
def test_any_text_makes_a_workbook_that_can_be_read(rows):
    read = cells(rows)
    assert [len(row) for row in read] == [len(row) for row in rows]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", 0),
        ("<p>Một hai</p><p>ba</p>", 3),
        ("<p><strong>N</strong>ội dung<br>khác &amp; thêm</p>", 5),
        ('<p><a href="/x">liên</a> kết</p><figure><img alt="ảnh"></figure>', 2),
    ],
)
def test_words_of_a_body(body, words):
    assert count_words(body) == words


def test_working_days():
    thursday = date(2026, 11, 26)
    assert workdays_between(thursday, thursday, []) == 0
    assert workdays_between(thursday, date(2026, 11, 27), []) == 0
    assert workdays_between(thursday, date(2026, 12, 1), []) == 2
    assert workdays_between(thursday, date(2026, 12, 1), ["2026-11-27", "11-30"]) == 0
    assert workdays_between(date(2026, 12, 1), thursday, []) == 0
    assert not is_workday(date(2027, 9, 2), ["09-02"])
    assert is_workday(date(2027, 9, 3), ["2026-09-03"])
