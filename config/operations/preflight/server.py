"""The database server: reached, new enough, in UTF-8, with enough connections and rights."""

import os
from collections.abc import Iterable
from types import SimpleNamespace

from django.db import Error, connection

from config.operations.preflight.finding import Finding, broken, good, note

OLDEST = 15
# One listens for each machine, one watches, some are for whoever repairs something.
BESIDE = 10
_ASK = """
    SELECT current_setting('server_version') AS version,
        current_setting('server_version_num')::int / 10000 AS major,
        pg_encoding_to_char(encoding) AS encoding,
        current_setting('max_connections')::int AS connections,
        has_schema_privilege('public', 'CREATE') AS may, pg_is_in_recovery() AS copy,
        pg_database_size(oid) AS size, current_setting('fsync') = 'on' AS safe
    FROM pg_database WHERE datname = current_database()
"""


def look() -> tuple[bool, list[Finding]]:
    """Whether it answers, and what is to be said of it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ASK)
            names = [column.name for column in cursor.description]
            return True, list(
                _about(SimpleNamespace(**dict(zip(names, cursor.fetchone(), strict=True))))
            )
    except Error as error:
        said = str(error).strip().splitlines()[0]
        return False, [broken("PostgreSQL", f"không kết nối được: {said}. Xem DATABASE_URL")]


def _about(told) -> Iterable[Finding]:
    if told.major < OLDEST:
        yield broken("PostgreSQL", f"{told.version}: cần {OLDEST} trở lên")
    else:
        yield good("PostgreSQL", f"{told.version}, cơ sở dữ liệu {told.size / 1024**2:.0f} MB")
    if told.encoding != "UTF8":
        yield broken(
            "Bảng mã", f"{told.encoding}: cần UTF8, phải tạo lại cơ sở dữ liệu với -E UTF8"
        )
    if told.copy:
        yield broken("PostgreSQL", "đây là máy chủ chỉ đọc (bản sao): hãy trỏ về máy chính")
    elif not told.may:
        yield broken("Quyền", "không được tạo bảng: chủ cơ sở dữ liệu phải là người dùng của trang")
    if not told.safe:
        yield note("PostgreSQL", "fsync đang tắt: mất điện là mất dữ liệu")
    yield from _connections(told.connections)


def _connections(most: int) -> Iterable[Finding]:
    workers = int(os.environ.get("WEB_CONCURRENCY", min(os.cpu_count() or 1, 8)))
    # Two releases run beside each other while one takes over.
    needed = 2 * workers * int(os.environ.get("WEB_THREADS", "4")) + BESIDE
    if needed > most:
        yield note(
            "Kết nối", f"cần tới {needed} lúc nâng cấp mà max_connections là {most}: hãy tăng lên"
        )
