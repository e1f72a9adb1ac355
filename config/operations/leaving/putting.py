"""Puts a checked export into an empty portal, in one transaction: all of it or nothing."""

import re
from itertools import islice

from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import roles
from config.operations.leaving import plan
from config.operations.leaving.columns import Column, Table
from config.operations.leaving.files import Files
from config.operations.leaving.folder import Refused, at
from config.operations.leaving.reading import Export
from news.media import tasks
from news.search.models import SameWords
from news.text.richtext import TooLarge

ROWS_AT_ONCE = 500
_MISSING = re.compile(r"Key \((\w+)\)=\((.*)\) is not present")

NOT_EMPTY = (
    "Cổng này đã có dữ liệu ({}), nên không nhập vào được. Hãy tạo một cơ sở dữ liệu mới, "
    "chạy migrate rồi nhập ngay, trước khi tạo tài khoản đầu tiên."
)
BROKEN_SEAL = "dấu niêm của nhật ký không khớp: dòng này hoặc một dòng trước nó đã bị sửa."


def put(export: Export) -> int:
    """Write everything an export holds; how many rows that were.

    The export was checked (`Export.check`). The rows go the way of all rows, so that the text
    gates, the database's guards and the triggers of the record apply. Raises Refused and OSError,
    with nothing changed.
    """
    files = Files(export)
    try:
        with transaction.atomic():
            _claim()
            roles.sync()
            count = sum(_put_kind(export, table, files) for table in export.tables)
            _number_on(export)
    except BaseException:
        files.take_back()
        raise
    tasks.queue_missing()
    return count


def _claim() -> None:
    """Nobody else writes meanwhile, and there is nothing yet but what migrations bring."""
    models_ = [Table(kind, dict.fromkeys(plan.OPTIONS, True)).model for kind in plan.KINDS]
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models_)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    SameWords.objects.filter(origin__isnull=False).delete()
    for model in models_:
        if model._base_manager.exists():
            raise Refused(NOT_EMPTY.format(model._meta.verbose_name))


def _put_kind(export: Export, table: Table, files: Files) -> int:
    given, count = table.kind.given(export.options), 0
    lines = export.rows(table)
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        _put_rows(table, batch, given)
        for number, row in batch:
            files.put(table, number, row)
        count += len(batch)
    _prove_references(export, table)
    return count


def _put_rows(table: Table, batch: list[tuple[int, dict]], given: dict) -> None:
    try:
        with transaction.atomic():
            _create(table, batch, given)
    except (DatabaseError, TooLarge):
        # One by one, to find the line that the database does not want.
        for line in batch:
            _put_row(table, line, given)
    if table.kind.sealed:
        _prove_seals(table, batch)


def _put_row(table: Table, line: tuple[int, dict], given: dict) -> None:
    try:
        with transaction.atomic():
            _create(table, [line], given)
    except DatabaseError as error:
        why = f"cơ sở dữ liệu không nhận dòng này ({_rule(error)})."
        raise at(table.place, line[0], why) from error
    except TooLarge as error:
        raise at(table.place, line[0], str(error)) from error


def _rule(error: DatabaseError) -> str:
    cause = error.__cause__
    named = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return named or str(error).strip().split("\n")[0]


def _create(table: Table, batch: list[tuple[int, dict]], given: dict) -> None:
    columns = {column.name: column for column in table.columns}
    roles_ = _roles(table)
    objects = [table.model(**given, **_values(columns, row, roles_)) for _, row in batch]
    table.model._base_manager.bulk_create(objects)


def _roles(table: Table) -> dict[str, int]:
    named = [column for column in table.columns if column.by_name]
    return dict(named[0].field.related_model.objects.values_list("name", "pk")) if named else {}


def _values(columns: dict[str, Column], row: dict, roles_: dict[str, int]) -> dict:
    values = {}
    for name, value in row.items():
        column = columns[name]
        read = None if value is None else column.type.read(value)
        values[column.field.attname] = roles_.get(read, 0) if column.by_name else read
    return values


def _prove_seals(table: Table, batch: list[tuple[int, dict]]) -> None:
    """The database numbered and sealed each row anew: it must have come to the same."""
    found = table.model._base_manager.in_bulk([row["id"] for _, row in batch])
    for number, row in batch:
        made = found[row["id"]]
        if (made.serial, made.hash) != (row["serial"], row["hash"]):
            raise at(table.place, number, BROKEN_SEAL)


def _prove_references(export: Export, table: Table) -> None:
    """Whatever the rows name is there; otherwise the line is found that names it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        told = _MISSING.search(str(error))
        column, value = told.groups() if told else ("", "")
        raise _pointing(export, table, column, value) from error


def _pointing(export: Export, table: Table, attname: str, value: str) -> Refused:
    name = next((c.name for c in table.columns if c.field.attname == attname), None)
    for number, row in export.rows(table):
        if name and str(row.get(name)) == value:
            return at(
                table.place, number, f"cột {name} chỉ tới {value}, mà không có dòng nào như thế."
            )
    return Refused(f"{table.place}: có dòng chỉ tới một dòng không có.")


def _number_on(export: Export) -> None:
    """New rows are numbered after those that came."""
    made = [table.model for table in export.tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
