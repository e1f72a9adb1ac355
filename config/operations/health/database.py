"""Checks of the database itself: whether it answers, and whether this release fits it."""

import logging
import time

from django.db import DatabaseError, connection

from config.operations.health.bounded import bounded
from config.operations.health.finding import Finding, broken, good, in_words, look
from news.views.health import migrations_waiting

logger = logging.getLogger(__name__)

# Of the connections that the server allows; the last few are the superuser's.
CROWDED = 0.85
_FACTS = """
    SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
        current_setting('max_connections')::int, pg_database_size(current_database())
"""
CROWDED_DO = (
    "Người phụ trách máy chủ giảm số tiến trình của máy chủ web, hoặc cho PostgreSQL nhận nhiều "
    "kết nối hơn."
)


def answers() -> Finding:
    """Whether it answers at all, and how many connections are left."""
    began = time.monotonic()
    try:
        used, limit, size = _facts()
    except DatabaseError:
        logger.exception("the database does not answer")
        return broken(
            "Cơ sở dữ liệu không trả lời. Người dân vẫn đọc được trang đã có sẵn; "
            "cán bộ chưa làm việc được.",
            "Người phụ trách máy chủ xem PostgreSQL có chạy không, địa chỉ của nó có đúng không.",
        )
    numbers = {"database_connections": used, "database_connections_limit": limit}
    numbers |= {"database_bytes": size, "database_seconds": round(time.monotonic() - began, 4)}
    if used > limit * CROWDED:
        return look(f"Gần hết kết nối: {used} trên {limit}.", CROWDED_DO, **numbers)
    return good(f"Trả lời tốt, {used} trên {limit} kết nối, {in_words(size)} dữ liệu.", **numbers)


@bounded
def migrations() -> Finding:
    """Whether every migration of this release was applied."""
    waiting = migrations_waiting()
    if waiting:
        return broken(
            f"Còn {waiting} bước nâng cấp dữ liệu chưa chạy: phần mềm mới hơn dữ liệu.",
            "Người phụ trách máy chủ chạy: manage.py migrate",
            migrations_waiting=waiting,
        )
    return good("Dữ liệu khớp với phần mềm.", migrations_waiting=0)


@bounded
def _facts() -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        return cursor.fetchone()
