"""Where a backup may be restored: an empty database of a fitting server, and empty folders."""

import os
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config.operations.backup import files, manifest, programs, snapshot
from config.operations.backup.manifest import Manifest
from config.operations.backup.trouble import Trouble

# Stands in a folder while it is being filled, so that a restore that was cut short can go on.
FILLING = ".dang-phuc-hoi"
# Tables, views, sequences and what else holds data or leads to it.
ANYTHING = "rvmSfp"


def require(backup: Path, found: Manifest) -> None:
    """Take a backup that is whole; come back when it may be restored here. Raises Trouble."""
    unknown = set(found.migrations) - known_migrations()
    if unknown:
        raise manifest.newer(backup)
    _require_server(found)
    _require_empty_database()
    for storage in files.storages_of_roots().values():
        _require_empty(Path(storage.location))


def known_migrations() -> set[str]:
    """The migrations of this release, as "app.name"."""
    loader = MigrationLoader(None)
    return {".".join(key) for key in {*loader.disk_migrations, *loader.replacements}}


def waiting_migrations() -> bool:
    """Whether this release wants more of the database than what was restored."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _require_server(found: Manifest) -> None:
    major = programs.server_major()
    if major < found.server_major:
        raise Trouble(
            f"Bản sao lưu lấy từ PostgreSQL {found.server_major}, máy chủ dữ liệu ở đây là "
            f"PostgreSQL {major}. Hãy dùng PostgreSQL {found.server_major} hoặc mới hơn."
        )
    programs.program("pg_restore")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
    if encoding != "UTF8":
        raise Trouble(f"Cơ sở dữ liệu dùng bảng mã {encoding}. Hãy tạo lại: createdb -E UTF8 …")


def _require_empty_database() -> None:
    name = connection.settings_dict["NAME"]
    there = snapshot.relations(ANYTHING)
    if there:
        raise Trouble(
            f"Cơ sở dữ liệu “{name}” không trống: có {len(there)} bảng hoặc đối tượng khác. Lệnh "
            "này không ghi đè lên dữ liệu có sẵn. Hãy tạo một cơ sở dữ liệu trống (createdb) và "
            "đặt DATABASE_URL tới nó."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')")
        (may,) = cursor.fetchone()
    if not may:
        raise Trouble(f"Tài khoản dữ liệu không phải chủ của “{name}”. Hãy dùng: createdb -O …")


def _require_empty(folder: Path) -> None:
    """Also said before anything is touched: whether files can be put there."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if FILLING not in there and there - files.NOT_OURS:
        raise Trouble(
            f"Thư mục {folder} không trống. Lệnh này không ghi đè lên tệp có sẵn. Hãy chuyển những "
            "gì trong đó đi chỗ khác, hoặc đặt MEDIA_ROOT, ATTACHMENTS_ROOT tới thư mục trống."
        )
    nearest = next(path for path in (folder, *folder.parents) if path.is_dir())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Trouble(f"Không ghi được vào {nearest}. Hãy chạy bằng tài khoản của cổng.")
