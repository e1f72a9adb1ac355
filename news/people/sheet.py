"""The list of accounts that somebody sends: its columns, and its lines by the columns' names."""

from dataclasses import dataclass

from news.text import sheets_reading
from news.text.vietnamese import fold

MOST = 500
# What a column is for, and what may stand above it.
COLUMNS = {
    "full_name": "Họ và tên",
    "username": "Tên đăng nhập",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "role": "Vai trò",
    "unit": "Mã đơn vị",
}
ALSO = {"ho ten": "full_name", "email": "email", "so dien thoai": "phone", "don vi": "unit"}
BY_HEADING = {fold(label): name for name, label in COLUMNS.items()} | ALSO
EXAMPLE = ("Phạm Thị Lan", "", "", "0912345678", "Cộng tác viên", "BTGHU")
NO_NAMES = "Dòng đầu của tệp phải có cột “Họ và tên”. Hãy dùng tệp mẫu."
UNKNOWN = "Không hiểu cột “{}”. Các cột nhận được: {}."
TWICE = "Cột “{}” có hai lần."
TOO_MANY = f"Mỗi lần nhập nhiều nhất {MOST} dòng. Hãy chia tệp ra."
NOTHING = "Tệp chỉ có dòng tiêu đề, không có người nào."


@dataclass(frozen=True)
class Row:
    """One person as the file has them."""

    number: int
    values: dict[str, str]


def read(data: bytes) -> list[Row]:
    """Take the bytes of a file; return its people. Raises sheets_reading.Unreadable."""
    head, *lines = sheets_reading.read(data, MOST + 1)
    names = _names(head.cells)
    if not lines:
        raise sheets_reading.Unreadable(NOTHING)
    if len(lines) > MOST:
        raise sheets_reading.Unreadable(TOO_MANY)
    return [Row(line.number, _values(names, line.cells)) for line in lines]


def _names(headings: list[str]) -> list[str]:
    while headings and not headings[-1]:
        headings = headings[:-1]
    names = [BY_HEADING.get(fold(heading).strip(" *:"), "") for heading in headings]
    if "full_name" not in names:
        raise sheets_reading.Unreadable(NO_NAMES)
    for heading, name in zip(headings, names, strict=True):
        if heading and not name:
            known = ", ".join(COLUMNS.values())
            raise sheets_reading.Unreadable(UNKNOWN.format(heading[:60], known))
        if name and names.count(name) > 1:
            raise sheets_reading.Unreadable(TWICE.format(COLUMNS[name]))
    return names


def _values(names: list[str], cells: list[str]) -> dict[str, str]:
    values = dict.fromkeys(COLUMNS, "")
    values.update({name: cell for name, cell in zip(names, cells, strict=False) if name})
    phone = values["phone"]
    if phone.isascii() and phone.isdigit() and len(phone) == 9:
        # Excel takes a telephone number for a number, which begins with no 0.
        values["phone"] = f"0{phone}"
    return values
