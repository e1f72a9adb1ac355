"""Reads an export without believing it: every line, every value, every file is looked at."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.operations.leaving import folder, plan
from config.operations.leaving.columns import Column, Table
from config.operations.leaving.folder import Refused, at

# Longer than any text that the portal takes, so that a foreign file cannot fill the memory.
LONGEST_LINE = 64 * 1024 * 1024

NOT_OURS = "{} không phải bản xuất của cổng thông tin này."
NEWER = "Bản xuất có phiên bản {}; cổng này đọc được phiên bản {}. Hãy nâng cấp cổng rồi nhập lại."
OTHER_BYTES = "{} đã bị sửa hoặc hỏng: nội dung không khớp với mã băm ghi trong export.json."
ABSENT = "Thiếu tệp {}."


class Export:
    """An export as it lies in a folder. Every method raises Refused for what is not right."""

    def __init__(self, root: Path):
        self.root = root
        page = self._manifest()
        self.options: Mapping[str, bool] = self._options(page)
        self.tables = [Table(kind, self.options) for kind in plan.chosen(self.options)]
        self.told = self._kinds(page)

    def check(self) -> None:
        """Look at everything once; afterwards only the database can have something against it."""
        for table in self.tables:
            self._check_kind(table)

    def rows(self, table: Table) -> Iterator[tuple[int, dict]]:
        """The rows of a kind with the numbers of their lines, one after the other."""
        columns = {column.name: column for column in table.columns}
        wanted = set(self.told[table.label]["columns"])
        with self._open(table.place) as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
                yield number, _row(table.place, number, line, columns, wanted)

    def file(self, column: Column, value: dict) -> Path:
        """Where a stored file lies in the export."""
        return self.root / folder.file_place(column.field, value["name"], value["sha256"])

    def _manifest(self) -> dict:
        try:
            page = json.loads((self.root / folder.MANIFEST).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise Refused(NOT_OURS.format(self.root)) from error
        if not isinstance(page, dict) or page.get("format") != folder.FORMAT:
            raise Refused(NOT_OURS.format(self.root))
        if page.get("version") != folder.VERSION:
            raise Refused(NEWER.format(page.get("version"), folder.VERSION))
        return page

    def _options(self, page: dict) -> Mapping[str, bool]:
        options = page.get("options")
        known = isinstance(options, dict) and set(options) == set(plan.OPTIONS)
        if not known or not all(isinstance(value, bool) for value in options.values()):
            raise Refused(f"{folder.MANIFEST}: mục options không đúng.")
        return options

    def _kinds(self, page: dict) -> dict[str, dict]:
        kinds = page.get("kinds")
        whole = isinstance(kinds, list) and all(map(_is_kind, kinds))
        named = {kind["name"]: kind for kind in kinds} if whole else {}
        ours = {table.label for table in self.tables}
        # A table that a later release added may be missing: nothing was in it.
        if not whole or len(named) != len(kinds) or not set(named) <= ours:
            strange = ", ".join(sorted(set(named) - ours)) or "kinds"
            raise Refused(f"{folder.MANIFEST}: có loại dữ liệu mà cổng này không biết: {strange}.")
        self.tables = [table for table in self.tables if table.label in named]
        for table in self.tables:
            _check_columns(table, named[table.label]["columns"])
        return named

    def _open(self, place: str):
        try:
            return (self.root / place).open("rb")
        except OSError as error:
            raise Refused(ABSENT.format(place)) from error

    def _check_kind(self, table: Table) -> None:
        last, count = None, 0
        for count, row in self.rows(table):
            last = _later(table, count, row, last)
            for column in table.files:
                self._check_file(table, count, column, row[column.name])
        told = self.told[table.label]
        if count != told["rows"] or self._digest(table.place) != told["sha256"]:
            raise Refused(OTHER_BYTES.format(table.place))

    def _check_file(self, table: Table, number: int, column: Column, value: dict | None) -> None:
        if value is None or value["sha256"] is None:
            return
        path = self.file(column, value)
        place = path.relative_to(self.root).as_posix()
        if not path.is_file():
            raise at(table.place, number, ABSENT.format(place))
        if self._digest(place) != value["sha256"]:
            raise at(table.place, number, f"tệp {place} đã bị sửa hoặc hỏng.")

    def _digest(self, place: str) -> str:
        with self._open(place) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _is_kind(kind) -> bool:
    shape = {"name": str, "rows": int, "sha256": str, "columns": list}
    return (
        isinstance(kind, dict)
        and set(kind) == set(shape)
        and all(isinstance(kind[name], type_) for name, type_ in shape.items())
        and all(isinstance(name, str) for name in kind["columns"])
    )


def _check_columns(table: Table, names: list[str]) -> None:
    ours = {column.name for column in table.columns}
    for strange in sorted(set(names) - ours):
        raise Refused(f"{table.place}: cổng này không biết cột {strange}.")
    for missing in sorted(ours - set(names)):
        if not table.may_lack(missing):
            raise Refused(f"{table.place}: thiếu cột {missing}.")


def _row(place: str, number: int, line: bytes, columns: dict[str, Column], wanted: set) -> dict:
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise at(place, number, "không phải một dòng JSON hợp lệ.") from error
    if not isinstance(row, dict) or set(row) != wanted:
        raise at(place, number, "các cột không giống như export.json ghi.")
    for name, value in row.items():
        if not _right(columns[name], value):
            raise at(place, number, f"giá trị ở cột {name} không đúng kiểu.")
    return row


def _right(column: Column, value) -> bool:
    try:
        return column.right(value)
    except RecursionError:
        return False


def _later(table: Table, number: int, row: dict, last: int | None):
    """The number by which the rows are in order, which also proves that none is there twice."""
    name = "serial" if table.kind.sealed else table.model._meta.pk.name
    value = row[name]
    if last is not None and value <= last:
        raise at(table.place, number, f"trùng hoặc sai thứ tự ở cột {name}.")
    return value
