"""Small workbooks for the tests, as office programs write them and as nobody should."""

import io
import zipfile
from html import escape

from news.text import sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{KIND}"><sheets>'
    '<sheet name="A" sheetId="2" r:id="rId2"/><sheet name="B" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{KIND}/worksheet" Target="/xl/worksheets/first.xml"/>'
    "</Relationships>"
)


def ours(*rows) -> bytes:
    """A workbook that this program writes."""
    out = io.BytesIO()
    sheets.write_xlsx(out, rows, sheet="Bảng", widths=[10])
    return out.getvalue()


def packed(parts: dict) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def book(rows: str, strings: tuple = (), **parts) -> bytes:
    """A workbook as Excel writes it: `rows` is the markup of the first sheet's rows."""
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    first = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": LINKS,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
            "xl/worksheets/first.xml": first,
            "xl/worksheets/sheet1.xml": first.replace(rows, ""),
            **parts,
        }
    )
