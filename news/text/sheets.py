"""Rows as the files that office programs open: CSV and XLSX, written row by row.

A cell is text, a number, an aware moment or None. What is written is never a formula.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from .vietnamese import VIETNAM

# Excel takes UTF-8 for what it is only behind this mark. Where numbers have a decimal comma, as in
# Vietnam, it parts columns by the semicolon; a line "sep=;" would make it forget the mark.
MARK = "\ufeff"
SEPARATOR = ";"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXCEL_BEGINS = datetime(1899, 12, 30)
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.styles+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TOP = (
    f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" '
    f'Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_LINKS = (
    f'<Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_KIND}/styles" Target="styles.xml"/></Relationships>'
)
# Cell styles: 0 a number, 1 text that no program takes for a formula, 2 a moment, 3 a heading.
TEXT, MOMENT, HEADING = 1, 2, 3
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
    'applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    "</styleSheet>"
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def csv_lines(rows: Iterable[Iterable], clock: str = "%d/%m/%Y %H:%M") -> Iterator[str]:
    """Yield the lines of a CSV file that Excel opens with Vietnamese intact, the mark first.

    `clock` is the form of moments, as strftime takes it.
    """
    yield MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=SEPARATOR).writerow([_plain(value, clock) for value in row])
        yield line.getvalue()


def write_xlsx(out, rows: Iterable[Iterable], *, sheet: str, widths: Iterable[int]) -> None:
    """Write a workbook of one sheet into a binary file; the first row is its heading.

    `widths` are the columns' widths in letters. Rows are read one by one.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _parts(sheet).items():
            package.writestr(name, _HEAD + text)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            for text in _sheet(rows, widths):
                part.write(text.encode())


def _parts(sheet: str) -> dict[str, str]:
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:LONGEST_SHEET_NAME], {'"': "&quot;"})
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _BOOK_LINKS,
        "xl/styles.xml": _STYLES,
    }


def _sheet(rows, widths) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews><cols>"
    for number, width in enumerate(widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate(rows):
        yield f"<row>{''.join(_cell(value, heading=not number) for value in row)}</row>"
    yield "</sheetData></worksheet>"


def _cell(value, *, heading: bool) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        days = (value.astimezone(VIETNAM).replace(tzinfo=None) - EXCEL_BEGINS).total_seconds()
        return f'<c s="{MOMENT}"><v>{days / 86400:.6f}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = escape(_ILLEGAL.sub("", str(value))[:LONGEST_CELL])
    style = HEADING if heading else TEXT
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _plain(value, clock: str) -> str:
    """A cell of a CSV file; an apostrophe keeps a text from being taken for a formula."""
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).strftime(clock)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
