"""The file of redirects that somebody brings from the old site: its columns, and its lines."""

from news.text import sheets_reading
from news.text.vietnamese import fold

from .models import Below
from .writing import Line

MOST = 10_000
COLUMNS = {"old": "Địa chỉ cũ", "new": "Địa chỉ mới", "below": "Bên dưới", "note": "Ghi chú"}
ALSO = {"cu": "old", "old": "old", "from": "old", "tu": "old", "url cu": "old"}
ALSO |= {"moi": "new", "new": "new", "to": "new", "den": "new", "url moi": "new"}
ALSO |= {"pham vi": "below", "below": "below", "note": "note"}
BY_HEADING = {fold(label): name for name, label in COLUMNS.items()} | ALSO
BELOW = {"": Below.ALONE, "khong": Below.ALONE, "giu duoi": Below.KEEP, "keep": Below.KEEP}
BELOW |= {"giu phan duoi": Below.KEEP, "ve mot trang": Below.GATHER, "gather": Below.GATHER}
EXAMPLES = (
    ("/news/kinh-te/mo-duong-nam-trang-123.html", "/tin-tuc/kinh-te/", "", "bài cũ"),
    ("/index.php?nv=news&op=xay-dung-dang", "/tin-tuc/", "", ""),
    ("/thong-bao-cu", "/tin-tuc/thong-bao/", "về một trang", "cả chuyên mục cũ"),
)
NO_COLUMNS = "Dòng đầu của tệp phải có cột “Địa chỉ cũ” và cột “Địa chỉ mới”. Hãy dùng tệp mẫu."
TOO_MANY = "Mỗi lần nhập nhiều nhất 10.000 dòng. Hãy chia tệp ra."
NOTHING = "Tệp chỉ có dòng tiêu đề, không có địa chỉ nào."
LONGEST_NOTE = 200


def read(data: bytes) -> list[Line]:
    """Take the bytes of a .csv (UTF-8 or as Vietnamese Excel writes it) or .xlsx file; return its
    lines. Raises sheets_reading.Unreadable."""
    head, *rows = sheets_reading.read(data, MOST + 1, legacy="cp1258")
    names = [BY_HEADING.get(fold(heading).strip(" *:"), "") for heading in head.cells]
    if names.count("old") != 1 or names.count("new") != 1:
        raise sheets_reading.Unreadable(NO_COLUMNS)
    if not rows:
        raise sheets_reading.Unreadable(NOTHING)
    if len(rows) > MOST:
        raise sheets_reading.Unreadable(TOO_MANY)
    return [_line(row.number, dict(zip(names, row.cells, strict=False))) for row in rows]


def _line(number: int, cells: dict[str, str]) -> Line:
    below = cells.get("below", "")
    return Line(
        old=cells.get("old", ""),
        new=cells.get("new", ""),
        below=BELOW.get(fold(below), below),
        note=cells.get("note", "")[:LONGEST_NOTE],
        number=number,
    )
